import type { FirefoxProfile, FirefoxThread, MarkedThread } from "../firefox/format/decode.ts";
import { mainLibrary } from "../firefox/functions/function-facts.ts";
import { totalFunctions } from "../firefox/functions/function-totals.ts";
import { nodesNamed } from "../firefox/operators/named-nodes.ts";
import { threadsWithin } from "../firefox/operators/operator-functions.ts";
import { joinProfile } from "../firefox/operators/operator-join.ts";
import type { ProfilePlaces } from "../firefox/profile-places.ts";
import { samplingOf } from "../firefox/rates.ts";
import { basisOf, groupOfThread, hasCpu, partOfProfile } from "../firefox/threads/part-of-profile.ts";
import { THREAD_GROUPS } from "../firefox/threads/thread-groups.ts";
import type { TimeWindow } from "../firefox/threads/time-window.ts";
import { flameStacks } from "./flame.ts";
import type { FlameSide } from "./flame-functions.ts";
import type { FlameFacts } from "./flame-schema.ts";
import type { ReadStacks } from "./heap-flame.ts";

export interface CpuFlameOf {
  readonly operator?: string | undefined;
  readonly thread?: string | undefined;
}

type Threads = readonly FirefoxThread[];

/** A profile, and those of its threads that are asked for. */
export interface CpuSide {
  readonly profile: FirefoxProfile;
  readonly threads: Threads;
}

/** The stacks of a CPU profile, for a flame graph; of a baseline CPU is told as if it had been recorded for as long. */
export function cpuStacks(
  { profile, threads }: CpuSide,
  base: CpuSide | undefined,
  { operator, thread }: CpuFlameOf,
): ReadStacks {
  const baseline = base?.profile;
  const isCpu = hasCpu(profile) && (baseline === undefined || hasCpu(baseline));
  const { window, basis } = partOfProfile(profile, {});
  const before = baseline && partOfProfile(baseline, {});
  const times = before === undefined ? 1 : lasting(window) / (lasting(before.window) || 1);
  const taken_ms = profile.meta.startUnixMs;
  return {
    answer: "stacks",
    stacks: flameStacks(
      sideOf(threads, { isCpu, times: 1, window }),
      base && sideOf(base.threads, { isCpu, times, window: before?.window }),
    ),
    head: {
      picture: "flame",
      profile: "cpu",
      weighs: isCpu ? "cpu" : "samples",
      unit: isCpu ? "microseconds" : "count",
      of: isCpu === basis.hasCpu ? basis.whole : wholeOf(profile.threads, isCpu, window),
      ...(baseline && { of_before: wholeOf(baseline.threads, isCpu, before?.window) * times }),
      ...(taken_ms !== undefined && { taken_ms }),
      ...(window && { window_ms: lasting(window) }),
      ...(operator !== undefined && { operator }),
      ...(thread !== undefined && { thread }),
      thread_groups: groupsOf(profile.threads, isCpu, window),
    },
  };
}

/** The threads with the samples of one operator alone; undefined where no marker names it. */
export function threadsOfOperator(
  operator: string,
  { threads }: FirefoxProfile<MarkedThread>,
  { thread, places }: { readonly thread: string | undefined; readonly places: ProfilePlaces },
): Threads | undefined {
  const isOf = nodesNamed(operator, places);
  const { joined } = joinProfile(threads, thread === undefined ? {} : { thread });
  const isNamed = joined.some(({ thread: { felderaMarkers } }) =>
    felderaMarkers.work.operators.some(({ nodeId }) => isOf(nodeId)),
  );
  return isNamed ? threadsWithin(joined, isOf) : undefined;
}

function lasting(window: TimeWindow | undefined): number {
  return window === undefined ? 0 : window.endMs - window.startMs;
}

function wholeOf(threads: Threads, isCpu: boolean, window: TimeWindow | undefined): number {
  return basisOf(threads, { hasCpu: isCpu, window }).whole;
}

function groupsOf(
  threads: Threads,
  isCpu: boolean,
  window: TimeWindow | undefined,
): NonNullable<FlameFacts["thread_groups"]> {
  const grouped = threads.map((thread) => ({ thread, group: groupOfThread(thread) }));
  return THREAD_GROUPS.flatMap((group) => {
    const members = grouped.filter((one) => one.group === group).map(({ thread }) => thread);
    const total = wholeOf(members, isCpu, window);
    return total === 0 ? [] : [{ group, threads: members.length, total }];
  }).sort((a, b) => b.total - a.total);
}

interface Measured {
  readonly isCpu: boolean;
  readonly times: number;
  readonly window: TimeWindow | undefined;
}

function sideOf(threads: Threads, { isCpu, times, window }: Measured): FlameSide {
  const type = isCpu ? 1 : 0;
  let [cpuMicros, squares] = [0, 0];
  for (const { samples } of threads) {
    for (const cpu of samples.cpuMicros ?? []) {
      cpuMicros += cpu;
      squares += cpu ** 2;
    }
  }
  const { perSample } = samplingOf(window, isCpu ? { cpuMicros, squares } : undefined);
  return {
    parts: threads.map(({ graph }) => ({
      graph,
      weights: Float64Array.from(graph.weights[type] ?? [], (weight) => weight * times),
    })),
    mainLibrary: mainLibrary(totalFunctions(threads), basisOf(threads, { hasCpu: isCpu, window })),
    perSample: perSample * times,
  };
}
