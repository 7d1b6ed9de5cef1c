import {
  type Column,
  type FrameIndex,
  type KeyIndex,
  NONE,
  type NodeIndex,
  type StackIndex,
  toIndex,
} from "../../callgraph/indices.ts";
import type { CallGraph } from "../../callgraph/model.ts";
import { weightUnderNodes } from "../../callgraph/totals.ts";
import { walkTree } from "../../callgraph/walk.ts";

/** One thread's call graph, the function of each of its frames by a key that all threads share, and weights. */
export interface KeyedGraph {
  readonly graph: CallGraph;
  readonly keyOfFrame: Column<FrameIndex, KeyIndex>;
  readonly weights: Column<StackIndex, number>;
}

/** A function passes through when all but this share of its total is that of one function which it calls. */
const OWN_SHARE = 0.05;

export interface SelfAndTotal {
  readonly self: number;
  readonly total: number;
}

/**
 * Functions that only lead to one other. Of a chain of callers with nearly the same total, all are among them
 * but the innermost, where the time divides or is spent. Calls are followed through functions of no interest;
 * what is spent in those stays with their caller.
 *
 * @param functions by key
 * @param isOfInterest by key
 */
export function functionsPassingThrough(
  graphs: readonly KeyedGraph[],
  functions: readonly SelfAndTotal[],
  isOfInterest: readonly boolean[],
): Set<number> {
  const calls = callWeights(graphs, functions.length, isOfInterest);
  const next = new Map<number, number>();
  for (const [caller, { callee, weight }] of heaviestCallees(calls, functions.length)) {
    const { self = 0, total = 0 } = functions[caller] ?? {};
    // In recursion a callee can have all of the total although the caller has a part of its own.
    if (self <= OWN_SHARE * total && total - weight <= OWN_SHARE * total) next.set(caller, callee);
  }
  const circling = keysInCircles(next);
  return new Set([...next.keys()].filter((key) => !circling.has(key)));
}

/** Functions that call each other in a circle lead only to themselves. */
function keysInCircles(next: ReadonlyMap<number, number>): Set<number> {
  const circling = new Set<number>();
  /** By key, the start of the walk that came to it first. */
  const walkedFrom = new Map<number, number>();
  for (const start of next.keys()) {
    let at: number | undefined = start;
    for (; at !== undefined && !walkedFrom.has(at); at = next.get(at)) walkedFrom.set(at, start);
    const meetsItself = at !== undefined && walkedFrom.get(at) === start;
    if (!meetsItself) continue;
    for (; at !== undefined && !circling.has(at); at = next.get(at)) circling.add(at);
  }
  return circling;
}

function heaviestCallees(
  calls: ReadonlyMap<number, number>,
  keys: number,
): Map<number, { callee: number; weight: number }> {
  const heaviest = new Map<number, { callee: number; weight: number }>();
  for (const [call, weight] of calls) {
    const caller = Math.floor(call / keys);
    if (weight > (heaviest.get(caller)?.weight ?? 0)) heaviest.set(caller, { callee: call % keys, weight });
  }
  return heaviest;
}

/** Weight of each call, counted once per stack however often it recurs. */
function callWeights(
  graphs: readonly KeyedGraph[],
  keys: number,
  isOfInterest: readonly boolean[],
): Map<number, number> {
  const calls = new Map<number, number>();
  const onPath = new Map<number, number>();
  for (const { graph, keyOfFrame, weights } of graphs) {
    const under = weightUnderNodes(graph, weights);
    const callOfNode = callsInto(graph, keyOfFrame, keys, isOfInterest);
    const enter = (node: NodeIndex) => {
      const call = callOfNode[node] ?? -1;
      if (call < 0) return;
      const times = onPath.get(call) ?? 0;
      if (times === 0) calls.set(call, (calls.get(call) ?? 0) + (under[node] ?? 0));
      onPath.set(call, times + 1);
    };
    const leave = (node: NodeIndex) => {
      const call = callOfNode[node] ?? -1;
      if (call >= 0) onPath.set(call, (onPath.get(call) ?? 0) - 1);
    };
    walkTree(graph.nodeParent, enter, leave);
  }
  return calls;
}

/**
 * The call by which each node is entered, as caller × keys + callee; -1 where its function is of no interest,
 * has nothing of interest above it, or calls itself.
 */
function callsInto(
  { nodeParent, nodeFrame }: CallGraph,
  keyOfFrame: Column<FrameIndex, KeyIndex>,
  keys: number,
  isOfInterest: readonly boolean[],
): Column<NodeIndex, number> {
  const innermost = new Int32Array(nodeParent.length);
  return Float64Array.from(nodeParent, (parent, row) => {
    const node = toIndex<"node">(row);
    const caller = innermost[parent] ?? -1;
    const callee = keyOfFrame[nodeFrame[node] ?? NONE] ?? NONE;
    if (isOfInterest[callee] !== true) {
      innermost[node] = caller;
      return -1;
    }
    innermost[node] = callee;
    return caller === -1 || caller === callee ? -1 : caller * keys + callee;
  });
}
