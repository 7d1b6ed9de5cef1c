import {
  type Column,
  FIRST,
  type FrameIndex,
  type KeyIndex,
  NONE,
  type NodeIndex,
  type StackIndex,
  toIndices,
} from "../../callgraph/indices.ts";
import type { CallGraph } from "../../callgraph/model.ts";
import { type Amount, addAmount, noAmount, sampleAmount } from "../amount.ts";
import type { GroupedThread } from "../functions/function-totals.ts";
import { isThreadEntry } from "../functions/runtime-glue.ts";

export interface SampleSums {
  readonly all: Amount;
  readonly withoutStack: Amount;
  readonly withZeroCpu: Amount;
  /** Stacks that do not begin at a thread's entry, because unwinding stopped before it. */
  readonly cutStacks: Amount;
  /** Stacks with no function of interest in them. */
  readonly runtimeOnly: Amount;
}

/** @param isOfInterest by the keys of the thread's functions */
export function sumSamples(
  { thread: { samples, graph }, keyOfFrame }: GroupedThread,
  isOfInterest: readonly boolean[],
): SampleSums {
  const sums = noSamples();
  const isCut = cutStacks(graph);
  const isRuntimeOnly = stacksWithout(graph, keyOfFrame, isOfInterest);
  for (let row = 0; row < samples.stack.length; row++) {
    const sample = sampleAmount(samples, row);
    const stack = samples.stack[row] ?? NONE;
    addAmount(sums.all, sample);
    if (sample.cpuMicros === 0) addAmount(sums.withZeroCpu, sample);
    if (stack < 0) addAmount(sums.withoutStack, sample);
    if (isCut[stack] === 1) addAmount(sums.cutStacks, sample);
    if (isRuntimeOnly[stack] === 1) addAmount(sums.runtimeOnly, sample);
  }
  return sums;
}

export function addSums(parts: readonly SampleSums[]): SampleSums {
  const total = noSamples();
  for (const part of parts) {
    addAmount(total.all, part.all);
    addAmount(total.withoutStack, part.withoutStack);
    addAmount(total.withZeroCpu, part.withZeroCpu);
    addAmount(total.cutStacks, part.cutStacks);
    addAmount(total.runtimeOnly, part.runtimeOnly);
  }
  return total;
}

function noSamples(): SampleSums {
  return {
    all: noAmount(),
    withoutStack: noAmount(),
    withZeroCpu: noAmount(),
    cutStacks: noAmount(),
    runtimeOnly: noAmount(),
  };
}

/** 1 for each stack whose outermost function is no thread's entry. */
function cutStacks({
  functions,
  frameFunction,
  nodeFrame,
  nodeParent,
  stackNode,
}: CallGraph): Column<StackIndex, number> {
  const roots = new Int32Array(nodeParent.length);
  const root: Column<NodeIndex, NodeIndex> = toIndices(roots);
  for (let node: NodeIndex = FIRST; node < roots.length; node++) {
    roots[node] = root[nodeParent[node] ?? NONE] ?? node;
  }
  return Uint8Array.from(stackNode, (leaf) => {
    const outermost = frameFunction[nodeFrame[root[leaf] ?? NONE] ?? NONE] ?? NONE;
    return isThreadEntry(functions[outermost]?.name ?? "") ? 0 : 1;
  });
}

/** 1 for each stack without a function of interest. */
function stacksWithout(
  { nodeFrame, nodeParent, stackNode }: CallGraph,
  keyOfFrame: Column<FrameIndex, KeyIndex>,
  isOfInterest: readonly boolean[],
): Column<StackIndex, number> {
  const without = new Uint8Array(nodeParent.length);
  for (let node: NodeIndex = FIRST; node < without.length; node++) {
    const key = keyOfFrame[nodeFrame[node] ?? NONE] ?? NONE;
    without[node] = isOfInterest[key] === true ? 0 : (without[nodeParent[node] ?? NONE] ?? 1);
  }
  return Uint8Array.from(stackNode, (leaf) => without[leaf] ?? 1);
}
