import {
  type Column,
  FIRST,
  type FrameIndex,
  type KeyIndex,
  mapColumn,
  NONE,
  type NodeIndex,
  toIndices,
} from "./indices.ts";
import { exactSums, type Int64, type Int64Array } from "./int64.ts";
import type { CallGraph } from "./model.ts";
import { weightUnderNodes } from "./totals.ts";
import { walkTree } from "./walk.ts";

/** All calls of one key by another. */
export interface Call {
  readonly caller: KeyIndex;
  readonly callee: KeyIndex;
  /** Weight of the stacks in which the call occurs, each counted once. */
  readonly weight: Int64;
  /** Whether the callee was inlined wherever the call occurs first in a stack. */
  readonly inlined: boolean;
}

interface CallPlaces {
  readonly callers: readonly KeyIndex[];
  readonly callees: readonly KeyIndex[];
  readonly inlined: readonly boolean[];
  /** The call that arrives at each node of the tree, unless it does already above; else -1. */
  readonly callOfNode: Column<NodeIndex, number>;
}

/**
 * The calls between groups of frames (pprof's edges). A call over frames that are in no group counts as a call
 * from the last group above; what a group calls of its own is left out.
 *
 * @param keyOfFrame the group of each frame, NONE for a frame that is in none
 * @param weights one weight per stack; stacks of weight 0 make no calls
 */
export function callsBetweenKeys(
  graph: CallGraph,
  keyOfFrame: Column<FrameIndex, KeyIndex>,
  keyCount: number,
  weights: Int64Array,
): Call[] {
  const { callers, callees, inlined, callOfNode } = callPlaces(graph, keyOfFrame, keyCount, weights);
  const [sums = new Float64Array()] = exactSums(weights, (part) => {
    const under = weightUnderNodes(graph, part);
    const ofCalls = new Float64Array(callers.length);
    for (let node: NodeIndex = FIRST; node < under.length; node++) {
      const call = callOfNode[node] ?? -1;
      if (call >= 0) ofCalls[call] = (ofCalls[call] ?? 0) + (under[node] ?? 0);
    }
    return [ofCalls];
  });
  return callers.map((caller, index) => ({
    caller,
    callee: callees[index] ?? NONE,
    weight: sums[index] ?? 0,
    inlined: inlined[index] === true,
  }));
}

function callPlaces(
  graph: CallGraph,
  keyOfFrame: Column<FrameIndex, KeyIndex>,
  keyCount: number,
  weights: Int64Array,
): CallPlaces {
  const { nodeParent, nodeFrame, frameInlined } = graph;
  const stacksUnder = weightUnderNodes(
    graph,
    Float64Array.from(graph.stackNode, (_, stack) => (weights[stack] ? 1 : 0)),
  );
  const keyOfNode = mapColumn(nodeFrame, (frame) => keyOfFrame[frame] ?? NONE);
  const callerOfNode = keysAbove(nodeParent, keyOfNode);

  const callers: KeyIndex[] = [];
  const callees: KeyIndex[] = [];
  const inlined: boolean[] = [];
  const callByKeys = new Map<number, number>();
  /** Of each call, how often it occurs on the path to the node that is visited. */
  const onPath: number[] = [];
  const callAtNode = new Int32Array(nodeParent.length).fill(-1);
  const callOfNode = new Int32Array(nodeParent.length).fill(-1);
  walkTree(
    nodeParent,
    (node) => {
      const caller = callerOfNode[node] ?? NONE;
      const callee = keyOfNode[node] ?? NONE;
      if (caller < 0 || callee < 0 || caller === callee || stacksUnder[node] === 0) return;
      const keys = caller * keyCount + callee;
      const call = callByKeys.get(keys) ?? callers.length;
      if (call === callers.length) {
        callByKeys.set(keys, call);
        callers.push(caller);
        callees.push(callee);
        inlined.push(true);
        onPath.push(0);
      }
      callAtNode[node] = call;
      if (onPath[call] === 0) {
        callOfNode[node] = call;
        inlined[call] &&= frameInlined[nodeFrame[node] ?? NONE] === 1;
      }
      onPath[call] = (onPath[call] ?? 0) + 1;
    },
    (node) => {
      const call = callAtNode[node] ?? -1;
      if (call >= 0) onPath[call] = (onPath[call] ?? 0) - 1;
    },
  );
  return { callers, callees, inlined, callOfNode };
}

/** The key of the nearest node above each that has one, NONE for none. */
function keysAbove(
  nodeParent: Column<NodeIndex, NodeIndex>,
  keyOfNode: Column<NodeIndex, KeyIndex>,
): Column<NodeIndex, KeyIndex> {
  const keys = new Int32Array(nodeParent.length);
  const above: Column<NodeIndex, KeyIndex> = toIndices(keys);
  for (let node: NodeIndex = FIRST; node < keys.length; node++) {
    const parent = nodeParent[node] ?? NONE;
    const parentKey = keyOfNode[parent] ?? NONE;
    keys[node] = parentKey >= 0 ? parentKey : (above[parent] ?? NONE);
  }
  return above;
}
