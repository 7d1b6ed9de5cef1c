import { NONE, type NodeIndex } from "../callgraph/indices.ts";
import type { CallGraph } from "../callgraph/model.ts";
import { ruleOfFunction, SUBSYSTEM_RULES, type Subsystem, type SubsystemRule } from "./subsystem.ts";

export interface FoundOwner {
  readonly subsystem: Subsystem;
  /** The node of the frame that names the owner best, NONE where nothing does. */
  readonly node: NodeIndex;
}

/** Says which part of Feldera a place of a call tree belongs to, judged by the place and all above it. */
export function ownerFinder(
  { functions, frameFunction, nodeFrame, nodeParent }: CallGraph,
  rules: readonly SubsystemRule[] = SUBSYSTEM_RULES,
): (node: NodeIndex) => FoundOwner {
  const none = rules.length;
  const ruleOf = new Int16Array(functions.length).fill(-1);

  function ruleAt(node: NodeIndex): number {
    const owner = frameFunction[nodeFrame[node] ?? NONE] ?? NONE;
    const known = ruleOf[owner] ?? none;
    if (known >= 0) return known;
    const info = functions[owner];
    const rule = info === undefined ? none : ruleOfFunction(info, rules);
    ruleOf[owner] = rule;
    return rule;
  }

  return (leaf) => {
    let first = none;
    let named: NodeIndex = NONE;
    for (let node = leaf; node >= 0; node = nodeParent[node] ?? NONE) {
      const rule = ruleAt(node);
      if (rule < first || (rule === first && rules[rule]?.named === "outer")) {
        first = rule;
        named = node;
      }
    }
    return { subsystem: rules[first]?.subsystem ?? "other", node: named };
  };
}
