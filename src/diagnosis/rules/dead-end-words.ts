import type { DeadEnd } from "../../analysis/circuit/dead-ends.ts";
import { asksForWords, isOfNotNull } from "../../analysis/operators/sql-conditions.ts";
import type { NeverPart } from "../../analysis/operators/time-parts.ts";
import { clip } from "../../text/page/clip.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import { lineWords, operatorWords } from "../../text/sql/operator-words.ts";
import { sqlName } from "../../text/sql/sql-name.ts";
import { type Times, timesApart } from "./times-apart.ts";
import { CODE_CHARS } from "./where.ts";

/** Why no row comes out of it, and what helps. */
export function endCause(dead_end: DeadEnd, times: Times): Words {
  if (dead_end.kind === "join") return noPair(dead_end, times);
  if (dead_end.kind === "not_in") return dead_end.nulls === 0 ? ALL_FOUND : NULL_WITHIN;
  if (dead_end.may_take_apart) return NOTHING_WITHIN;
  const { kind, never, condition = "", may_be_null = [], outer } = dead_end;
  if (never !== undefined)
    return words`No row can meet that condition, since ${never.part} is never ${never.never}`;
  if (kind === "filter" && MINDS_CASE.test(condition))
    return words`${CAUSES.filter}; LIKE minds upper and lower case, and ILIKE does not`;
  if (kind === "null_key")
    return words`An inner join leaves out what has NULL for its key, and makes no error. ${whyNull(outer)}. Or take a LEFT JOIN`;
  if (dead_end.asks_for_old) return TOO_NEW;
  if (kind !== "filter") return CAUSES[kind];
  if (dead_end.keys)
    return words`An inner join leaves out what has NULL for its key, and makes no error; one operator does both, so that which of the two no row meets is not known: count the rows by each. ${whyNull(outer)}`;
  const unmet = asksForWords(condition)
    ? words`${CAUSES.filter}, which may write it otherwise (case, blanks)`
    : CAUSES.filter;
  if (may_be_null.length === 0) return unmet;
  if (areAllNull(dead_end)) return words`${CAUSES.filter}. ${whyNull(outer)}`;
  const not_found =
    outer &&
    words`, as where ${outerWords(outer)} finds no row (keys that are written otherwise, or times of another zone)`;
  return words`Of NULL nothing is true but IS NULL, and not its opposite (NOT) either, and a condition lets only true through: ${nameList(may_be_null)} may be NULL in every row${not_found}. ${unmet}`;
}

/** "a LEFT JOIN". */
export function outerWords(outer: NonNullable<DeadEnd["outer"]>): Words {
  return outer === "LEFT_ASOF" ? words`a LEFT ASOF JOIN` : words`a ${outer} JOIN`;
}

const MINDS_CASE = /\bLIKE '[^']*[a-z]/i;

/** Where a column is NULL in every row. */
function whyNull(outer: DeadEnd["outer"]): Words {
  return outer === undefined
    ? words`Look at why: a column is also NULL, without an error, whose field the rows name otherwise or have within another (as change events have, by another update_format)`
    : words`Look at why: what ${outerWords(outer)} finds no row for is NULL, without an error (keys that are written otherwise, rows of different times), or the column is itself`;
}

const CAUSES: Readonly<Record<Exclude<DeadEnd["kind"], "join" | "not_in" | "null_key">, Words>> = {
  window: words`Its bounds move with the time, and the times of the rows lie outside of them: rows of an earlier time, as a file may hold, or that come too late, times of another zone than UTC, or of another unit (seconds for milliseconds)`,
  intersect: words`Rows are the same only if each of their columns is: look for one that the parts write otherwise or hold different things in, and ask for the columns that decide alone, with a join or IN. If nothing is in both, nothing is wrong`,
  except: words`If nothing is to be left, nothing is wrong`,
  filter: words`No row meets its condition. If it is a view of what is rare, nothing is wrong; else compare the condition with the rows themselves`,
};

const TOO_NEW = words`It asks for rows older than so much by the clock, and those that come are newer: they pass as soon as they are old enough, if nothing has changed them by then. If they should be by now, look at their times: of another zone than UTC, they may lie ahead`;

const NULL_WITHIN = words`NOT IN asks of every value that the subquery gives whether it is another, and of NULL that is neither true nor false: with one NULL among them no row passes. Leave NULL out in the subquery (IS NOT NULL), or take NOT EXISTS`;

const ALL_FOUND = words`No NULL has come there: each row is found among the subquery's values, or has NULL itself. Then nothing is wrong`;

const NOTHING_WITHIN = words`What an UNNEST takes apart there is empty in every row, or no row meets its condition, as none does of NULL. If it is a view of what is rare, nothing is wrong; else look at the rows themselves`;

/** Whether no row passes since a column is NULL in each: nothing else is asked. */
function areAllNull({ kind, condition = "", may_be_null = [] }: DeadEnd): boolean {
  return kind === "filter" && may_be_null.length > 0 && isOfNotNull(condition);
}

/** "1 (Sunday) to 7". */
function partWords({ part, least, most }: NeverPart): Words {
  const day = FIRST_DAYS.get(part);
  return words`${least}${day && words` (${day})`} to ${most}`;
}

const FIRST_DAYS: ReadonlyMap<string, Words> = new Map([
  ["DOW", words`Sunday`],
  ["DAYOFWEEK", words`Sunday`],
  ["ISODOW", words`Monday`],
]);

/** Or may be, where the program does not tell. */
function isOfText(compared: DeadEnd["compared"]): boolean {
  return compared?.is === "text" || compared?.is === "untold";
}

/** What may be the reason that no row of one side finds one of the other. */
export function whyApart(compared: DeadEnd["compared"], times: Times): Words {
  const isOfOneTime = times.length > 1 && timesApart(times) === undefined;
  const reasons = [
    words`columns that hold different things`,
    ...(isOfText(compared) ? [words`keys that are written otherwise (case, blanks, zeros in front)`] : []),
    words`partners that are missing`,
    ...(isOfOneTime ? [] : [words`rows of different times`]),
  ];
  return words`${joined(reasons.slice(0, -1), words`, `)} or ${reasons.at(-1)}`;
}

function noPair({ has_condition, compared }: DeadEnd, times: Times): Words {
  const why = whyApart(compared, times);
  const apart = (no: Words) => words`${no} row of one side finds one of the other: ${why}`;
  if (compared?.is === "day and moment") {
    const { day, moment: at } = compared;
    return words`A date, as ${day}, equals a moment, as ${at}, at midnight alone: compare ${day} with CAST(${at} AS DATE). Or ${apart(words`no`)}`;
  }
  return has_condition
    ? words`No pair of rows meets the condition that the join has beside its keys (a WHERE over both sides): then, if it is a view of what is rare, nothing is wrong. Or ${apart(words`no`)}`
    : apart(words`No`);
}

/** "no row passes the condition "kind = 'pulse'" of the operator in view pulses on line 3", or every key is NULL. */
export function endWords(none: Words, dead_end: DeadEnd, isBrief = false): Words {
  const { kind, place, condition, never, keys } = dead_end;
  const code = condition === undefined ? undefined : words`${clip(condition, CODE_CHARS)}`;
  const of = operatorWords(place, place.operator);
  if (kind === "null_key") return words`every key in ${code && words`${code} `}is NULL`;
  if (kind === "not_in") return notInWords(dead_end, code ?? words`NOT IN`);
  if (kind === "intersect" || kind === "except") return setWords(none, dead_end);
  if (isBrief && never !== undefined)
    return words`${none} passes ${code}: ${never.part} is ${never.least} to ${never.most}`;
  if (keys && code && isBrief)
    return words`${none} meets ${code} with ${nameList(keys)} not NULL${lineWords(place)}`;
  if (keys && code)
    return words`${none} meets both ${code} and that ${nameList(keys)}, the key of the join behind it, is not NULL, in ${of}`;
  if (isBrief && kind === "filter" && condition !== undefined && asksForWords(condition))
    return words`${none} meets ${code}${lineWords(place)}`;
  if (dead_end.asks_for_old) return words`${none} is old enough yet for ${of}`;
  const asked =
    kind === "filter" && !dead_end.may_take_apart
      ? words`the condition ${code && words`${code} `}of `
      : undefined;
  const joined_by = kind === "join" && !isBrief ? code && words`, ${code}` : undefined;
  return words`${none} passes ${asked}${of}${joined_by}${whyNone(dead_end)}`;
}

/** "no row is in each part of the INTERSECT in view both_in", "no row is left by the EXCEPT in view but". */
function setWords(none: Words, { kind, place: { relation } }: DeadEnd): Words {
  const of = relation && words` in ${relation.kind} ${sqlName(relation.name)}`;
  return kind === "except"
    ? words`${none} is left by the EXCEPT${of}`
    : words`${none} is in each part of the INTERSECT${of}`;
}

/** ", and cancelled may be NULL", ", and DOW goes from 1 (Sunday) to 7". */
function whyNone(dead_end: DeadEnd): Words | undefined {
  const { kind, never, may_be_null = [], outer } = dead_end;
  if (never !== undefined) return words`, and ${never.part} goes from ${partWords(never)}`;
  if (kind !== "filter" || may_be_null.length === 0) return undefined;
  return areAllNull(dead_end)
    ? words`: ${nameList(may_be_null)} is NULL in every row`
    : words`, and ${nameList(may_be_null)} may be NULL${outer && words`, as where ${outerWords(outer)} finds no row`}`;
}

/** "no row passes "id NOT IN (SELECT …)" on line 3, since cow_id is NULL there". */
function notInWords({ nulls, place, may_be_null = [] }: DeadEnd, code: Words): Words {
  const columns = may_be_null.length === 0 ? words`a column` : nameList(may_be_null);
  const why =
    nulls === 0
      ? undefined
      : nulls === undefined
        ? words`, and ${columns} may be NULL there`
        : words`, since ${columns} is NULL there`;
  const line = lineWords(place);
  return words`no row passes ${code}${line}${why}`;
}
