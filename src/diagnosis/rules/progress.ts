import * as z from "zod";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { goesOn } from "../../analysis/stats/going-on.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped, span } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { isFull } from "./input.ts";
import { isLongCommit } from "./transaction.ts";
import { restBetween } from "./two-looks.ts";
import { COSTLIEST_CALL } from "./where.ts";

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

/** What waits at the inputs because the pipeline is set to gather more first, and for how long at most. */
function heldBatch({ stats, pipeline }: Evidence) {
  const { durations, min_batch_size_records } = pipeline?.settings ?? {};
  const waiting_records = stats?.buffered_records;
  if (stats?.state !== "Running" || waiting_records === undefined) return undefined;
  if (min_batch_size_records === undefined || durations?.buffering.is !== "set") return undefined;
  // The step begins with the first record that is more than these.
  if (waiting_records > min_batch_size_records) return undefined;
  const { name: delay_setting, ms } = durations.buffering;
  const most = comingWithin(Number(ms), stats);
  // Nothing waits just after a step: what comes next will, where it is too little to begin the next one sooner.
  if (waiting_records <= 0 && (most === undefined || most <= 0 || most > min_batch_size_records))
    return undefined;
  return { waiting_records, min_batch_size_records, ms: Number(ms), delay_setting };
}

/** How many records come in that time, as inputs that go on have delivered so far; undefined where one does not tell. */
function comingWithin(ms: number, { connectors }: NonNullable<Evidence["stats"]>): number | undefined {
  const rates = connectors
    .filter((one) => one.direction === "input" && goesOn(one))
    .map(({ records_per_s }) => records_per_s);
  return rates.reduce(
    (sum: number | undefined, rate) =>
      sum === undefined || rate === undefined ? undefined : sum + (rate * ms) / 1_000,
    0,
  );
}

/** Rows wait at the inputs, and the circuit takes none of them. */
const noProgress = defineRule({
  id: "engine/no-progress",
  severity: "warning",
  parts: ["stats", "time_series"],
  looksFor: words`a circuit that processes nothing of what waits`,
  thresholds: ["progressWindowMs", "idleMs"],
  about: z.object({
    waiting_records: Integer,
    ms: z.number(),
    /** Whether it is known that it is not set to gather more rows first. */
    are_settings_known: z.boolean(),
    /** Whether it is known that it is not within a commit that takes long. */
    is_commit_known: z.boolean(),
  }),
  find(evidence) {
    const { stats } = evidence;
    const waiting_records = stats?.buffered_records;
    if (stats?.state !== "Running" || waiting_records === undefined || waiting_records <= 0) return [];
    // What waits for a commit is told with that.
    if (isLongCommit(stats)) return [];
    const idle = idleOf(evidence);
    if (idle === undefined || idle.ms <= (heldBatch(evidence)?.ms ?? 0)) return [];
    return [
      {
        about: {
          waiting_records,
          ms: idle.ms,
          are_settings_known: evidence.pipeline?.settings !== undefined,
          is_commit_known: isCommitKnown(stats),
        },
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
  brief: ({ ms }) => words`nothing was processed within ${span(ms)}`,
  cause: ({ are_settings_known, is_commit_known }) =>
    words`A step that takes long (a large batch, a costly operator), a commit under way${is_commit_known ? undefined : words` (whether one is, is not known)`}, or a circuit that hangs: look whether total_processed_records moves between two calls${are_settings_known ? undefined : words`; whether it is set to gather more rows first is not known`}`,
  next: () => [
    { tool: "get_stats", args: { window_secs: 10 }, why: words`to see whether it moves` },
    { tool: "start_samply_profile", args: {}, why: words`for what the workers do meanwhile` },
  ],
});

/** For how long it has been committing, a pipeline that commits has to tell as well. */
function isCommitKnown({ transaction }: NonNullable<Evidence["stats"]>): boolean {
  return (
    transaction !== undefined && (transaction.status !== "CommitInProgress" || transaction.ms !== undefined)
  );
}

/** Whether what waits at the inputs takes longer than that of large steps, at the rate of the time series. */
export function hasBacklog({ stats, time_series }: Evidence): boolean {
  const per_sec = time_series?.records?.per_sec;
  return per_sec !== undefined && Number(stats?.buffered_records ?? 0) >= per_sec * THRESHOLDS.backlogS;
}

/** By how much the input queues grew between two looks; undefined where they did not, one is at its limit, or workers rest. */
export function queueGrowth(evidence: Evidence) {
  const { stats } = evidence;
  const { rates, buffered_records: waiting_records } = stats ?? {};
  const { buffered_change_records: grown_records, input_records_per_s: input_per_s } = rates ?? {};
  if (stats?.state !== "Running" || rates?.over !== "two samples") return undefined;
  if (rates.window_ms < THRESHOLDS.progressWindowMs) return undefined;
  if (waiting_records === undefined || grown_records === undefined || input_per_s === undefined)
    return undefined;
  // What is at its limit already is told by its own rule.
  const isHeldBack = (one: ConnectorStats) =>
    one.troubles.includes("at its limit") || (one.direction === "input" && isFull(one));
  if (stats.connectors.some(isHeldBack)) return undefined;
  if (Number(waiting_records) < input_per_s * THRESHOLDS.queueS) return undefined;
  // Workers that wait for a slow output are idle as well.
  const isFree = Number(stats.output_stall_ms ?? 0) === 0;
  const received = (input_per_s * rates.window_ms) / 1000;
  const { window_ms: ms, processed_records_per_s: processed_per_s } = rates;
  // What waited at the first look waits still: that had not only just come.
  const isStuck =
    processed_per_s !== undefined && Number(waiting_records) - grown_records > (processed_per_s * ms) / 1000;
  const rest = restBetween(evidence);
  const mayRest = isFree && !isStuck;
  if (mayRest && rest !== undefined && rest >= THRESHOLDS.restShare) return undefined;
  // What a step has taken out of a queue is in none until it is processed: a queue may grow by what a step holds less.
  const unprocessed =
    processed_per_s === undefined ? grown_records : ((input_per_s - processed_per_s) * ms) / 1000;
  if (Math.min(grown_records, unprocessed) <= received * THRESHOLDS.queueGrowth) return undefined;
  return {
    waiting_records,
    grown_records,
    ms,
    input_per_s,
    received,
    is_rest_known: !mayRest || rest !== undefined,
    ...(processed_per_s !== undefined && { processed_per_s }),
  };
}

/** Between two looks the inputs' queues took in more than the circuit took out, though none is at its limit yet. */
const fallingBehind = defineRule({
  id: "input/falling-behind",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`input queues that fill`,
  thresholds: ["queueGrowth", "queueS", "restShare"],
  about: z.object({
    waiting_records: Integer,
    grown_records: z.number(),
    ms: z.number(),
    input_per_s: z.number(),
    processed_per_s: z.number().optional(),
    /** Whether it is known that workers do not rest, where that would make nothing of it. */
    is_rest_known: z.boolean(),
  }),
  find(evidence) {
    const found = queueGrowth(evidence);
    if (found === undefined) return [];
    const { received, ...about } = found;
    return [
      {
        about,
        signs: [
          {
            part: "stats",
            field: "global_metrics.buffered_input_records grew by",
            value: { count: about.grown_records, unit: "records" },
            threshold: { count: Math.round(received * THRESHOLDS.queueGrowth), unit: "records" },
          },
        ],
      },
    ];
  },
  what({ waiting_records, grown_records, ms, input_per_s, processed_per_s, is_rest_known }) {
    const taken =
      processed_per_s === undefined
        ? undefined
        : words`, and ${grouped(Math.round(processed_per_s))} records/s are processed`;
    return words`more comes in than is processed: within ${span(ms)} the input queues grew by ${grouped(grown_records)} to ${grouped(waiting_records)} records; ${grouped(Math.round(input_per_s))} records/s come in${taken}${is_rest_known ? undefined : words`; whether workers have time left is not known`}`;
  },
  brief: () => words`more comes in than is processed`,
  cause: () =>
    words`A burst that it catches up with, or an input that is faster than the circuit: then the queues reach their limit and the source is made to wait, so that nothing is lost but time`,
  next: () => [COSTLIEST_CALL],
});

/** Rows wait for a step that is set to begin only once many have come, or after a long time. */
const heldForBatch = defineRule({
  id: "input/held-for-batch",
  severity: "warning",
  parts: ["stats", "pipeline"],
  looksFor: words`rows that wait because the pipeline is set to gather many first`,
  thresholds: ["heldMs"],
  explains: ["input/falling-behind"],
  about: z.object({
    waiting_records: Integer,
    min_batch_size_records: z.number(),
    ms: z.number(),
    delay_setting: z.string(),
  }),
  find(evidence) {
    const held = heldBatch(evidence);
    if (held === undefined || held.ms < THRESHOLDS.heldMs) return [];
    const { waiting_records, min_batch_size_records, ms, delay_setting } = held;
    return [
      {
        about: held,
        signs: [
          {
            part: "stats",
            field: "global_metrics.buffered_input_records",
            value: { count: waiting_records, unit: "records" },
          },
          {
            part: "pipeline",
            field: `runtime_config.${delay_setting}`,
            value: { ms },
            threshold: { ms: THRESHOLDS.heldMs },
          },
          {
            part: "pipeline",
            field: "runtime_config.min_batch_size_records",
            value: { count: min_batch_size_records, unit: "records" },
          },
        ],
      },
    ];
  },
  what: ({ waiting_records, min_batch_size_records, ms, delay_setting }) =>
    words`rows are held at the inputs until there are more than ${grouped(min_batch_size_records)} (min_batch_size_records), for ${span(ms)} at most (${delay_setting}): ${grouped(waiting_records)} wait now`,
  brief: ({ delay_setting, ms }) =>
    words`its inputs hold rows for up to ${span(ms)} by its settings (min_batch_size_records, ${delay_setting})`,
  cause: () =>
    words`The pipeline is set so, and does not hang: its views and outputs are behind by up to that time. Set either lower where they should come sooner`,
});

export const PROGRESS_RULES = [heldForBatch, noProgress, fallingBehind];
