import * as z from "zod";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { NO_TRANSACTION, type StatsFacts } from "../../analysis/stats/stats-facts.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped, span } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { connectorCall } from "./input.ts";
import { isNull, OF_CLIENT, UNREAD, WRITES_NOWHERE } from "./sinks.ts";

const UNTIL_FULL = words`The other outputs go on until its queue is full; then the whole pipeline waits for it`;

/** The outputs that are behind what is processed, though nothing waits for them yet. */
function behindIn(evidence: Evidence) {
  const { stats } = evidence;
  const { rates } = stats ?? {};
  const perS = rates?.processed_records_per_s ?? 0;
  if (stats === undefined || rates === undefined || perS <= 0) return [];
  // Whose queue is full holds all up, which is told of it; where that is not known, this is not said.
  if (Number(stats.output_stall_ms ?? 1) > 0) return [];
  if (mayHoldOutputs(stats)) return [];
  return stats.connectors.flatMap(({ name, direction, troubles, gathers: set, ...one }) => {
    const { waiting_records = 0, lag_records = 0 } = one;
    // Whether its queue is full, where its limit was not read, is not known; a client's has Feldera's own limit.
    const isLimitKnown = one.limit_records !== undefined || OF_CLIENT.test(name);
    const isErring = troubles.some(isRetried);
    const isTold = !troubles.every(isRetried) || set !== undefined || !isLimitKnown;
    if (direction !== "output" || isTold || waiting_records <= 0 || lag_records <= 0) return [];
    const measured_ms = processedAgoMs(evidence, Number(one.processed_input_records));
    const behind_ms = measured_ms ?? (Number(lag_records) / perS) * 1_000;
    const isSilent = rates.over === "two samples" && one.records_per_s === 0;
    // It was as far behind at the first look: a step that has just ended is not.
    const hasStood = isSilent && behind_ms >= rates.window_ms;
    const least_ms = isErring ? THRESHOLDS.backlogS * 1_000 : THRESHOLDS.outputBehindMs;
    if (!hasStood && behind_ms < least_ms) return [];
    const is_null = isNull(name, evidence.pipeline);
    const about = {
      name,
      waiting_records,
      lag_records,
      behind_ms,
      is_measured: measured_ms !== undefined,
      ...(isSilent && { silent_ms: rates.window_ms }),
      is_of_client: OF_CLIENT.test(name),
      ...(is_null !== undefined && { is_null }),
    };
    const field = (metric: string) => `outputs.${name}.metrics.${metric}`;
    return [
      {
        about,
        signs: [
          {
            part: "stats" as const,
            field: field("queued_records"),
            value: { count: waiting_records, unit: "records" },
          },
          {
            part: "stats" as const,
            field: `global_metrics.total_processed_records - ${field("total_processed_input_records")}`,
            value: { count: lag_records, unit: "records" },
          },
        ],
      },
    ];
  });
}

/** A transaction that is open, or takes long to commit; every step of a pipeline is one that is committed at once. */
function mayHoldOutputs({ transaction }: StatsFacts): boolean {
  const { status = NO_TRANSACTION, ms } = transaction ?? {};
  return (
    status !== NO_TRANSACTION &&
    (status !== "CommitInProgress" || ms === undefined || ms >= THRESHOLDS.transactionMs)
  );
}

/** Since when more than so many records have been processed, by its time series, which may go back no further. */
function processedAgoMs({ processed = [], stats }: Evidence, records: number): number | undefined {
  // It may have been read later than the statistics.
  const until = processed.filter(({ value }) => value <= Number(stats?.processed_records ?? 0));
  const last = until.at(-1);
  const past = until.find(({ value }) => value > records);
  return last && last.ms - (past ?? last).ms;
}

/** Its queue is not full yet, so that nothing waits for it: whoever reads it lacks what has come since. */
export const behind = defineRule({
  id: "output/behind",
  severity: "warning",
  parts: ["stats", "time_series"],
  looksFor: words`an output that falls behind the others`,
  thresholds: ["outputBehindMs", "backlogS"],
  about: z.object({
    name: z.string(),
    waiting_records: Integer,
    /** Input records that are processed, and of which it has not put out what follows. */
    lag_records: Integer,
    /** Since when those were processed, or how long they took at the present rate, where that is not measured. */
    behind_ms: z.number(),
    is_measured: z.boolean(),
    /** Between two looks at which it sent nothing. */
    silent_ms: z.number().optional(),
    /** Whether a client of HTTP reads it, by which Feldera has named it. */
    is_of_client: z.boolean(),
    /** Whether it writes nowhere. */
    is_null: z.boolean().optional(),
  }),
  find: behindIn,
  what: ({ name, waiting_records, lag_records, behind_ms, is_measured, silent_ms }) =>
    words`the output ${name} ${silent_ms === undefined ? words`takes less than comes` : words`has sent nothing for ${span(silent_ms)}`}: ${grouped(waiting_records)} records wait for it, and it is ${grouped(lag_records)} input records behind, ${is_measured ? words`those of the last ${span(behind_ms)}` : words`which is what ${span(behind_ms)} bring; since when is not known`}`,
  brief: ({ name, behind_ms, is_measured }) =>
    words`${name} is ${is_measured ? words`${span(behind_ms)} behind` : words`behind, since when is not known`}`,
  short: ({ name }) => words`${name} falls behind`,
  cause: ({ is_of_client, is_null }) =>
    is_null === undefined && !is_of_client
      ? words`${UNREAD}. ${UNTIL_FULL}`
      : is_null
        ? words`${WRITES_NOWHERE}. ${UNTIL_FULL}`
        : is_of_client
          ? words`It is a client that reads the view by HTTP, and does not take what it is sent: end that client, or let it read. ${UNTIL_FULL}`
          : words`What it writes to is slow, or does not answer. ${UNTIL_FULL}`,
  next: ({ name, is_of_client }) =>
    is_of_client ? [] : connectorCall(name, "output", words`for its settings and errors`),
});

/** What an output tries again until it is sent: meanwhile what comes waits. */
export function isRetried(trouble: ConnectorStats["troubles"][number]): boolean {
  return trouble === "transport errors" || trouble === "unhealthy";
}

/** What lags behind since its server is not to be reached is told of that. */
export function areBehindByErrors(evidence: Evidence): boolean {
  const late = new Set(behindIn(evidence).map(({ about }) => about.name));
  const outputs = (evidence.stats?.connectors ?? []).filter(({ name }) => late.has(name));
  return outputs.length > 0 && outputs.every(({ troubles }) => troubles.some(isRetried));
}
