import type { Cost } from "./cost.ts";
import type { FunctionCosts } from "./functions/function-totals.ts";

/** What a profile is ranked by, and what all shares are taken of. */
export interface CostBasis {
  readonly hasCpu: boolean;
  /** All CPU in µs, or all samples where the profile has no CPU. */
  readonly whole: number;
  readonly windowMicros: number;
}

export function rankedCost({ cpuMicros, samples }: Cost, { hasCpu }: CostBasis): number {
  return hasCpu ? cpuMicros : samples;
}

export function selfOf({ selfCpuMicros, selfSamples }: FunctionCosts, { hasCpu }: CostBasis): number {
  return hasCpu ? selfCpuMicros : selfSamples;
}

export function totalOf({ totalCpuMicros, totalSamples }: FunctionCosts, { hasCpu }: CostBasis): number {
  return hasCpu ? totalCpuMicros : totalSamples;
}

export function shareOf(cost: number, { whole }: CostBasis): number {
  return whole === 0 ? 0 : cost / whole;
}

/** CPU in units of one core that is busy all the time; none without CPU or without a window. */
export function busyCores(cpuMicros: number, { hasCpu, windowMicros }: CostBasis): number | undefined {
  return hasCpu && windowMicros > 0 ? cpuMicros / windowMicros : undefined;
}

/** As facts have it: without CPU where the profile has none. */
export function knownCost({ samples, cpuMicros }: Cost, { hasCpu }: CostBasis) {
  return { samples, cpuMicros: hasCpu ? cpuMicros : undefined };
}
