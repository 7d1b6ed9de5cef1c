import { Int32List } from "../callgraph/int32-list.ts";
import { CallTreeBuilder } from "../callgraph/tree-builder.ts";
import { MalformedInput } from "../malformed.ts";
import type { LocationFrames } from "./frames.ts";
import type { SampleReader } from "./samples.ts";

export interface Stacks {
  readonly nodeParent: Int32Array;
  readonly nodeFrame: Int32Array;
  readonly stackNode: Int32Array;
  /** Per sample type, the weight of each stack. */
  readonly weights: readonly Float64Array[];
  /** Samples of the file that were merged into each stack. */
  readonly stackSamples: Int32Array;
  /** Per sample type: the sum of the values without their signs. */
  readonly totals: readonly number[];
  /** The same of the samples that are marked as the base of a difference. */
  readonly diffBaseTotals: readonly number[];
}

const MAX_TREE_NODES = 20_000_000;
/** Frames of all stacks, shared or not: what bounds the time, since one byte can refer to many inlined calls. */
const MAX_STACK_FRAMES = 200_000_000;

/**
 * Merges samples with equal stacks. A sample with a negative value keeps a stack of its own: pprof sums values
 * without their signs sample by sample, and skips samples of value 0, so that sums over merged ones would differ.
 *
 * @throws MalformedInput for what the samples throw, and where the stacks are too many to hold
 */
export function mergeStacks(samples: SampleReader, frames: LocationFrames): Stacks {
  const tree = new CallTreeBuilder();
  const stackNode = new Int32List();
  const stackSamples = new Int32List();
  const typeCount = samples.values.length;
  const weights = Array.from({ length: typeCount }, (): number[] => []);
  const totals = new Array<number>(typeCount).fill(0);
  const diffBaseTotals = new Array<number>(typeCount).fill(0);
  /** The stack that ends at each node, the first entry for the stack without frames; -1 for none. */
  const stackOfLeaf = new Int32List();
  let frameCount = 0;

  /** The node of the stack's leaf. */
  function walkStack(): number {
    let node = -1;
    for (let depth = samples.locations.length - 1; depth >= 0; depth--) {
      const location = samples.locations.at(depth);
      const end = frames.firstFrame[location + 1] ?? 0;
      for (let index = frames.firstFrame[location] ?? 0; index < end; index++) {
        node = tree.child(node, frames.frames[index] ?? 0);
        frameCount++;
      }
      if (tree.nodeCount > MAX_TREE_NODES || frameCount > MAX_STACK_FRAMES) {
        throw new MalformedInput(
          "pprof",
          samples.where,
          "the stacks up to here have too many frames to hold",
        );
      }
    }
    return node;
  }

  function newStack(leaf: number): number {
    stackNode.push(leaf);
    stackSamples.push(0);
    for (const weight of weights) weight.push(0);
    return stackNode.length - 1;
  }

  function stackEndingAt(leaf: number): number {
    while (stackOfLeaf.length <= leaf + 1) stackOfLeaf.push(-1);
    const known = stackOfLeaf.at(leaf + 1);
    if (known >= 0) return known;
    stackOfLeaf.set(leaf + 1, stackNode.length);
    return newStack(leaf);
  }

  while (samples.next()) {
    const leaf = walkStack();
    const isNegative = samples.values.some((value) => value < 0);
    const stack = isNegative ? newStack(leaf) : stackEndingAt(leaf);
    stackSamples.set(stack, stackSamples.at(stack) + 1);
    for (let type = 0; type < typeCount; type++) {
      const value = samples.values[type] ?? 0;
      const ofType = weights[type] ?? [];
      ofType[stack] = (ofType[stack] ?? 0) + value;
      totals[type] = (totals[type] ?? 0) + Math.abs(value);
      if (samples.inDiffBase) diffBaseTotals[type] = (diffBaseTotals[type] ?? 0) + Math.abs(value);
    }
  }

  return {
    nodeParent: tree.nodeParent.toArray(),
    nodeFrame: tree.nodeFrame.toArray(),
    stackNode: stackNode.toArray(),
    weights: weights.map((ofType) => Float64Array.from(ofType)),
    stackSamples: stackSamples.toArray(),
    totals,
    diffBaseTotals,
  };
}
