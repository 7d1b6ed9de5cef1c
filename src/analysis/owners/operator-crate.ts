import {
  type Column,
  FIRST,
  type FunctionIndex,
  mapColumn,
  NONE,
  type NodeIndex,
  type StackIndex,
} from "../callgraph/indices.ts";
import type { CallGraph } from "../callgraph/model.ts";

/** Feldera compiles each SQL operator into a crate of its own, and its name stands in every frame of it. */
const OPERATOR_CRATE = /feldera_pipe_operator_([0-9a-f]{16})(?![0-9a-f])/g;
const CRATE_OF_FUNCTION = new RegExp(`\\b${OPERATOR_CRATE.source}`);

/** The hash of the operator's crate that a function is in. */
export function crateHash(name: string): string | undefined {
  return CRATE_OF_FUNCTION.exec(name)?.[1];
}

/** The crates of SQL operators that a text names, such as a backtrace, each once, in the order of the text. */
export function cratesNamedIn(text: string): string[] {
  return [...new Set([...text.matchAll(OPERATOR_CRATE)].flatMap(([, crate]) => crate ?? []))];
}

/** For each stack, the hash of the innermost operator's crate in it; undefined where there is none. */
export function crateHashOfStacks(graph: CallGraph): Column<StackIndex, string | undefined> {
  const { frameFunction, nodeFrame, nodeParent, stackNode, functions } = graph;
  const hashes: string[] = [];
  /** Per function, 0 before it was looked at, 1 for no crate, else 2 more than the index of its hash. */
  const ofFunction = new Int32Array(functions.length);

  function hashOf(owner: FunctionIndex): number {
    const known = ofFunction[owner] ?? 1;
    if (known > 0) return known;
    const hash = crateHash(functions[owner]?.name ?? "");
    const found = hash === undefined ? 1 : hashes.push(hash) + 1;
    ofFunction[owner] = found;
    return found;
  }

  const ofFrame = mapColumn(frameFunction, hashOf);
  if (hashes.length === 0) return Array.from(stackNode, () => undefined);
  const ofNode = new Int32Array(nodeParent.length);
  for (let node: NodeIndex = FIRST; node < ofNode.length; node++) {
    const own = ofFrame[nodeFrame[node] ?? NONE] ?? 1;
    ofNode[node] = own > 1 ? own : (ofNode[nodeParent[node] ?? NONE] ?? 1);
  }
  return Array.from(stackNode, (leaf) => hashes[(ofNode[leaf] ?? 1) - 2]);
}
