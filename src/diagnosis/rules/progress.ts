import * as z from "zod";
import type { Sign } from "../../answers/diagnosis.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped, span } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** For how long nothing has been processed: between two samples of the statistics, or by the time series. */
function idleOf({ stats, time_series }: Evidence): { ms: number; sign: Sign } | undefined {
  const { over, window_ms, processed_records_per_s } = stats?.rates ?? {};
  if (over === "two samples" && window_ms !== undefined && window_ms >= THRESHOLDS.progressWindowMs) {
    const sign: Sign = {
      part: "stats",
      field: "global_metrics.total_processed_records",
      value: { per_sec: processed_records_per_s ?? 0, unit: "records" },
    };
    return processed_records_per_s === 0 ? { ms: window_ms, sign } : undefined;
  }
  const ms = time_series?.records?.idle?.ms;
  if (ms === undefined || ms < THRESHOLDS.idleMs) return undefined;
  const threshold = { ms: THRESHOLDS.idleMs };
  return { ms, sign: { part: "time_series", field: "samples.r unchanged for", value: { ms }, threshold } };
}

/** Rows wait at the inputs, and the circuit takes none of them. */
const noProgress = defineRule({
  id: "engine/no-progress",
  severity: "warning",
  parts: ["stats", "time_series"],
  looksFor: words`a circuit that processes nothing of what waits`,
  thresholds: ["progressWindowMs", "idleMs"],
  about: z.object({ waiting_records: Integer, ms: z.number() }),
  find(evidence) {
    const { stats } = evidence;
    const waiting_records = stats?.buffered_records;
    if (stats?.state !== "Running" || waiting_records === undefined || waiting_records <= 0) return [];
    const idle = idleOf(evidence);
    if (idle === undefined) return [];
    return [
      {
        about: { waiting_records, ms: idle.ms },
        signs: [
          {
            part: "stats",
            field: "global_metrics.buffered_input_records",
            value: { count: waiting_records, unit: "records" },
          },
          idle.sign,
        ],
      },
    ];
  },
  what: ({ waiting_records, ms }) =>
    words`${grouped(waiting_records)} records wait at the inputs, and none was processed within ${span(ms)}`,
  cause: () =>
    words`A step that takes long (a large batch, a costly operator), a commit under way, or a circuit that hangs: look whether total_processed_records moves between two calls`,
  next: () => [
    { tool: "get_stats", args: { window_secs: 10 }, why: words`to see whether it moves` },
    { tool: "start_samply_profile", args: {}, why: words`for what the workers do meanwhile` },
  ],
});

export const PROGRESS_RULES = [noProgress];
