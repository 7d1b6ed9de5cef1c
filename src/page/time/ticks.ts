import { momentText } from "../figures/figures.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances of ticks that people count in. */
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((count) => count * DAY),
];

/** Round moments, at most so many; the last step is doubled where none is long enough. */
export function ticks(
  from: number,
  to: number,
  most: number,
): { readonly at: readonly number[]; readonly step: number } {
  const least = (to - from) / Math.max(1, most);
  let step = STEPS.find((each) => each >= least) ?? 365 * DAY;
  while (step < least) step *= 2;
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return { at: Array.from({ length: count }, (_, at) => first + at * step), step };
}

/** As short as the step allows: 07:46:19, 07:46, or the day. The first of a day has its day too. */
export function tickText(ms: number, step: number): string {
  const text = momentText(ms);
  const [day, time] = [text.slice(5, 10), text.slice(11)];
  if (step >= DAY) return day;
  if (ms % DAY === 0) return day;
  return step < MINUTE ? time : time.slice(0, 5);
}
