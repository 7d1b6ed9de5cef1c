import * as z from "zod";
import { FIRST, type StackIndex } from "../../callgraph/indices.ts";
import type { FunctionTable, StackWeights } from "../../callgraph/model.ts";
import type { PprofProfile } from "../format/profile.ts";
import type { PprofHeader } from "../format/tables.ts";
import { isJemallocFrame } from "./frame-class.ts";

/** How a heap profile's samples were taken. */
export const Sampling = z.object({
  /** Bytes allocated between two samples, on average, where the profile records it. */
  everyBytes: z.number().optional(),
  /** Otherwise an upper bound: no sample weighs less than the sampling distance. */
  everyBytesAtMost: z.number().optional(),
});

export type Sampling = z.infer<typeof Sampling>;

/** What of a profile tells how it was sampled. */
export interface Sampled extends Pick<PprofHeader, "period" | "periodType"> {
  readonly functions: Pick<FunctionTable, "some">;
}

/**
 * How often the allocator took samples: as the profile records it, which Go's do; jemalloc's do not, but tell a bound.
 * One that weighs w bytes stands for allocations of some size s, of which one in p = 1 - exp(-s/R) is sampled:
 * w = s/p, which is R at the least. Undefined where the weights are no estimates, as far as is known.
 *
 * @param lightest the least weight above 0 of a sample, on average over those of its stack; Infinity for none. Asked
 * for where `isBounded`
 */
export function samplingBy(profile: Sampled, unit: string, lightest: () => number): Sampling | undefined {
  if (!isBounded(profile, unit)) return recordedSampling(profile);
  const everyBytesAtMost = lightest();
  return Number.isFinite(everyBytesAtMost) ? { everyBytesAtMost } : {};
}

/** Whether weights of a unit bound the sampling, which is not recorded. */
export function isBounded(profile: Sampled, unit: string): boolean {
  const told = recordedSampling(profile);
  return unit === "bytes" && told !== undefined && told.everyBytes === undefined;
}

/** The same of a sample type, by its position. */
export function samplingOf(profile: PprofProfile, type: number): Sampling | undefined {
  const { graph, stackSamples } = profile;
  return samplingBy({ ...profile, functions: graph.functions }, graph.valueTypes[type]?.unit ?? "", () => {
    const weights: StackWeights = graph.weights[type] ?? new Float64Array();
    let lightest = Number.POSITIVE_INFINITY;
    for (let stack: StackIndex = FIRST; stack < weights.length; stack++) {
      const weight = (weights[stack] ?? 0) / (stackSamples[stack] || 1);
      if (weight > 0 && weight < lightest) lightest = weight;
    }
    return lightest;
  });
}

/** The same of a difference of two profiles, whose weights bound nothing. */
export function samplingOfBoth({ graph, ...header }: PprofProfile): Sampling | undefined {
  return recordedSampling({ ...header, functions: graph.functions });
}

function recordedSampling({ functions, period, periodType }: Sampled): Sampling | undefined {
  const isOfSpace = periodType.type === "space" && periodType.unit === "bytes";
  if (isOfSpace && period > 0) return { everyBytes: period };
  // Without symbols, jemalloc_pprof's profiles are known by their period: its unit is given, and its length is not.
  return isOfSpace || functions.some(isJemallocFrame) ? {} : undefined;
}

/** What Feldera has jemalloc set to (`lg_prof_sample:19`). */
const FELDERAS_BYTES = 2 ** 19;

/** The distance between two samples, in bytes, to reckon the noise of the sampling by. */
export function reckonedBytes({ everyBytes, everyBytesAtMost }: Sampling): number {
  return everyBytes ?? Math.min(everyBytesAtMost ?? FELDERAS_BYTES, FELDERAS_BYTES);
}
