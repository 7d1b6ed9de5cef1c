import { NO_TRANSACTION, type StatsFacts, statsFacts } from "../../analysis/stats/stats-facts.ts";
import type { PartName } from "../../answers/diagnosis.ts";
import { getStats } from "../../feldera/api/stats.ts";
import { partOf } from "../../feldera/parts/part.ts";
import type { ToolContext } from "../tool.ts";
import type { ReadPartOf } from "./parts.ts";
import { leftMs, limited, SHARE_OF_LEFT } from "./time-left.ts";

/** Of the time of a part: so long a circuit is waited for where nothing shows that it will answer. */
const SHARE_FOR_CIRCUIT = 0.4;

/** A step that has taken longer will hardly end while a quick look still waits: it is told as a step without end in sight. */
const LONGEST_MS = 60_000;

type Transaction = StatsFacts["transaction"];

/**
 * Reads the circuit, which answers between two steps alone, while the statistics answer at any time: where these do, and
 * no step takes without end, it is waited for as long as the call has time. Between steps it is being written, which
 * takes long on a busy machine, or for a large program.
 */
export async function betweenSteps(
  read: (patient: ToolContext) => Promise<ReadPartOf>,
  pipeline_name: string,
  context: ToolContext,
): Promise<ReadPartOf> {
  const { feldera, limits } = context;
  const hurry = new AbortController();
  const signal = AbortSignal.any([feldera.scope.signal, hurry.signal]);
  const hurried = { ...context, feldera: { ...feldera, scope: { ...feldera.scope, signal } } };
  const lookAgain = async () => {
    const stats = await statsNow(pipeline_name, context);
    const isWorthIt = stats !== undefined && Number(stepUnderWay(stats)?.ms ?? 0) <= LONGEST_MS;
    if (isWorthIt) context.progress("waiting for the circuit profile, which comes when its step has ended");
    else hurry.abort(new DOMException("the time limit was reached", "TimeoutError"));
  };
  const brief = setTimeout(() => {
    lookAgain().catch((error) => hurry.abort(error));
  }, limits.diagnosePartMs * SHARE_FOR_CIRCUIT);
  try {
    return await read(limited(hurried, leftMs(context) * SHARE_OF_LEFT));
  } finally {
    clearTimeout(brief);
  }
}

/** What a process tells of the moment at which it is asked. */
const OF_THE_MOMENT: ReadonlySet<PartName> = new Set(["stats", "time_series", "metrics"]);

/**
 * Where the circuit did not answer in time, and a step is under way by then that it would have answered after: all that
 * tells of a moment is read anew, as a step's time beside an age of its process that is from before the wait are figures
 * of two moments.
 */
export async function withLastStep(
  read: readonly ReadPartOf[],
  readAgain: (part: PartName, within: ToolContext) => Promise<ReadPartOf>,
  context: ToolContext,
): Promise<ReadPartOf[]> {
  const isLate = read.some(({ part, missing }) => part === "circuit_profile" && missing?.kind === "timeout");
  if (!isLate) return [...read];
  const within = limited(context, context.limits.diagnosePartMs * SHARE_FOR_CIRCUIT);
  const parts = read.flatMap(({ part, value }) => (value && OF_THE_MOMENT.has(part) ? [part] : []));
  const again = await Promise.all(parts.map((part) => readAgain(part, within)));
  const now = statsIn(again);
  if (now === undefined || !isOfOneProcess(statsIn(read), now) || stepUnderWay(now) === undefined)
    return [...read];
  return read.map((one) => again.find(({ part, value }) => part === one.part && value) ?? one);
}

function statsIn(read: readonly ReadPartOf[]): StatsFacts | undefined {
  return read.find(({ part }) => part === "stats")?.value?.evidence.stats;
}

function isOfOneProcess(before: StatsFacts | undefined, now: StatsFacts): boolean {
  return before?.incarnation_uuid === now.incarnation_uuid && before?.started_at === now.started_at;
}

/** Every step is a transaction that begins and commits, and its statistics tell for how long; undefined where none is, or that is not told. */
function stepUnderWay({ transaction }: StatsFacts): Transaction {
  return transaction?.status === NO_TRANSACTION || transaction?.ms === undefined ? undefined : transaction;
}

async function statsNow(pipeline_name: string, context: ToolContext): Promise<StatsFacts | undefined> {
  const { feldera } = limited(context, context.limits.diagnosePartMs * SHARE_FOR_CIRCUIT);
  const { value } = await partOf(getStats(feldera, pipeline_name));
  return value && statsFacts(value, undefined, undefined);
}
