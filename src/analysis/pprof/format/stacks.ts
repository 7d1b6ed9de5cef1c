import {
  type Column,
  type FrameIndex,
  NONE,
  type NodeIndex,
  type StackIndex,
  toIndices,
} from "../../callgraph/indices.ts";
import { Int32List } from "../../callgraph/int32-list.ts";
import { Int32Map } from "../../callgraph/int32-map.ts";
import { type Int64, type Int64Array, magnitude } from "../../callgraph/int64.ts";
import { Int64Sums } from "../../callgraph/int64-sums.ts";
import { CallTreeBuilder } from "../../callgraph/tree-builder.ts";
import { MalformedInput } from "../../malformed.ts";
import type { LocationFrames } from "./frames.ts";
import { KEEP, PRUNE, PRUNE_BENEATH } from "./prune.ts";
import type { Samples } from "./samples.ts";

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
/** Frames of all stacks, shared or not: what bounds the time, since one byte can refer to many inlined calls. */
const MAX_STACK_FRAMES = 200_000_000;

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
  let frameCount = 0;

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
    frameCount += stack.depth;
    const leaf = tree.leafOf(stack.frames, stack.depth);
    if (tree.nodeCount > MAX_TREE_NODES || frameCount > MAX_STACK_FRAMES) throw tooManyFrames(samples);
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

function hasNegative(samples: Samples, typeCount: number): boolean {
  for (let type = 0; type < typeCount; type++) {
    if (samples.value(type) < 0) return true;
  }
  return false;
}

/** The frames of one sample after the other, from the root to the leaf; what is behind `depth` of them is left over. */
class StackFrames {
  depth = 0;
  #frames: Int32Array = new Int32Array(1024);
  readonly #ofLocations: LocationFrames;

  constructor(ofLocations: LocationFrames) {
    this.#ofLocations = ofLocations;
  }

  get frames(): Column<number, FrameIndex> {
    return toIndices(this.#frames);
  }

  /** @throws MalformedInput where they are too many to hold */
  read(samples: Samples): void {
    const { firstFrame, frames, pruning } = this.#ofLocations;
    const { locations } = samples;
    let stack = this.#frames;
    let depth = 0;
    let mayPrune = false;
    for (let index = samples.depth - 1; index >= 0; index--) {
      const location = locations[index] ?? 0;
      const pruned = pruning[location] ?? KEEP;
      if (pruned === KEEP) mayPrune = true;
      if (pruned === PRUNE && mayPrune) break;
      const end = firstFrame[location + 1] ?? 0;
      const start = firstFrame[location] ?? 0;
      if (depth + end - start > stack.length) {
        if (depth + end - start > MAX_TREE_NODES) throw tooManyFrames(samples);
        stack = this.#larger(depth + end - start);
      }
      for (let frame = start; frame < end; frame++) stack[depth++] = frames[frame] ?? NONE;
      if (pruned === PRUNE_BENEATH && mayPrune) break;
    }
    this.depth = depth;
  }

  #larger(least: number): Int32Array {
    const larger = new Int32Array(least * 2);
    larger.set(this.#frames);
    this.#frames = larger;
    return larger;
  }
}

function tooManyFrames({ sampleCount }: Samples): MalformedInput {
  return new MalformedInput(
    "pprof",
    `sample ${sampleCount}`,
    "the stacks up to here have too many frames to hold",
  );
}
