import * as z from "zod";
import { span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** How long steps take on average: those of the last minute of steps, and all before. */
export const LongerSteps = z.object({ before_ms: z.number(), now_ms: z.number() });

/** Steps that take much longer than they did, though no more comes; undefined where that is not so, or not told. */
export function longerSteps(evidence: Evidence): z.infer<typeof LongerSteps> | undefined {
  const { count, elapsed_s, recent } = evidence.metrics?.steps ?? {};
  const workers = evidence.pipeline?.settings?.workers;
  if (count === undefined || elapsed_s === undefined || recent === undefined) return undefined;
  if (workers === undefined) return undefined;
  if (Math.min(count - recent.count, recent.count) < THRESHOLDS.averagedSteps) return undefined;
  // It is counted for each thread, of which a worker has two: one in the foreground, one that merges.
  const before_s = elapsed_s / (2 * workers) - recent.sum_s;
  const before_ms = (before_s * 1_000) / (count - recent.count);
  const now_ms = (recent.sum_s * 1_000) / recent.count;
  if (before_ms <= 0 || now_ms < THRESHOLDS.longerStepMs) return undefined;
  if (now_ms < before_ms * THRESHOLDS.longerStepFactor) return undefined;
  return comesNoMore(evidence) ? { before_ms, now_ms } : undefined;
}

/** Whether about as many rows a second as before are processed, or fewer; false where that is not known. */
function comesNoMore({ stats, time_series }: Evidence): boolean {
  const { records, window } = time_series ?? {};
  const uptime_ms = stats?.uptime_ms;
  if (records === undefined || window === undefined || uptime_ms === undefined) return false;
  const earlier_ms = Number(uptime_ms) - window.ms;
  const earlier = records.processed_in_all - records.processed_in_window;
  if (earlier_ms <= 0 || records.processed_in_window <= 0) return false;
  return records.per_sec <= ((earlier * 1_000) / earlier_ms) * THRESHOLDS.moreRowsFactor;
}

/** "its steps take longer, of late 7.78 s each on average, before 697 ms". */
export function longerStepsWords({ before_ms, now_ms }: z.infer<typeof LongerSteps>): Words {
  return words`its steps take longer, of late ${span(now_ms)} each on average, before ${span(before_ms)}`;
}
