import {
  type Column,
  type FrameIndex,
  type NodeIndex,
  type StackIndex,
  toIndices,
} from "../../callgraph/indices.ts";
import { Int32List } from "../../callgraph/int32-list.ts";
import { Int32Map } from "../../callgraph/int32-map.ts";
import { type Int64, type Int64Array, magnitude } from "../../callgraph/int64.ts";
import { Int64Sums } from "../../callgraph/int64-sums.ts";
import { CallTreeBuilder } from "../../callgraph/tree-builder.ts";
import type { LocationFrames } from "./frames.ts";
import type { Samples } from "./samples.ts";
import { StackFrames, tooManyFrames } from "./stack-frames.ts";

export interface Stacks {
  readonly nodeParent: Column<NodeIndex, NodeIndex>;
  readonly nodeFrame: Column<NodeIndex, FrameIndex>;
  readonly stackNode: Column<StackIndex, NodeIndex>;
  /** Per sample type, the weight of each stack. */
  readonly weights: readonly Int64Array[];
  /** Samples of the file that were merged into each stack. */
  readonly stackSamples: Column<StackIndex, number>;
  /**
   * Per sample type: the sum of the values without their signs; if samples are marked as the base of a
   * difference, of those alone.
   */
  readonly totals: readonly Int64[];
}

const MAX_TREE_NODES = 20_000_000;

/**
 * Merges samples with equal stacks. A sample with a negative value keeps a stack of its own: pprof sums values
 * without their signs sample by sample, and skips samples of value 0, so that sums over merged ones would differ.
 *
 * @throws MalformedInput for what the samples throw, and where the stacks are too many to hold
 */
export function mergeStacks(samples: Samples, frames: LocationFrames, typeCount: number): Stacks {
  const tree = new CallTreeBuilder<NodeIndex, FrameIndex>();
  const stack = new StackFrames(frames);
  const stackNode = new Int32List();
  const stackSamples = new Int32List();
  const columns = Array.from({ length: typeCount }, () => new ValuesOfType());
  /** The stack that ends at each node; a node is counted from 1, and 0 is the stack without frames. */
  const stackOfLeaf = new Int32Map();

  function newStack(leaf: NodeIndex): number {
    stackNode.push(leaf);
    stackSamples.push(0);
    return stackNode.length - 1;
  }

  function stackEndingAt(leaf: NodeIndex): number {
    const known = stackOfLeaf.get(leaf + 1);
    if (known >= 0) return known;
    stackOfLeaf.set(leaf + 1, stackNode.length);
    return newStack(leaf);
  }

  while (samples.next()) {
    stack.read(samples);
    const leaf = tree.leafOf(stack.frames, stack.depth);
    if (tree.nodeCount > MAX_TREE_NODES) throw tooManyFrames(samples);
    const merged = hasNegative(samples, typeCount) ? newStack(leaf) : stackEndingAt(leaf);
    stackSamples.set(merged, stackSamples.at(merged) + 1);
    for (let type = 0; type < typeCount; type++) columns[type]?.add(merged, samples.value(type), samples);
  }

  return {
    nodeParent: tree.nodeParent,
    nodeFrame: tree.nodeFrame,
    stackNode: toIndices(stackNode.toArray()),
    weights: columns.map(({ weights }) => weights.toArray()),
    stackSamples: stackSamples.toArray(),
    totals: columns.map(({ total, diffBaseTotal }) =>
      diffBaseTotal.at(0) > 0 ? diffBaseTotal.at(0) : total.at(0),
    ),
  };
}

/** The values of one sample type. */
class ValuesOfType {
  readonly weights = new Int64Sums();
  readonly total = new Int64Sums();
  readonly diffBaseTotal = new Int64Sums();

  add(stack: number, value: Int64, { inDiffBase }: Samples): void {
    this.weights.add(stack, value);
    this.total.add(0, magnitude(value));
    if (inDiffBase) this.diffBaseTotal.add(0, magnitude(value));
  }
}

/** Whether a value of the sample is below 0, of whichever type. */
export function hasNegative(samples: Samples, typeCount: number): boolean {
  for (let type = 0; type < typeCount; type++) {
    if (samples.value(type) < 0) return true;
  }
  return false;
}
