import * as z from "zod";
import type { Sign } from "../../answers/diagnosis.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped, span } from "../../text/page/format.ts";
import { joined, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** A transaction that nobody commits: nothing reaches the outputs while it is open. */
const openTransaction = defineRule({
  id: "transaction/never-committed",
  severity: "error",
  parts: ["stats"],
  looksFor: words`a transaction that is not committed`,
  thresholds: ["transactionMs"],
  about: z.object({
    status: z.string(),
    ms: Integer,
    records: Integer.optional(),
    waiting_records: Integer.optional(),
    begun_by_api: z.boolean(),
    begun_by: z.array(z.string()),
    /** Whether all that hold it open are connectors that are seen to read on: it is a load under way. Absent where not known. */
    is_loading: z.boolean().optional(),
  }),
  find(evidence) {
    const { stats } = evidence;
    const transaction = stats?.transaction;
    if (stats === undefined || transaction?.ms === undefined) return [];
    const { status, ms, records } = transaction;
    // It is committed once all have asked for that who began it.
    const open = transaction.initiators.filter(({ phase }) => phase !== COMMITTED);
    const is_loading = isLoading(
      open.map(({ by }) => by),
      evidence,
    );
    if (status !== "TransactionInProgress" || ms < THRESHOLDS.transactionMs) return [];
    const signs: Sign[] = [
      { part: "stats", field: "global_metrics.transaction_status", value: { text: status } },
      {
        part: "stats",
        field: "global_metrics.transaction_msecs",
        value: { ms },
        threshold: { ms: THRESHOLDS.transactionMs },
      },
    ];
    if (stats.completed_records !== undefined && stats.processed_records !== undefined) {
      const field = "global_metrics.total_completed_records";
      signs.push(
        { part: "stats", field, value: { count: stats.completed_records } },
        {
          part: "stats",
          field: "global_metrics.total_processed_records",
          value: { count: stats.processed_records },
        },
      );
    }
    const about = {
      status,
      ms,
      ...(records !== undefined && { records }),
      ...(stats.uncompleted_records !== undefined && { waiting_records: stats.uncompleted_records }),
      begun_by_api: open.some(({ by }) => by === undefined),
      begun_by: open.flatMap(({ by }) => by ?? []),
      ...(is_loading !== undefined && { is_loading }),
    };
    const severity = is_loading === undefined ? "warning" : is_loading ? "info" : "error";
    return [{ about, severity, signs }];
  },
  what({ ms, records, waiting_records, begun_by_api, begun_by }) {
    const by = [
      ...(begun_by_api ? [words`the API`] : []),
      ...begun_by.map((connector) => words`the connector ${connector}`),
    ];
    const begun = words`, ${by.length === 0 ? words`by whom it was begun is not known,` : words`begun by ${joined(by, words` and `)}`}`;
    const held =
      records === undefined
        ? undefined
        : words` with ${grouped(records)} records${waiting_records === undefined ? undefined : words`, ${grouped(waiting_records)} of all that were read not yet put out`}`;
    return words`a transaction has been open for ${span(Number(ms))}${begun}${held}: the outputs get nothing until it is committed`;
  },
  brief: ({ ms, is_loading }) =>
    words`a transaction has been open for ${span(Number(ms))}${is_loading === undefined ? UNTOLD_LOAD : words`, and the outputs wait for it`}`,
  cause({ begun_by_api, begun_by, is_loading }) {
    if (is_loading)
      return words`What began it reads on, and commits it at the end of what belongs together, such as a snapshot: nothing is wrong while it does`;
    if (begun_by_api && begun_by.length > 0) return words`${OF_API}. The ${OF_CONNECTOR}`;
    if (begun_by_api) return OF_API;
    return begun_by.length > 0
      ? words`The ${OF_CONNECTOR}${is_loading === undefined ? UNTOLD_LOAD : undefined}`
      : words`Where somebody began it by the API: ${OF_API}. Where a connector did: the ${OF_CONNECTOR}`;
  },
});

/** As Feldera calls the phase of one who has asked for the commit. */
const COMMITTED = "Committed";

const UNTOLD_LOAD = words`; whether a load goes on is not known`;

/** Whether all that hold a transaction open are connectors that read on; undefined where that is not known. */
function isLoading(open: readonly (string | undefined)[], evidence: Evidence): boolean | undefined {
  const read = open.map((by) => by !== undefined && readsOn(by, evidence));
  if (read.includes(false)) return false;
  return read.length === 0 || read.includes(undefined) ? undefined : true;
}

/** Whether a connector is open, and rows are processed meanwhile: between two looks its own. */
function readsOn(name: string, { stats, time_series }: Evidence): boolean | undefined {
  const one = stats?.connectors.find((connector) => connector.name === name);
  if (one?.end_of_input === true || one?.paused === true || one?.failed === true) return false;
  if (one?.end_of_input === undefined || one.paused === undefined || one.failed === undefined)
    return undefined;
  if (stats?.rates?.over === "two samples")
    return one.records_per_s === undefined ? undefined : one.records_per_s > 0;
  const per_sec = time_series?.records?.per_sec;
  if (one.records === undefined || per_sec === undefined) return undefined;
  if (one.records <= 0 || per_sec <= 0) return false;
  // What is processed may be of another that goes on, such as the clock.
  const isAlone = stats?.connectors.every(
    ({ direction, end_of_input, paused, ...other }) =>
      direction !== "input" || other.name === name || end_of_input === true || paused === true,
  );
  return isAlone ? true : undefined;
}

const OF_API = words`Whoever called start_transaction has not called commit_transaction: a load that is still under way, or a job that died or was forgotten. Committing it (POST commit_transaction) lets the outputs go on`;

const OF_CONNECTOR = words`connector opened it and has not closed it: its source has not sent the end of the transaction`;

/** Whether a step, which ends with a commit, is within one that takes long. */
export function isLongCommit(stats: Evidence["stats"]): boolean {
  const { status, ms = 0 } = stats?.transaction ?? {};
  return status === "CommitInProgress" && ms >= THRESHOLDS.transactionMs;
}

/** What a transaction holds comes out once it is committed, and what operators hold once each has flushed. */
export function holdsOutputs(stats: Evidence["stats"]): boolean {
  return stats?.transaction?.status === "TransactionInProgress" || isLongCommit(stats);
}

export const OPEN_TRANSACTION_RULES = [openTransaction];
