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
import { addCost, type Cost, costOfSample, noCost } from "../cost.ts";
import type { GroupedThread } from "../functions/function-totals.ts";
import { isThreadEntry } from "../functions/runtime-glue.ts";

export interface SampleSums {
  readonly all: Cost;
  readonly withoutStack: Cost;
  readonly withZeroCpu: Cost;
  /** Stacks that do not begin at a thread's entry, because unwinding stopped before it. */
  readonly cutStacks: Cost;
  /** Stacks with no function of interest in them. */
  readonly runtimeOnly: Cost;
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
    const sample = costOfSample(samples, row);
    const stack = samples.stack[row] ?? NONE;
    addCost(sums.all, sample);
    if (sample.cpuMicros === 0) addCost(sums.withZeroCpu, sample);
    if (stack < 0) addCost(sums.withoutStack, sample);
    if (isCut[stack] === 1) addCost(sums.cutStacks, sample);
    if (isRuntimeOnly[stack] === 1) addCost(sums.runtimeOnly, sample);
  }
  return sums;
}

export function addSums(parts: readonly SampleSums[]): SampleSums {
  const total = noSamples();
  for (const part of parts) {
    addCost(total.all, part.all);
    addCost(total.withoutStack, part.withoutStack);
    addCost(total.withZeroCpu, part.withZeroCpu);
    addCost(total.cutStacks, part.cutStacks);
    addCost(total.runtimeOnly, part.runtimeOnly);
  }
  return total;
}

function noSamples(): SampleSums {
  return {
    all: noCost(),
    withoutStack: noCost(),
    withZeroCpu: noCost(),
    cutStacks: noCost(),
    runtimeOnly: noCost(),
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
