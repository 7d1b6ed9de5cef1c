import type { CpuFacts } from "./cpu-facts-schema.ts";
import type { FirefoxProfile, FirefoxThread } from "./decode.ts";
import { functionsBySelf, functionsByTotal, mainLibrary, unsymbolisedFacts } from "./function-facts.ts";
import { totalFunctions } from "./function-totals.ts";
import { isRuntimeGlue } from "./runtime-glue.ts";
import { addSums, sumSamples } from "./sample-sums.ts";
import { isTimeUnit } from "./samples.ts";
import { amountFacts, type Scale } from "./scale.ts";
import { groupFacts, threadFacts } from "./thread-facts.ts";

/**
 * Where the CPU of a pipeline goes: by group of threads, by thread and by function.
 *
 * CPU is what the kernel counted between a thread's samples. A file without it, or with it in another unit than
 * time, is ranked by samples, and says so.
 *
 * @param options.limit how many threads, functions by self and functions by total are listed at most
 */
export function cpuFacts(profile: FirefoxProfile, options: { readonly limit: number }): CpuFacts {
  const { meta, threads, rss } = profile;
  const totals = totalFunctions(threads);
  const isOfInterest = totals.functions.map(({ info }) => !isRuntimeGlue(info));
  const summed = totals.threads.map((thread) => ({ ...thread, sums: sumSamples(thread, isOfInterest) }));
  const sums = addSums(summed.map((thread) => thread.sums));

  const hasCpu = threads.some(({ samples }) => samples.cpuMicros !== undefined);
  const window = sampledWindow(threads);
  const scale: Scale = {
    hasCpu,
    whole: hasCpu ? sums.all.cpuMicros : sums.all.samples,
    windowMicros: (window?.durationMs ?? 0) * 1000,
  };
  return {
    formatVersion: meta.version,
    pipeline: meta.product,
    oscpu: meta.oscpu,
    startUnixMs: meta.startUnixMs,
    samplingIntervalMs: meta.intervalMs,
    symbolicated: meta.symbolicated,
    rankedBy: hasCpu ? "cpu" : "samples",
    cpuAbsentBecause: hasCpu ? undefined : reasonWithoutCpu(meta),
    window,
    all: amountFacts(sums.all, scale),
    withoutStack: amountFacts(sums.withoutStack, scale),
    samplesWithZeroCpu: hasCpu ? sums.withZeroCpu.samples : undefined,
    cutStacks: meta.symbolicated === false ? undefined : amountFacts(sums.cutStacks, scale),
    runtimeOnly: amountFacts(sums.runtimeOnly, scale),
    unsymbolised: unsymbolisedFacts(totals, scale),
    groups: groupFacts(summed, scale),
    threads: threadFacts(summed, scale, options.limit),
    mainLibrary: mainLibrary(totals, scale),
    functionsBySelf: functionsBySelf(totals, scale, options.limit),
    functionsByTotal: functionsByTotal(totals, isOfInterest, scale, options.limit),
    rss: rss.flatMap(rssFacts),
    markers: threads.reduce((count, thread) => count + thread.markers.markers, 0),
    markerCaptureNotes: threads.flatMap((thread) => thread.markers.captureNotes),
  };
}

function reasonWithoutCpu({ cpuUnit }: FirefoxProfile["meta"]): string {
  if (cpuUnit === undefined) return "the profile states no unit of threadCPUDelta";
  return isTimeUnit(cpuUnit)
    ? "no thread has a column threadCPUDelta"
    : `threadCPUDelta is no time, its unit is "${cpuUnit}"`;
}

function sampledWindow(threads: readonly FirefoxThread[]): CpuFacts["window"] {
  let startMs = Number.POSITIVE_INFINITY;
  let endMs = Number.NEGATIVE_INFINITY;
  for (const { samples } of threads) {
    for (const timeMs of samples.timeMs) {
      startMs = Math.min(startMs, timeMs);
      endMs = Math.max(endMs, timeMs);
    }
  }
  return startMs <= endMs ? { startMs, endMs, durationMs: endMs - startMs } : undefined;
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
