import { NO_TRANSACTION, type StatsFacts, statsFacts } from "../../analysis/stats/stats-facts.ts";
import { getStats } from "../../feldera/api/stats.ts";
import { partOf } from "../../feldera/parts/part.ts";
import type { ToolContext } from "../tool.ts";
import type { ReadPartOf } from "./parts.ts";
import { leftMs, limited, SHARE_OF_LEFT } from "./time-left.ts";

/** Of the time of a part: so long a circuit is waited for where nothing shows that it is within a step. */
const SHARE_FOR_CIRCUIT = 0.4;

/** A step that has taken longer will hardly end while a quick look still waits: it is told as a step without end in sight. */
const LONGEST_MS = 60_000;

type Transaction = StatsFacts["transaction"];

/**
 * Reads the circuit, which answers between two steps alone, while the statistics answer at any time: as long as these
 * show a step under way it is waited for to its end, for as long as the call has time.
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
    const step = await stepUnderWay(pipeline_name, context);
    const isWorthIt = step !== undefined && Number(step.ms) <= LONGEST_MS;
    if (isWorthIt) context.progress("waiting for a long step to end, and the circuit profile after it");
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

/** Where the circuit did not answer in time, how long the step has taken by then that it would have answered after. */
export async function withLastStep(
  read: readonly ReadPartOf[],
  pipeline_name: string,
  context: ToolContext,
): Promise<ReadPartOf[]> {
  const isLate = read.some(({ part, missing }) => part === "circuit_profile" && missing?.kind === "timeout");
  const transaction = isLate ? await stepUnderWay(pipeline_name, context) : undefined;
  if (transaction === undefined) return [...read];
  return read.map((one) => {
    const { value } = one;
    const stats = value?.evidence.stats;
    if (value === undefined || stats === undefined) return one;
    return {
      part: one.part,
      value: { ...value, evidence: { ...value.evidence, stats: { ...stats, transaction } } },
    };
  });
}

/** Every step is a transaction that begins and commits, and its statistics tell for how long; undefined where none is, or that is not told. */
async function stepUnderWay(pipeline_name: string, context: ToolContext): Promise<Transaction> {
  const { feldera } = limited(context, context.limits.diagnosePartMs * SHARE_FOR_CIRCUIT);
  const { value } = await partOf(getStats(feldera, pipeline_name));
  const transaction = value && statsFacts(value, undefined, undefined).transaction;
  return transaction?.status === NO_TRANSACTION || transaction?.ms === undefined ? undefined : transaction;
}
