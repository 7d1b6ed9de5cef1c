import type { FirefoxThread, MarkedThread } from "../format/decode.ts";
import { threadGroup } from "./thread-groups.ts";

/** On the clock of the samples. */
export interface TimeWindow {
  readonly startMs: number;
  readonly endMs: number;
}

export const ALWAYS: TimeWindow = { startMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY };
export const NEVER: TimeWindow = { startMs: Number.POSITIVE_INFINITY, endMs: Number.NEGATIVE_INFINITY };

/** From the first to the last sample of all threads; undefined without a sample. */
export function sampledWindow(threads: readonly FirefoxThread[]): TimeWindow | undefined {
  return extent(threads.map(({ samples: { timeMs } }) => ({ startMs: timeMs, endMs: timeMs })));
}

/**
 * The time in which markers were captured, undefined where there are none. Where the capture stopped at its
 * limit, each thread goes on until its own last block of markers is full: what counts is the first worker whose
 * evaluations end.
 */
export function markedWindow(threads: readonly MarkedThread[]): TimeWindow | undefined {
  const all = extent(threads.flatMap(({ felderaMarkers: { work, activity } }) => [work, activity]));
  if (all === undefined || threads.every(({ markers }) => markers.captureNotes.length === 0)) return all;
  const workers = threads.filter(({ name }) => threadGroup(name, []) === "workers");
  const endMs = workers.reduce(
    (earliest, { felderaMarkers: { work } }) => Math.min(earliest, extent([work])?.endMs ?? earliest),
    all.endMs,
  );
  return { startMs: all.startMs, endMs };
}

/** What both windows hold; undefined for nothing. */
export function commonWindow(a: TimeWindow | undefined, b: TimeWindow | undefined): TimeWindow | undefined {
  if (a === undefined || b === undefined) return undefined;
  const startMs = Math.max(a.startMs, b.startMs);
  const endMs = Math.min(a.endMs, b.endMs);
  return startMs <= endMs ? { startMs, endMs } : undefined;
}

export function isWithin({ startMs, endMs }: TimeWindow, timeMs: number): boolean {
  return startMs <= timeMs && timeMs <= endMs;
}

function extent(
  columns: readonly { readonly startMs: Float64Array; readonly endMs: Float64Array }[],
): TimeWindow | undefined {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { startMs, endMs } of columns) {
    for (const start of startMs) first = Math.min(first, start);
    for (const end of endMs) last = Math.max(last, end);
  }
  return first <= last ? { startMs: first, endMs: last } : undefined;
}
