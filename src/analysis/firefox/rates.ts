import type { Rate } from "./change-schema.ts";
import type { TimeWindow } from "./threads/time-window.ts";

/** Changes up to this many standard deviations are within the noise of sampling. */
export const MAX_DEVIATIONS = 3;

/** What amounts of one profile are taken over. */
export interface Sampling {
  readonly seconds: number;
  /** What one sample stands for, in the unit of the amounts. */
  readonly perSample: number;
}

/** @param cpu the CPU time of all samples, and the sum of its squares; absent where amounts count samples */
export function samplingOf(
  window: TimeWindow | undefined,
  cpu: { readonly cpuMicros: number; readonly squares: number } | undefined,
): Sampling {
  return {
    seconds: window === undefined ? 0 : (window.endMs - window.startMs) / 1000,
    perSample: cpu !== undefined && cpu.cpuMicros > 0 ? cpu.squares / cpu.cpuMicros : 1,
  };
}

/**
 * How an amount per second changed. The number of samples that an amount rests on varies by its square root, as
 * counts do.
 */
export function rateOf(
  before: { readonly amount: number; readonly sampling: Sampling },
  after: { readonly amount: number; readonly sampling: Sampling },
): Rate {
  const [rateBefore, rateAfter] = [perSecond(before), perSecond(after)];
  const deviation = Math.sqrt(variance(before) + variance(after));
  const deviations = deviation === 0 ? 0 : (rateAfter - rateBefore) / deviation;
  return {
    before: rateBefore,
    after: rateAfter,
    deviations,
    state: stateOf(rateBefore, rateAfter, deviations),
  };
}

type Sampled = Parameters<typeof rateOf>[0];

function perSecond({ amount, sampling: { seconds } }: Sampled): number {
  return seconds === 0 ? 0 : amount / seconds;
}

function variance({ amount, sampling: { seconds, perSample } }: Sampled): number {
  return seconds === 0 ? 0 : (amount * perSample) / seconds ** 2;
}

function stateOf(before: number, after: number, deviations: number): Rate["state"] {
  if (Math.abs(deviations) <= MAX_DEVIATIONS) return "within noise";
  if (before === 0) return "new";
  if (after === 0) return "gone";
  return after > before ? "grew" : "shrank";
}

/** The rows as facts list them: the largest change first, and those within noise after all others. */
export function rankedChanges<Row extends Rate>(rows: readonly Row[], limit: number) {
  const isNoise = ({ state }: Row) => (state === "within noise" ? 1 : 0);
  const ranked = rows
    .filter(({ before, after }) => before !== after)
    .sort((a, b) => isNoise(a) - isNoise(b) || Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
  const withinNoise = ranked.filter((row) => isNoise(row) === 1).length;
  const shown = ranked.slice(0, limit);
  return { rows: shown, shown: shown.length, of: ranked.length - withinNoise, withinNoise };
}
