import { type Change, changeBetween } from "../profiles/change.ts";
import { samplingDeviation } from "../profiles/noise.ts";
import type { TimeWindow } from "./threads/time-window.ts";

/** What the costs of one profile were measured over. */
export interface Sampling {
  readonly seconds: number;
  /** What one sample stands for, in the unit of the costs. */
  readonly perSample: number;
}

/** @param cpu the CPU time of all samples, and the sum of its squares; absent where costs count samples */
export function samplingOf(
  window: TimeWindow | undefined,
  cpu: { readonly cpuMicros: number; readonly squares: number } | undefined,
): Sampling {
  return {
    seconds: window === undefined ? 0 : (window.endMs - window.startMs) / 1000,
    perSample: cpu !== undefined && cpu.cpuMicros > 0 ? cpu.squares / cpu.cpuMicros : 1,
  };
}

/** How the cost per second changed. */
export function rateChange(before: Sampled, after: Sampled): Change {
  return changeBetween(rateOf(before), rateOf(after));
}

interface Sampled {
  readonly cost: number;
  readonly sampling: Sampling;
}

function rateOf({ cost, sampling: { seconds, perSample } }: Sampled) {
  if (seconds === 0) return { value: 0, deviation: 0 };
  return { value: cost / seconds, deviation: samplingDeviation(cost, perSample) / seconds };
}

/** The rows as facts list them: the largest change first, and those within noise after all others. */
export function rankedChanges<Row extends Change>(rows: readonly Row[], limit: number) {
  const isNoise = ({ noise }: Row) => (noise?.isWithin === true ? 1 : 0);
  const ranked = rows
    .filter(({ change }) => change !== 0)
    .sort((a, b) => isNoise(a) - isNoise(b) || Math.abs(b.change) - Math.abs(a.change));
  const withinNoise = ranked.filter((row) => isNoise(row) === 1).length;
  const shown = ranked.slice(0, limit);
  return { rows: shown, shown: shown.length, of: ranked.length - withinNoise, withinNoise };
}
