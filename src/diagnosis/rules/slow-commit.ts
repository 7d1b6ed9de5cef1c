import * as z from "zod";
import { Hop, hopsOf } from "../../analysis/pipeline/hops.ts";
import { CountingView, countingViews } from "../../analysis/pipeline/recursive-views.ts";
import { OwnFunction, ownFunctions } from "../../analysis/pipeline/sql-operations.ts";
import { ManyJoins } from "../../analysis/program/many-joins.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { grouped, span } from "../../text/page/format.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { isLongCommit } from "./transaction.ts";
import { circuitCall } from "./where.ts";

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
    /** Which of its joins may have many rows on both sides of a key; absent where that is not known. */
    joins: ManyJoins.optional(),
    /** Whether the circuit was read, which tells what has the work. */
    is_circuit_read: z.boolean(),
    /** As well: its HOPs that make many rows of each. */
    hops: z.array(Hop),
    /** Whether the circuit profile, which comes between two steps, was waited for in vain. */
    is_circuit_late: z.boolean(),
  }),
  find({ stats, pipeline, circuit_profile, unanswered, many_joins }) {
    const { ms, commit } = stats?.transaction ?? {};
    if (ms === undefined || !isLongCommit(stats)) return [];
    const program = (circuit_profile === undefined && pipeline?.program_code) || "";
    return [
      {
        about: {
          ms,
          functions: ownFunctions(program),
          recursive: countingViews(program),
          hops: hopsOf(program).filter(({ rows }) => rows >= THRESHOLDS.joinFactor),
          ...(many_joins && { joins: many_joins }),
          is_circuit_read: circuit_profile !== undefined,
          is_circuit_late: unanswered?.includes("circuit_profile") ?? false,
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
  brief: ({ ms, functions, recursive: [view], joins, hops, is_circuit_read, is_circuit_late }) => {
    const [join, ...joins_beside] = is_circuit_read ? [] : (joins?.may ?? []);
    const isOne = join !== undefined && joins_beside.length === 0;
    const may = isOne ? words`; whether ${join.handle} makes many rows is not known` : undefined;
    const doubt =
      functions.length > 0 ? words`; whether ${functionWords(functions)} takes long is not known` : may;
    const endless = view && words`, perhaps without end in recursive view ${view.name}`;
    const late = is_circuit_late ? words`, and the circuit profile comes only after its step` : undefined;
    const many = hops.length === 0 ? undefined : words`, and ${hopsWords(hops)}`;
    return words`a transaction has been committing for ${span(Number(ms))}${many ?? endless ?? doubt ?? late}`;
  },
  // Who began it is no longer told once it commits.
  cause: ({ functions, recursive, joins, hops, is_circuit_read }) => {
    const own =
      functions.length === 0
        ? undefined
        : words`, or a function of the user's own takes long for each row: whether ${functionWords(functions)} does is not known without the circuit profile`;
    const endless =
      recursive.length === 0
        ? undefined
        : words`, or a recursion does not end: ${recursiveWords(recursive)} computes new values in each round, and where its data go in a circle no round is the last. Correct such rows, or bound it in its WHERE (depth < 100)`;
    return words`Every step ends with a commit, so that nobody need have begun it: it has many records, an operator makes many out of few${hops.length === 0 ? joinsWords(joins, is_circuit_read) : words` (${hopsWords(hops)}: take longer steps for it)`}${own}${endless}. It is stuck only if commit_progress does not move between two calls`;
  },
  next: ({ functions, is_circuit_late }) => [
    ...(functions.length > 0
      ? [{ tool: "start_samply_profile", args: {}, why: words`for what ${functionWords(functions)} costs` }]
      : []),
    circuitCall(
      is_circuit_late
        ? words`to wait longer for the circuit profile, which comes when the step ends and tells which operator has the work`
        : words`for the operator that has the work`,
    ),
    { tool: "get_stats", args: {}, why: words`to see whether the commit moves` },
  ],
});

/** More are no help to who looks for one. */
const FEW_JOINS = 3;

/** ", such as a join on a key with many rows on both sides: of its joins only the join in view v may pair many with many". */
function joinsWords(joins: ManyJoins | undefined, isCircuitRead: boolean): Words {
  if (joins === undefined) return words``;
  const many = words`on a key with many rows on both sides`;
  const { may, others } = joins;
  if (may.length + others === 0) return words``;
  if ((may.length > 0 && isCircuitRead) || may.length > FEW_JOINS) return words`, such as a join ${many}`;
  if (may.length === 0) return words`, such as a join ${many}, which none of its joins has`;
  const those = joined(
    may.map((one) => operatorWords(one, one.operator)),
    words`, `,
  );
  const only = others === 0 ? those : words`of its joins only ${those}`;
  return words`, such as a join ${many}: ${only} may pair many rows with many, and how many is not known`;
}

/** "HOP on line 3 makes 1,440 rows of each". */
function hopsWords(hops: readonly Hop[]): Words {
  return joined(
    hops.map(({ line, rows }) => words`HOP on line ${line} makes ${grouped(rows)} rows of each`),
    words`, `,
  );
}

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

export const SLOW_COMMIT_RULES = [longCommit];
