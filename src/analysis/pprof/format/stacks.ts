import { Int32List } from "../../callgraph/int32-list.ts";
import { type Int64, type Int64Array, magnitude } from "../../callgraph/int64.ts";
import { Int64Sums } from "../../callgraph/int64-sums.ts";
import { CallTreeBuilder } from "../../callgraph/tree-builder.ts";
import { MalformedInput } from "../../malformed.ts";
import type { LocationFrames } from "./frames.ts";
import { KEEP, PRUNE, PRUNE_BENEATH } from "./prune.ts";
import type { Samples } from "./samples.ts";

export interface Stacks {
  readonly nodeParent: Int32Array;
  readonly nodeFrame: Int32Array;
  readonly stackNode: Int32Array;
  /** Per sample type, the weight of each stack. */
  readonly weights: readonly Int64Array[];
  /** Samples of the file that were merged into each stack. */
  readonly stackSamples: Int32Array;
  /**
   * Per sample type: the sum of the values without their signs; if samples are marked as the base of a
   * difference, of those alone.
   */
  readonly totals: readonly Int64[];
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
export function mergeStacks(samples: Samples, frames: LocationFrames, typeCount: number): Stacks {
  const tree = new CallTreeBuilder();
  const stackNode = new Int32List();
  const stackSamples = new Int32List();
  const columns = Array.from({ length: typeCount }, () => new Column());
  /** The stack that ends at each node, the first entry for the stack without frames; -1 for none. */
  const stackOfLeaf = new Int32List();
  let frameCount = 0;

  /** The node of the stack's leaf. */
  function walkStack(): number {
    let node = -1;
    let mayPrune = false;
    for (let depth = samples.locations.length - 1; depth >= 0; depth--) {
      const location = samples.locations.at(depth);
      const pruning = frames.pruning[location] ?? KEEP;
      if (pruning === KEEP) mayPrune = true;
      if (pruning === PRUNE && mayPrune) break;
      const end = frames.firstFrame[location + 1] ?? 0;
      for (let index = frames.firstFrame[location] ?? 0; index < end; index++) {
        node = tree.child(node, frames.frames[index] ?? 0);
        frameCount++;
      }
      if (tree.nodeCount > MAX_TREE_NODES || frameCount > MAX_STACK_FRAMES) {
        throw new MalformedInput(
          "pprof",
          `sample ${samples.sampleCount}`,
          "the stacks up to here have too many frames to hold",
        );
      }
      if (pruning === PRUNE_BENEATH && mayPrune) break;
    }
    return node;
  }

  function newStack(leaf: number): number {
    stackNode.push(leaf);
    stackSamples.push(0);
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
    const isNegative = columns.some((_, type) => samples.value(type) < 0);
    const stack = isNegative ? newStack(leaf) : stackEndingAt(leaf);
    stackSamples.set(stack, stackSamples.at(stack) + 1);
    for (const [type, { weights, total, diffBaseTotal }] of columns.entries()) {
      const value = samples.value(type);
      weights.add(stack, value);
      total.add(0, magnitude(value));
      if (samples.inDiffBase) diffBaseTotal.add(0, magnitude(value));
    }
  }

  return {
    nodeParent: tree.nodeParent.toArray(),
    nodeFrame: tree.nodeFrame.toArray(),
    stackNode: stackNode.toArray(),
    weights: columns.map(({ weights }) => weights.toArray()),
    stackSamples: stackSamples.toArray(),
    totals: columns.map(({ total, diffBaseTotal }) =>
      diffBaseTotal.at(0) > 0 ? diffBaseTotal.at(0) : total.at(0),
    ),
  };
}

/** The values of one sample type. */
class Column {
  readonly weights = new Int64Sums();
  readonly total = new Int64Sums();
  readonly diffBaseTotal = new Int64Sums();
}
