import * as z from "zod";

/** A series of one quantity; numbers are in its unit. */
export const SeriesFacts = z.object({
  min: z.number(),
  max: z.number(),
  last: z.number(),
  median: z.number(),
  /** Means of equal numbers of points, oldest first; 30 at most. */
  buckets: z.array(z.number()),
  /** Absent where there are too few points to tell. */
  trend: z
    .object({
      /** `uneven`: neither of the others, and it swings. */
      direction: z.enum(["rising", "falling", "steady", "uneven"]),
      /** How a rise or a fall came about, where it is not the same all the time. */
      course: z.enum(["one_jump", "levelled_off"]).optional(),
      /** The slope times the time from the first point to the last. */
      change: z.number(),
      /** The median of the slopes between every two buckets (Theil and Sen), which no outlier moves. */
      per_sec: z.number(),
    })
    .optional(),
});

export type SeriesFacts = z.infer<typeof SeriesFacts>;

export interface Point {
  /** ms since 1970. */
  readonly ms: number;
  readonly value: number;
}

const MOST_BUCKETS = 30;
const FEWEST_BUCKETS = 5;
const FEWEST_FOR_COURSE = 12;

/** Kendall's tau from which a direction is said: with 30 points, chance gives as much in one series of twenty. */
const AGREEMENT = 0.25;

/** A change below this share of the largest value is no direction. */
const NEGLIGIBLE = 0.005;

/** Without the highest and the lowest twentieth, the largest value of what is steady is no more than so many times the least. */
const SWING = 3;
const OUTLIERS = 0.05;

/** A rise of which so much came within a tenth of the time, between two levels, is a jump. */
const JUMP = 0.75;

/** One that is level to so much of it in the last third has ended. */
const LEVEL = 0.1;

/** @param points oldest first, no two at the same time; undefined where there are none */
export function seriesFacts(points: readonly Point[]): SeriesFacts | undefined {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const values = points.map(({ value }) => value);
  const [min, max] = [least(values), -least(values.map((value) => -value))];
  const buckets = bucketsOf(points);
  return {
    min,
    max,
    last: last.value,
    median: median(values),
    buckets: buckets.map(({ value }) => value),
    ...(buckets.length >= FEWEST_BUCKETS && {
      trend: trendOf(buckets, last.ms - first.ms, values),
    }),
  };
}

function trendOf(
  buckets: readonly Point[],
  windowMs: number,
  values: readonly number[],
): SeriesFacts["trend"] {
  const largest = -least(values.map((value) => -Math.abs(value)));
  const slopes = buckets.flatMap((from, i) =>
    buckets.slice(i + 1).map((to) => (to.value - from.value) / ((to.ms - from.ms) / 1000)),
  );
  const per_sec = median(slopes);
  const change = (per_sec * windowMs) / 1000;
  const tau = slopes.reduce((sum, slope) => sum + Math.sign(slope), 0) / slopes.length;
  const isSteady = Math.abs(tau) < AGREEMENT || Math.abs(change) <= NEGLIGIBLE * largest;
  if (isSteady) return { direction: swings(values) ? "uneven" : "steady", change, per_sec };
  const course = courseOf(buckets.map(({ value }) => value));
  return { direction: change > 0 ? "rising" : "falling", ...(course && { course }), change, per_sec };
}

function swings(values: readonly number[]): boolean {
  const sorted = values.map(Math.abs).toSorted((a, b) => a - b);
  const left_out = Math.ceil(sorted.length * OUTLIERS);
  const [low = 0] = sorted.slice(left_out);
  const high = sorted.at(-1 - left_out) ?? 0;
  return high > low * SWING;
}

/** @param values at equal distances, oldest first */
function courseOf(values: readonly number[]): "one_jump" | "levelled_off" | undefined {
  if (values.length < FEWEST_FOR_COURSE) return undefined;
  const [first = 0] = values;
  const last = values.at(-1) ?? 0;
  const whole = Math.abs(last - first);
  const tenth = Math.ceil(values.length / 10);
  const isJump = (from: number) =>
    [values.slice(0, from + 1), values.slice(from + tenth)].every(
      (level) => rangeOf(level) <= whole * (1 - JUMP),
    );
  if (values.slice(tenth).some((_, from) => isJump(from))) return "one_jump";
  const lastThird = values.slice(Math.floor(((values.length - 1) * 2) / 3));
  return rangeOf(lastThird) <= whole * LEVEL ? "levelled_off" : undefined;
}

function rangeOf(values: readonly number[]): number {
  return -least(values.map((value) => -value)) - least(values);
}

function bucketsOf(points: readonly Point[]): Point[] {
  const count = Math.min(points.length, MOST_BUCKETS);
  const edge = (bucket: number) => Math.floor((bucket * points.length) / count);
  return Array.from({ length: count }, (_, i) => meanOf(points.slice(edge(i), edge(i + 1))));
}

function meanOf(points: readonly Point[]): Point {
  const sum = points.reduce((all, { ms, value }) => ({ ms: all.ms + ms, value: all.value + value }), {
    ms: 0,
    value: 0,
  });
  return { ms: sum.ms / points.length, value: sum.value / points.length };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [(sorted.length - 1) >> 1, sorted.length >> 1];
  return ((sorted[low] ?? 0) + (sorted[high] ?? 0)) / 2;
}

function least(values: readonly number[]): number {
  return values.reduce((min, value) => Math.min(min, value));
}
