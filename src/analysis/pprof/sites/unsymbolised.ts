import { NONE, type NodeIndex, type StackIndex } from "../../callgraph/indices.ts";
import type { CallGraph } from "../../callgraph/model.ts";
import { isSystemObject } from "./frame-class.ts";

/**
 * For each stack, the executable or library whose code without names it is in, as its path; undefined for a stack
 * whose frames all have names, and "" where not even that is known. The allocator is linked into the program, so the
 * code that called it is of the second object from the leaf on, if there is one beside the system's.
 */
export function unnamedObjects({
  functions,
  frameFunction,
  nodeFrame,
  nodeParent,
  stackNode,
}: CallGraph): (stack: StackIndex) => string | undefined {
  const known = new Map<NodeIndex, string | undefined>();

  function objectAbove(leaf: NodeIndex): string | undefined {
    let innermost: string | undefined;
    for (let node = leaf; node >= 0; node = nodeParent[node] ?? NONE) {
      const info = functions[frameFunction[nodeFrame[node] ?? NONE] ?? NONE];
      if (info === undefined || info.name !== "" || isSystemObject(info.object)) continue;
      if (innermost === undefined) innermost = info.object;
      else if (info.object !== innermost) return info.object;
    }
    return innermost;
  }

  return (stack) => {
    const leaf = stackNode[stack] ?? NONE;
    if (!known.has(leaf)) known.set(leaf, objectAbove(leaf));
    return known.get(leaf);
  };
}
