import * as z from "zod";
import { CountingView, countingViews } from "../../analysis/pipeline/recursive-views.ts";
import { OwnFunction, ownFunctions } from "../../analysis/pipeline/sql-operations.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped, span } from "../../text/page/format.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { circuitCall } from "./where.ts";

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
  }),
  find({ stats }) {
    const transaction = stats?.transaction;
    if (stats === undefined || transaction?.ms === undefined) return [];
    const { status, ms, records, initiators } = transaction;
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
      begun_by_api: initiators.some(({ by }) => by === undefined),
      begun_by: initiators.flatMap(({ by }) => by ?? []),
    };
    return [{ about, signs }];
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
  brief: ({ ms }) => words`a transaction has been open for ${span(Number(ms))}, and the outputs wait for it`,
  cause({ begun_by_api, begun_by }) {
    if (begun_by_api) return OF_API;
    return begun_by.length > 0
      ? OF_CONNECTOR
      : words`Where somebody began it by the API: ${OF_API}. Where a connector did: ${OF_CONNECTOR}`;
  },
});

const OF_API = words`Whoever called start_transaction has not called commit_transaction: a job that died or was forgotten. Committing it (POST commit_transaction) lets the outputs go on`;

const OF_CONNECTOR = words`The connector opened it and has not closed it: its source has not sent the end of the transaction`;

/** Whether a step, which ends with a commit, is within one that takes long. */
export function isLongCommit(stats: Evidence["stats"]): boolean {
  const { status, ms = 0 } = stats?.transaction ?? {};
  return status === "CommitInProgress" && ms >= THRESHOLDS.transactionMs;
}

/** A commit that takes long: the outputs get nothing until every operator has flushed. */
const longCommit = defineRule({
  id: "transaction/slow-commit",
  severity: "warning",
  parts: ["stats"],
  looksFor: words`a commit that takes long`,
  thresholds: ["transactionMs"],
  about: z.object({
    ms: Integer,
    completed: Integer.optional(),
    remaining: Integer.optional(),
    /** The user's own functions that the program calls, where no circuit tells what has the work. */
    functions: z.array(OwnFunction),
    /** As well: its recursive views that may never come to their end. */
    recursive: z.array(CountingView),
  }),
  find({ stats, pipeline, circuit_profile }) {
    const { ms, commit } = stats?.transaction ?? {};
    if (ms === undefined || !isLongCommit(stats)) return [];
    return [
      {
        about: {
          ms,
          functions: circuit_profile === undefined ? ownFunctions(pipeline?.program_code ?? "") : [],
          recursive: circuit_profile === undefined ? countingViews(pipeline?.program_code ?? "") : [],
          ...(commit?.completed !== undefined && { completed: commit.completed }),
          ...(commit?.remaining !== undefined && { remaining: commit.remaining }),
        },
        signs: [
          {
            part: "stats",
            field: "global_metrics.transaction_msecs",
            value: { ms },
            threshold: { ms: THRESHOLDS.transactionMs },
          },
        ],
      },
    ];
  },
  what: ({ ms, completed, remaining }) =>
    words`a transaction has been committing for ${span(Number(ms))}${completed === undefined || remaining === undefined ? undefined : words`: ${grouped(completed)} operators have flushed, ${grouped(remaining)} have not begun`}`,
  brief: ({ ms, functions, recursive: [view] }) => {
    const doubt =
      functions.length > 0 ? words`; whether ${functionWords(functions)} takes long is not known` : undefined;
    const endless = view && words`, perhaps without end in recursive view ${view.name}`;
    return words`a transaction has been committing for ${span(Number(ms))}${endless ?? doubt}`;
  },
  // Who began it is no longer told once it commits.
  cause: ({ functions, recursive }) => {
    const own =
      functions.length === 0
        ? undefined
        : words`, or a function of the user's own takes long for each row: whether ${functionWords(functions)} does is not known without the circuit profile`;
    const endless =
      recursive.length === 0
        ? undefined
        : words`, or a recursion does not end: ${recursiveWords(recursive)} computes new values in each round, and where its data go in a circle no round is the last. Correct such rows, or bound it in its WHERE (depth < 100)`;
    return words`Every step ends with a commit, so that nobody need have begun it: it has many records, an operator makes many out of few, such as a join on a key with many rows on both sides${own}${endless}. It is stuck only if commit_progress does not move between two calls`;
  },
  next: ({ functions }) => [
    ...(functions.length > 0
      ? [{ tool: "start_samply_profile", args: {}, why: words`for what ${functionWords(functions)} costs` }]
      : []),
    circuitCall(words`for the operator that has the work`),
    { tool: "get_stats", args: {}, why: words`to see whether the commit moves` },
  ],
});

/** "congestion() (line 86)". */
function functionWords(functions: readonly OwnFunction[]): Words {
  return joined(
    functions.map(
      ({ name, lines: [line] }) => words`${name}()${line === undefined ? undefined : words` (line ${line})`}`,
    ),
    words`, `,
  );
}

/** "recursive view lineage (line 130)". */
export function recursiveWords(views: readonly CountingView[]): Words {
  const those = joined(
    views.map(({ name, line }) => words`${name} (line ${line})`),
    words`, `,
  );
  return words`recursive view ${those}`;
}

export const TRANSACTION_RULES = [openTransaction, longCommit];
