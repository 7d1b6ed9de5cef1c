import * as z from "zod";

/** How a number is spread over the workers. */
export const Spread = z.object({
  total: z.number(),
  min: z.number(),
  avg: z.number(),
  max: z.number(),
  /** The greatest over the average; absent where all are 0. */
  max_over_avg: z.number().optional(),
  /** The worker that has the greatest, counted from 0. */
  hot_worker: z.int(),
});

export type Spread = z.infer<typeof Spread>;

export function spreadOf(byWorker: readonly number[]): Spread {
  const total = byWorker.reduce((sum, number) => sum + number, 0);
  const max = byWorker.reduce((most, number) => Math.max(most, number), Number.NEGATIVE_INFINITY);
  const min = byWorker.reduce((least, number) => Math.min(least, number), Number.POSITIVE_INFINITY);
  const avg = total / byWorker.length;
  return {
    total,
    min,
    avg,
    max,
    ...(avg > 0 && { max_over_avg: max / avg }),
    hot_worker: byWorker.indexOf(max),
  };
}
