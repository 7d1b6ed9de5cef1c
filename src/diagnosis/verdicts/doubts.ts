import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { goesOn } from "../../analysis/stats/going-on.ts";
import { NO_TRANSACTION, type StatsFacts } from "../../analysis/stats/stats-facts.ts";
import { type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { burstOf } from "../rules/burst.ts";
import { isFull } from "../rules/input.ts";
import { hasJustStarted } from "../rules/just-started.ts";
import { hasBacklog } from "../rules/progress.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { isBusyBehind } from "./pace.ts";

/** What waits is not told, or for how long a transaction or a setting holds it; something waits, and what may wait is not known, or whether it becomes less. */
export const DOUBTS = [
  "waiting",
  "transaction",
  "limits",
  "lag",
  "unsent",
  "held",
  "course",
  "burst",
  "start",
] as const;

export const DOUBT_WORDS: Readonly<Record<(typeof DOUBTS)[number], Words>> = {
  waiting: words`not known: the statistics do not tell what waits`,
  transaction: words`not known: the statistics do not tell how long its transaction has been open`,
  limits: words`not known: the limits of its queues were not read`,
  lag: words`not known: the statistics do not tell whether an output lags behind`,
  unsent: words`not known: an output has sent none of the rows that wait for it`,
  held: words`not known: whether it is set to gather many rows before each step was not read`,
  burst: words`not known: whether a full output holds it up for a moment, or for most of the time, the metrics tell`,
  start: words`not known so soon after its start, when it works off what had waited`,
  course: words`not known: one look does not tell whether what waits becomes less`,
};

export function doubtOf(evidence: Evidence, stats: StatsFacts): (typeof DOUBTS)[number] | undefined {
  const { lists_inputs, lists_outputs, buffered_records, uncompleted_records, transaction, rates } = stats;
  const connectors = stats.connectors.filter(({ troubles }) => !troubles.includes("missing"));
  const waiting = connectors.map(({ waiting_records }) => waiting_records);
  const isTold =
    lists_inputs && lists_outputs && buffered_records !== undefined && !waiting.includes(undefined);
  if (!isTold || uncompleted_records === undefined || transaction === undefined) return "waiting";
  if (transaction.status !== NO_TRANSACTION && transaction.ms === undefined) return "transaction";
  const burst = burstOf(evidence);
  if (burst !== undefined && burst.of_all === undefined) return "burst";
  const queued = connectors.filter(({ waiting_records = 0 }) => waiting_records > 0);
  const isGathering = connectors.some(
    ({ declared, buffered_records: gathered = 0 }) => declared === undefined && gathered > 0,
  );
  if (connectors.some(({ gathers, buffered_records: gathered }) => gathers && gathered === undefined)) {
    return "waiting";
  }
  if (isGathering) return "limits";
  if (connectors.some((one) => one.direction === "output" && isLagUntold(one, stats))) return "lag";
  if (connectors.some((one) => hasSentNothing(one, stats))) return "unsent";
  if (buffered_records <= 0 && queued.length === 0)
    return mayGather(evidence, connectors) ? "held" : undefined;
  if (queued.some(({ declared, limit_records }) => declared !== false && limit_records === undefined)) {
    return "limits";
  }
  if (hasJustStarted(stats) && connectors.some((one) => one.direction === "input" && isFull(one)))
    return "start";
  // Whether steps take all that they may of it, their number would tell.
  if (rates?.completed_steps_per_s === undefined && queued.some((one) => one.batch_records !== undefined)) {
    return "course";
  }
  // Of one that is not known to run nothing tells what the rows wait for.
  if (stats.state === undefined) return "course";
  if (rates?.over === "two samples") return undefined;
  // How far an output is behind is told by the rate of all.
  if (rates === undefined && connectors.some(({ lag_records = 0 }) => lag_records > 0)) return "course";
  if (evidence.time_series?.records === undefined) return "course";
  const perS = rates?.processed_records_per_s ?? 0;
  const isBehind = isBusyBehind(evidence) && Number(buffered_records) >= perS * THRESHOLDS.queueS;
  return isBehind || hasBacklog(evidence) ? "course" : undefined;
}

/** Whether rows that come may be held for a larger step, since how it is set was not read. */
function mayGather({ pipeline }: Evidence, connectors: readonly ConnectorStats[]): boolean {
  return (
    pipeline?.settings === undefined && connectors.some((one) => one.direction === "input" && goesOn(one))
  );
}

/** Whether an output is behind by most of all that was processed, and has sent nothing: it has just begun, or is stuck. */
function hasSentNothing(
  { direction, records, waiting_records = 0, lag_records = 0, transport_errors = 0 }: ConnectorStats,
  { processed_records = 0 }: StatsFacts,
): boolean {
  const isBehind = processed_records > 0 && Number(lag_records) * 2 > Number(processed_records);
  // With errors, what was sent is not counted.
  return (
    direction === "output" &&
    records === 0 &&
    waiting_records > 0 &&
    Number(transport_errors) === 0 &&
    isBehind
  );
}

/** Whether rows wait before an output, and it is not told how far that is behind, or whether it met errors. */
function isLagUntold(
  { waiting_records = 0, lag_records, transport_errors }: ConnectorStats,
  { output_stall_ms }: StatsFacts,
): boolean {
  if (waiting_records <= 0 || lag_records === 0) return false;
  return [lag_records, transport_errors, output_stall_ms].includes(undefined);
}
