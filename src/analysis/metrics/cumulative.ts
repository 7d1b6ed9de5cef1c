import type { Bucket, Histogram, Labels } from "./model.ts";

/** What Prometheus' text says of one histogram. */
export interface HistogramParts {
  readonly labels: Labels;
  /** By upper bound: how many observations were up to it. */
  readonly buckets: Map<number, number>;
  sum?: number;
  count?: number;
}

/** @returns the histogram, or what is wrong with its parts */
export function histogramOf({ buckets: cumulative, sum, count: said }: HistogramParts): Histogram | string {
  const ascending = [...cumulative].sort(([a], [b]) => a - b);
  const [lastBound, lastCount] = ascending.at(-1) ?? [-Infinity, 0];
  const count = said ?? (lastBound === Infinity ? lastCount : undefined);
  if (count === undefined) return "neither a count nor a bucket up to infinity";
  if (lastBound !== Infinity && cumulative.size > 0) ascending.push([Infinity, count]);
  else if (cumulative.size > 0 && lastCount !== count) return "its count is not that of its last bucket";
  const buckets: Bucket[] = [];
  let before: readonly [bound: number, count: number] = [-Infinity, 0];
  for (const [le, upTo] of ascending) {
    if (!(upTo >= before[1] && upTo < Infinity)) return "its buckets do not ascend";
    if (upTo > before[1]) buckets.push({ gt: before[0], le, count: upTo - before[1] });
    before = [le, upTo];
  }
  return count >= 0 && count < Infinity ? { buckets, count, sum } : "its count is no count";
}
