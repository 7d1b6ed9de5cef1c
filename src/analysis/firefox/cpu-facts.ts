import { busyCores, knownCost } from "./cost-basis.ts";
import type { CpuFacts } from "./cpu-facts-schema.ts";
import type { FirefoxProfile } from "./format/decode.ts";
import { isTimeUnit } from "./format/samples.ts";
import { sumCrates } from "./functions/crate-sums.ts";
import {
  functionsBySelf,
  functionsByTotal,
  mainLibrary,
  unsymbolisedFacts,
} from "./functions/function-facts.ts";
import { totalFunctions } from "./functions/function-totals.ts";
import { isRuntimeGlue } from "./functions/runtime-glue.ts";
import { NO_PLACES, type ProfilePlaces } from "./profile-places.ts";
import { placedFacts } from "./sql-places.ts";
import { type PartOfProfile, partOfProfile } from "./threads/part-of-profile.ts";
import { addSums, sumSamples } from "./threads/sample-sums.ts";
import { groupFacts, threadFacts } from "./threads/thread-facts.ts";

export interface CpuFactsOptions extends PartOfProfile {
  /** How many threads, functions by self and functions by total are listed at most. */
  readonly limit: number;
  readonly places?: ProfilePlaces | undefined;
}

/**
 * Where the CPU of a pipeline goes: by group of threads, by thread and by function.
 *
 * CPU is what the kernel counted between a thread's samples. A file without it, or with it in another unit than
 * time, is ranked by samples, and says so.
 */
export function cpuFacts(whole: FirefoxProfile, options: CpuFactsOptions): CpuFacts {
  const { limit, places = NO_PLACES } = options;
  const { meta, threads, rss, window, basis } = partOfProfile(whole, options);
  const { hasCpu } = basis;
  const totals = totalFunctions(threads);
  const isOfInterest = totals.functions.map(({ info }) => !isRuntimeGlue(info));
  const summed = totals.threads.map((thread) => ({ ...thread, sums: sumSamples(thread, isOfInterest) }));
  const sums = addSums(summed.map((thread) => thread.sums));
  return {
    formatVersion: meta.version,
    pipeline: meta.product,
    oscpu: meta.oscpu,
    startUnixMs: meta.startUnixMs,
    samplingIntervalMs: meta.intervalMs,
    symbolicated: meta.symbolicated,
    rankedBy: hasCpu ? "cpu" : "samples",
    cpuAbsentBecause: hasCpu ? undefined : reasonWithoutCpu(meta),
    window: window && { ...window, durationMs: window.endMs - window.startMs },
    all: knownCost(sums.all, basis),
    busyCores: busyCores(sums.all.cpuMicros, basis),
    withoutStack: knownCost(sums.withoutStack, basis),
    samplesWithZeroCpu: hasCpu ? sums.withZeroCpu.samples : undefined,
    cutStacks: meta.symbolicated === false ? undefined : knownCost(sums.cutStacks, basis),
    runtimeOnly: knownCost(sums.runtimeOnly, basis),
    unsymbolised: unsymbolisedFacts(totals, basis),
    groups: groupFacts(summed, basis),
    threads: threadFacts(summed, basis, limit),
    placed: placedFacts(sumCrates(threads), places, basis),
    mainLibrary: mainLibrary(totals, basis),
    functionsBySelf: functionsBySelf(totals, basis, { limit, places }),
    functionsByTotal: functionsByTotal(totals, isOfInterest, basis, { limit, places }),
    rss: rss.flatMap(rssFacts),
    markers: threads.reduce((count, thread) => count + thread.markers.markers, 0),
    markerCaptureNotes: whole.threads.flatMap((thread) => thread.markers.captureNotes),
  };
}

function reasonWithoutCpu({ cpuUnit }: FirefoxProfile["meta"]): string {
  if (cpuUnit === undefined) return "the profile states no unit of threadCPUDelta";
  return isTimeUnit(cpuUnit)
    ? "no thread has a column threadCPUDelta"
    : `threadCPUDelta is no time, its unit is "${cpuUnit}"`;
}

function rssFacts({ pid, timeMs, bytes }: FirefoxProfile["rss"][number]): CpuFacts["rss"] {
  if (bytes.length === 0) return [];
  return [
    {
      pid,
      startMs: timeMs[0] ?? 0,
      endMs: timeMs.at(-1) ?? 0,
      firstBytes: bytes[0] ?? 0,
      lastBytes: bytes.at(-1) ?? 0,
      maxBytes: bytes.reduce((max, value) => Math.max(max, value)),
    },
  ];
}
