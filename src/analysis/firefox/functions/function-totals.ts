import {
  type Column,
  type FrameIndex,
  type KeyIndex,
  mapColumn,
  NONE,
  toIndex,
  toIndices,
} from "../../callgraph/indices.ts";
import type { CallGraph, FunctionInfo } from "../../callgraph/model.ts";
import { flatAndCum } from "../../callgraph/totals.ts";
import type { FirefoxThread } from "../format/decode.ts";
import { type ThreadGroup, threadGroup } from "../threads/thread-groups.ts";

export interface ProfileTotals {
  readonly threads: readonly GroupedThread[];
  readonly functions: readonly FunctionTotals[];
}

export interface GroupedThread {
  readonly thread: FirefoxThread;
  readonly group: ThreadGroup;
  /** Index into the profile's functions of each frame of the thread's call graph. */
  readonly keyOfFrame: Column<FrameIndex, KeyIndex>;
}

/** CPU is 0 where the profile has none. */
export interface FunctionCosts {
  selfSamples: number;
  totalSamples: number;
  selfCpuMicros: number;
  totalCpuMicros: number;
}

export interface FunctionTotals extends FunctionCosts {
  readonly info: FunctionInfo;
  readonly byGroup: Map<ThreadGroup, FunctionCosts>;
}

/**
 * Self and total of each function over all threads. Across threads, functions are equal by name, file and
 * library, since before version 60 each thread has a function table of its own.
 */
export function totalFunctions(threads: readonly FirefoxThread[]): ProfileTotals {
  const { infos, keysOfFrames } = numberFunctions(threads);
  const functions: FunctionTotals[] = infos.map((info) => ({ info, byGroup: new Map(), ...nothing() }));
  const grouped = threads.map((thread) => {
    const keyOfFrame = keysOfFrames.get(thread.graph.frameFunction) ?? NO_KEYS;
    const costs = costsInThread(thread, keyOfFrame, infos.length);
    const names = Array.from(costs.keys(), (key) => infos[key]?.name ?? "");
    const group = threadGroup(thread.name, names);
    for (const [key, inThread] of costs) {
      const total = functions[key];
      if (total !== undefined) addThread(total, inThread, group);
    }
    return { thread, group, keyOfFrame };
  });
  return { threads: grouped, functions };
}

type FrameFunctions = CallGraph["frameFunction"];

const NO_KEYS: Column<FrameIndex, KeyIndex> = toIndices(new Int32Array());

/** One key per function, and the key of each frame; threads may share one frame table. */
function numberFunctions(threads: readonly FirefoxThread[]): {
  infos: FunctionInfo[];
  keysOfFrames: Map<FrameFunctions, Column<FrameIndex, KeyIndex>>;
} {
  const infos: FunctionInfo[] = [];
  const keyOfIdentity = new Map<string, KeyIndex>();
  const keysOfFrames = new Map<FrameFunctions, Column<FrameIndex, KeyIndex>>();
  for (const { functions, frameFunction } of threads.map(({ graph }) => graph)) {
    if (keysOfFrames.has(frameFunction)) continue;
    const keyOfFunction = functions.map((info) => {
      const identity = `${info.name}\0${info.file}\0${info.object}`;
      const key = keyOfIdentity.get(identity) ?? toIndex<"key">(infos.push(info) - 1);
      keyOfIdentity.set(identity, key);
      return key;
    });
    const keyOfFrame = mapColumn(frameFunction, (owner) => keyOfFunction[owner] ?? NONE);
    keysOfFrames.set(frameFunction, keyOfFrame);
  }
  return { infos, keysOfFrames };
}

/** Of the functions that occur in the thread, by key. */
function costsInThread(
  { graph }: FirefoxThread,
  keyOfFrame: Column<FrameIndex, KeyIndex>,
  keys: number,
): Map<KeyIndex, FunctionCosts> {
  const [samples, cpu] = graph.weights.map((weights) => flatAndCum(graph, keyOfFrame, keys, weights));
  const occurring = new Set(mapColumn(graph.nodeFrame, (frame) => keyOfFrame[frame] ?? NONE));
  const costs = new Map<KeyIndex, FunctionCosts>();
  for (const key of occurring) {
    costs.set(key, {
      selfSamples: samples?.flat[key] ?? 0,
      totalSamples: samples?.cum[key] ?? 0,
      selfCpuMicros: cpu?.flat[key] ?? 0,
      totalCpuMicros: cpu?.cum[key] ?? 0,
    });
  }
  return costs;
}

function addThread(total: FunctionTotals, inThread: FunctionCosts, group: ThreadGroup): void {
  const inGroup = total.byGroup.get(group) ?? nothing();
  total.byGroup.set(group, inGroup);
  addCosts(inGroup, inThread);
  addCosts(total, inThread);
}

function addCosts(to: FunctionCosts, added: FunctionCosts): void {
  to.selfSamples += added.selfSamples;
  to.totalSamples += added.totalSamples;
  to.selfCpuMicros += added.selfCpuMicros;
  to.totalCpuMicros += added.totalCpuMicros;
}

function nothing(): FunctionCosts {
  return { selfSamples: 0, totalSamples: 0, selfCpuMicros: 0, totalCpuMicros: 0 };
}
