import {
  type Column,
  FIRST,
  type FrameIndex,
  type Index,
  type KeyIndex,
  NONE,
  type NodeIndex,
  type StackIndex,
  toIndex,
} from "./indices.ts";
import type { CallGraph } from "./model.ts";
import { walkTree } from "./walk.ts";

export interface Totals {
  /** Weight of the stacks whose leaf belongs to the key (Firefox's self). */
  readonly flat: Float64Array;
  /** Weight of the stacks in which the key occurs at all, each counted once (Firefox's total). */
  readonly cum: Float64Array;
}

/**
 * flat and cum of groups of frames.
 *
 * @param keyOfFrame the group of each frame (its function, name, crate …), NONE for a frame that is in none
 * @param keyCount number of groups
 * @param weights one weight per stack of the graph; `graph.weights[i]`, or those weights filtered
 */
export function flatAndCum(
  graph: CallGraph,
  keyOfFrame: Column<FrameIndex, KeyIndex>,
  keyCount: number,
  weights: Column<StackIndex, number>,
): Totals {
  const flat = new Float64Array(keyCount);
  for (let stack: StackIndex = FIRST; stack < graph.stackNode.length; stack++) {
    const key = keyOfNode(graph, keyOfFrame, graph.stackNode[stack] ?? NONE);
    if (key >= 0) flat[key] = (flat[key] ?? 0) + (weights[stack] ?? 0);
  }
  const cum =
    cumOfStacks(graph, keyOfFrame, keyCount, weights) ?? cumOfTree(graph, keyOfFrame, keyCount, weights);
  return { flat, cum };
}

/** Going up every stack takes less time than walking the tree, and no memory for each node, up to so many steps. */
const MAX_STEPS_PER_NODE = 4;

/** Undefined where stacks share so much that it takes too many steps; in heap profiles they share little. */
function cumOfStacks(
  { stackNode, nodeParent, nodeFrame }: CallGraph,
  keyOfFrame: Column<FrameIndex, KeyIndex>,
  keyCount: number,
  weights: Column<StackIndex, number>,
): Float64Array | undefined {
  const cum = new Float64Array(keyCount);
  /** Of each key, the last stack in which it was found. */
  const foundIn = new Int32Array(keyCount).fill(-1);
  let stepsLeft = MAX_STEPS_PER_NODE * nodeParent.length;
  for (let stack: StackIndex = FIRST; stack < stackNode.length; stack++) {
    const weight = weights[stack] ?? 0;
    for (let node = stackNode[stack] ?? NONE; node >= 0; node = nodeParent[node] ?? NONE) {
      if (--stepsLeft < 0) return undefined;
      const key = keyOfFrame[nodeFrame[node] ?? NONE] ?? NONE;
      if (key < 0 || foundIn[key] === stack) continue;
      foundIn[key] = stack;
      cum[key] = (cum[key] ?? 0) + weight;
    }
  }
  return cum;
}

function cumOfTree(
  graph: CallGraph,
  keyOfFrame: Column<FrameIndex, KeyIndex>,
  keyCount: number,
  weights: Column<StackIndex, number>,
): Float64Array {
  const cum = new Float64Array(keyCount);
  const under = weightUnderNodes(graph, weights);
  const onPath = new Int32Array(keyCount);
  walkTree(
    graph.nodeParent,
    (node) => {
      const key = keyOfNode(graph, keyOfFrame, node);
      if (key < 0) return;
      if (onPath[key] === 0) cum[key] = (cum[key] ?? 0) + (under[node] ?? 0);
      onPath[key] = (onPath[key] ?? 0) + 1;
    },
    (node) => {
      const key = keyOfNode(graph, keyOfFrame, node);
      if (key >= 0) onPath[key] = (onPath[key] ?? 0) - 1;
    },
  );
  return cum;
}

/** Weight of all stacks that pass through each node of the call tree, itself included. */
export function weightUnderNodes(
  { nodeParent, stackNode }: CallGraph,
  weights: Column<StackIndex, number>,
): Float64Array {
  const under = new Float64Array(nodeParent.length);
  for (let stack: StackIndex = FIRST; stack < stackNode.length; stack++) {
    const node = stackNode[stack] ?? NONE;
    if (node >= 0) under[node] = (under[node] ?? 0) + (weights[stack] ?? 0);
  }
  return withDescendants(nodeParent, under);
}

/** What each node has with what all below it have, added up in place. */
export function withDescendants<Table extends string>(
  nodeParent: Column<Index<Table>, Index<Table>>,
  sums: Float64Array,
): Float64Array {
  for (let node = toIndex<Table>(sums.length - 1); node >= 0; node--) {
    const parent = nodeParent[node] ?? -1;
    if (parent >= 0) sums[parent] = (sums[parent] ?? 0) + (sums[node] ?? 0);
  }
  return sums;
}

function keyOfNode(
  { nodeFrame }: CallGraph,
  keyOfFrame: Column<FrameIndex, KeyIndex>,
  node: NodeIndex,
): KeyIndex {
  return keyOfFrame[nodeFrame[node] ?? NONE] ?? NONE;
}
