import * as z from "zod";
import { FIRST, type StackIndex } from "../../callgraph/indices.ts";
import type { StackWeights } from "../../callgraph/model.ts";
import type { PprofProfile } from "../format/profile.ts";
import { isJemallocFrame } from "./frame-class.ts";

/** How a heap profile's samples were taken. */
export const Sampling = z.object({
  /** Bytes allocated between two samples, on average, where the profile records it. */
  everyBytes: z.number().optional(),
  /** Otherwise an upper bound: no sample weighs less than the sampling distance. */
  everyBytesAtMost: z.number().optional(),
});

export type Sampling = z.infer<typeof Sampling>;

/**
 * How often the allocator took samples: as the profile records it, which Go's do; jemalloc's do not, but tell a bound.
 * One that weighs w bytes stands for allocations of some size s, of which one in p = 1 - exp(-s/R) is sampled:
 * w = s/p, which is R at the least. Undefined where the weights are no estimates, as far as is known.
 *
 * @param type the sample type, by its position
 */
export function samplingOf(profile: PprofProfile, type: number): Sampling | undefined {
  const { graph, stackSamples } = profile;
  const told = samplingOfBoth(profile);
  if (told === undefined || told.everyBytes !== undefined) return told;
  if (graph.valueTypes[type]?.unit !== "bytes") return {};
  const weights: StackWeights = graph.weights[type] ?? new Float64Array();
  let lightest = Number.POSITIVE_INFINITY;
  for (let stack: StackIndex = FIRST; stack < weights.length; stack++) {
    const weight = (weights[stack] ?? 0) / (stackSamples[stack] || 1);
    if (weight > 0 && weight < lightest) lightest = weight;
  }
  return Number.isFinite(lightest) ? { everyBytesAtMost: lightest } : {};
}

/** The same of a difference of two profiles, whose weights bound nothing. */
export function samplingOfBoth({ graph, period, periodType }: PprofProfile): Sampling | undefined {
  const isOfSpace = periodType.type === "space" && periodType.unit === "bytes";
  if (isOfSpace && period > 0) return { everyBytes: period };
  // Without symbols, jemalloc_pprof's profiles are known by their period: its unit is given, and its length is not.
  return isOfSpace || graph.functions.some(isJemallocFrame) ? {} : undefined;
}

/** What Feldera has jemalloc set to (`lg_prof_sample:19`). */
const FELDERAS_BYTES = 2 ** 19;

/** The distance between two samples, in bytes, to reckon the noise of the sampling by. */
export function reckonedBytes({ everyBytes, everyBytesAtMost }: Sampling): number {
  return everyBytes ?? Math.min(everyBytesAtMost ?? FELDERAS_BYTES, FELDERAS_BYTES);
}
