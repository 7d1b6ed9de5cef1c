import type { Amount } from "./amount.ts";
import type { FunctionAmounts } from "./functions/function-totals.ts";

/** What a profile is ranked by, and what all shares are taken of. */
export interface Scale {
  readonly hasCpu: boolean;
  /** All CPU in µs, or all samples where the profile has no CPU. */
  readonly whole: number;
  readonly windowMicros: number;
}

export function amountOf({ cpuMicros, samples }: Amount, { hasCpu }: Scale): number {
  return hasCpu ? cpuMicros : samples;
}

export function selfOf({ selfCpuMicros, selfSamples }: FunctionAmounts, { hasCpu }: Scale): number {
  return hasCpu ? selfCpuMicros : selfSamples;
}

export function totalOf({ totalCpuMicros, totalSamples }: FunctionAmounts, { hasCpu }: Scale): number {
  return hasCpu ? totalCpuMicros : totalSamples;
}

export function shareOf(amount: number, { whole }: Scale): number {
  return whole === 0 ? 0 : amount / whole;
}

/** CPU in units of one core that is busy all the time; none without CPU or without a window. */
export function busyCores(cpuMicros: number, { hasCpu, windowMicros }: Scale): number | undefined {
  return hasCpu && windowMicros > 0 ? cpuMicros / windowMicros : undefined;
}

/** As facts have it: without CPU where the profile has none. */
export function amountFacts({ samples, cpuMicros }: Amount, { hasCpu }: Scale) {
  return { samples, cpuMicros: hasCpu ? cpuMicros : undefined };
}
