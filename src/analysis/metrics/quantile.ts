import * as z from "zod";
import type { Histogram } from "./model.ts";

export const Quantile = z.object({
  /** Linear within the bucket that holds it. */
  value: z.number(),
  /** Where that bucket has no bound on one side, the other one is all that is known. */
  bound: z.enum(["at most", "more than"]).optional(),
});

export type Quantile = z.infer<typeof Quantile>;

/** The value up to which a share `q` of the observations lies, above 0 and up to 1; undefined where there are none. */
export function quantile({ buckets }: Histogram, q: number): Quantile | undefined {
  const rank = q * buckets.reduce((sum, { count }) => sum + count, 0);
  let before = 0;
  for (const [i, { gt, le, count }] of buckets.entries()) {
    if (before + count >= rank || i === buckets.length - 1) {
      if (le === Infinity) return gt === -Infinity ? undefined : { value: gt, bound: "more than" };
      // As in Prometheus: what has a positive bound above and none below begins at 0.
      const from = gt === -Infinity && le > 0 ? 0 : gt;
      if (from === -Infinity) return { value: le, bound: "at most" };
      return { value: from + (le - from) * Math.min(1, (rank - before) / count) };
    }
    before += count;
  }
  return undefined;
}
