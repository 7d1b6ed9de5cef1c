import * as z from "zod";
import { MemoryLimit } from "../../analysis/stats/memory-limit.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { bytes, span } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { isOfMachine, limitNamed, memoryLimitWords, sizeBeside } from "../../text/statistics/limits.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { growingState } from "./growing-state.ts";
import { HEAP_CALL, knownLimit, limitSigns } from "./memory.ts";
import { isOfStart, riseOf, timeLeft } from "./memory-rise.ts";
import { seriesWindow } from "./series-window.ts";

/** State grows towards a limit, and has nowhere else to go. */
const limitAhead = defineRule({
  id: "memory/limit-ahead",
  severity: "warning",
  parts: ["pipeline", "stats", "time_series", "metrics", "circuit_profile"],
  looksFor: words`state that grows towards the memory limit of a pipeline without storage`,
  thresholds: ["limitAheadMs", "limitNearMs"],
  about: z.object({
    rss_bytes: Integer,
    limit: MemoryLimit,
    ms: z.number(),
    bytes_per_hour: z.number(),
  }),
  find(evidence) {
    const { rss_bytes } = evidence.stats?.memory ?? {};
    const limit = knownLimit(evidence);
    if (evidence.pipeline?.settings?.has_storage !== false) return [];
    if (rss_bytes === undefined || limit === undefined) return [];
    const left = Number(limit.bytes) - Number(rss_bytes);
    const bytes_per_hour = growthOf(evidence, left);
    const ms = timeLeft(left, bytes_per_hour);
    if (ms === undefined || ms >= THRESHOLDS.limitAheadMs) return [];
    return [
      {
        ...(ms < THRESHOLDS.limitNearMs && { severity: "error" as const }),
        about: { rss_bytes, limit, ms, bytes_per_hour },
        signs: [
          { part: "pipeline", field: "runtime_config.storage", value: { text: "null" } },
          { part: "stats", field: "global_metrics.rss_bytes", value: { bytes: rss_bytes } },
          ...limitSigns(limit),
        ],
      },
    ];
  },
  what: ({ rss_bytes, limit, ms, bytes_per_hour }) =>
    words`its memory ${isOfMachine(limit) ? words`fills ${limitNamed(limit)}` : words`reaches its limit of ${memoryLimitWords(limit)}`} in ${span(ms)} at this rate: ${sizeBeside(limit)(Number(rss_bytes))} resident, ${bytes(bytes_per_hour)} more an hour, and without storage its state can only stay in memory`,
  brief: ({ limit, ms }) =>
    words`its memory ${isOfMachine(limit) ? words`fills up` : words`reaches its limit`} in ${span(ms)} at this rate, and it has no storage`,
  cause: ({ limit }) =>
    words`Where its container or machine has no more, the process is killed, and starts from scratch. Bound what grows, set storage, so that state is written out, or ${isOfMachine(limit) ? words`give it more memory` : words`raise the limit`}`,
  // Which state grows is a finding of its own.
  next: () => [HEAP_CALL],
});

/** Bytes an hour, of the process where it rises faster than the state that grows; 0 where none does. */
function growthOf(evidence: Evidence, left: number): number {
  const { stats, time_series } = evidence;
  if (stats?.state !== "Running") return 0;
  const growing = growingState(evidence).filter(
    ({ by, is_fed, fills }) => by !== "unknown" && is_fed && !fills,
  );
  if (growing.length === 0) return 0;
  const byState = growing.reduce((sum, { per_hour }) => sum + (per_hour?.bytes ?? 0), 0);
  const { window_ms } = (time_series && seriesWindow(time_series)) ?? {};
  const rise = riseOf(time_series?.memory?.trend, left, isOfStart(stats, window_ms), window_ms);
  return rise === undefined || rise.is_early ? byState : Math.max(byState, rise.per_hour);
}

export const LIMIT_AHEAD_RULES = [limitAhead];
