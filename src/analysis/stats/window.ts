import * as z from "zod";
import type { Stats } from "../../feldera/schemas/stats.ts";
import { type Count, difference, known, perSecond } from "./counts.ts";

/** What rates are taken over, and what had been counted when it began: nothing, where it began with the process. */
export interface Window {
  readonly over: "two samples" | "since start";
  readonly ms: number;
  readonly before?: Stats;
}

/** Why there are no rates. */
export const NoWindow = z.enum([
  "restarted between the samples",
  "uptime did not advance",
  "uptime unknown",
  "resumed",
]);

/**
 * The window between two samples by the process's own clock, or since its start where there is one sample. What a
 * resumed process counts began in the one before it, so that its totals give no average.
 */
export function windowOf(
  now: Stats,
  before: Stats | undefined,
): { window: Window } | { missing: z.infer<typeof NoWindow> } {
  const metrics = now.global_metrics ?? {};
  if (metrics.uptime_msecs == null) return { missing: "uptime unknown" };
  if (before === undefined) {
    if (isResumed(now)) return { missing: "resumed" };
    const ms = Number(metrics.uptime_msecs);
    return ms > 0 ? { window: { over: "since start", ms } } : { missing: "uptime did not advance" };
  }
  const earlier = before.global_metrics ?? {};
  if (earlier.incarnation_uuid !== metrics.incarnation_uuid || earlier.start_time !== metrics.start_time) {
    return { missing: "restarted between the samples" };
  }
  const ms = difference(metrics.uptime_msecs, earlier.uptime_msecs);
  if (ms === undefined) return { missing: "uptime unknown" };
  return ms > 0
    ? { window: { over: "two samples", ms: Number(ms), before } }
    : { missing: "uptime did not advance" };
}

/** Whether the process carries on what an earlier one did. */
export function isResumed({ global_metrics }: Stats): boolean {
  const { start_time, initial_start_time } = global_metrics ?? {};
  return start_time != null && initial_start_time != null && start_time !== initial_start_time;
}

export const Rates = z.object({
  over: z.enum(["two samples", "since start"]),
  window_ms: z.number(),
  input_records_per_s: z.number().optional(),
  input_bytes_per_s: z.number().optional(),
  processed_records_per_s: z.number().optional(),
  completed_records_per_s: z.number().optional(),
  completed_steps_per_s: z.number().optional(),
  /** CPU time over time: 2 is two cores busy all along. */
  cpu_cores: z.number().optional(),
  /** Between two samples only. */
  rss_change_bytes: z.number().optional(),
  storage_change_bytes: z.number().optional(),
  buffered_change_records: z.number().optional(),
});

export type Rates = z.infer<typeof Rates>;

export function ratesOf(now: Stats, { over, ms, before }: Window): Rates {
  const metrics = now.global_metrics ?? {};
  const earlier = before?.global_metrics ?? {};
  const rate = (count: (metrics: Metrics) => Count) =>
    perSecond(count(metrics), before === undefined ? 0 : count(earlier), ms);
  const change = (count: (metrics: Metrics) => Count) => {
    const grown = before && difference(count(metrics), count(earlier));
    return grown === undefined ? undefined : Number(grown);
  };
  const cpuMsPerS = rate((one) => one.cpu_msecs);
  return {
    over,
    window_ms: ms,
    ...known({
      input_records_per_s: rate((one) => one.total_input_records),
      input_bytes_per_s: rate((one) => one.total_input_bytes),
      processed_records_per_s: rate((one) => one.total_processed_records),
      completed_records_per_s: rate((one) => one.total_completed_records),
      completed_steps_per_s: rate((one) => one.total_completed_steps),
      cpu_cores: cpuMsPerS === undefined ? undefined : cpuMsPerS / 1000,
      rss_change_bytes: change((one) => one.rss_bytes),
      storage_change_bytes: change((one) => one.storage_bytes),
      buffered_change_records: change((one) => one.buffered_input_records),
    }),
  };
}

type Metrics = NonNullable<Stats["global_metrics"]>;
