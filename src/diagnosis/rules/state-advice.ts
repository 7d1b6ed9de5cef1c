import * as z from "zod";
import { TableFacts } from "../../analysis/circuit/tables.ts";
import { SqlPlace } from "../../analysis/operators/sql-places.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { newKeyShare } from "./filling.ts";
import { whyHeldBack } from "./furthest-behind.ts";
import { GrowingState, isKeyIndex } from "./growing-state.ts";
import { LETS_GO_SUMS } from "./kept-sums.ts";

/** State that grows, with what decides what can bound it. */
export const StateAdvice = z.object({
  growing: GrowingState,
  tables: z.array(TableFacts),
  /** Of a join: the tables of the other side, with their columns of times, and of numbers, that the join compares. */
  other_side: z.array(
    z.object({ table: TableFacts, compared: z.array(z.string()), numbers: z.array(z.string()).optional() }),
  ),
  /** Columns that LATENESS is declared on, by table. */
  lateness: z.record(z.string(), z.array(z.string())),
  /** Whether the columns of these tables are known, and what a join compares. */
  is_program_known: z.boolean(),
  /** Whether some of what grows are sums of COUNT, SUM or AVG that this runtime never lets go. */
  keeps_sums: z.literal(true).optional(),
  /** Further state that grows. */
  others: z.array(z.object({ id: z.string(), place: SqlPlace.optional(), bytes: z.number() })),
  /** Materialized views among that, whose rows it holds. */
  views: z.array(z.string()),
  /** Those of it that LATENESS on these columns would bound, where that which is declared does not reach the first. */
  made_by: z.object({ columns: z.array(z.string()), ids: z.array(z.string()) }).optional(),
});

export type StateAdvice = z.infer<typeof StateAdvice>;

/**
 * What keeps state, as far as that decides what can bound it. What LATENESS does in each is what the SQL compiler of
 * 0.337 made of programs with and without it (test/recordings/graphs).
 */
type Keeper = "join" | "asof" | "antijoin" | "distinct" | "ranking" | "neighbours" | "rolling" | "groups";

const KEEPERS: readonly (readonly [RegExp, Keeper])[] = [
  [/antijoin/, "antijoin"],
  [/asof/, "asof"],
  [/join/, "join"],
  [/distinct/, "distinct"],
  [/^(?:topK|rank|row_number)/, "ranking"],
  [/^lag/, "neighbours"],
  [/rolling/, "rolling"],
];

function keeperOf({ used_by: [user] }: GrowingState["integral"]): Keeper {
  return KEEPERS.find(([operations]) => operations.test(user?.operation ?? ""))?.[1] ?? "groups";
}

/** Why state grows, and what would bound it. */
export function whyItGrows(about: StateAdvice): Words {
  const { growing, tables } = about;
  const { integral, by } = growing;
  switch (by) {
    case "rows":
    case "groups":
      return integral.holds === "view" ? MATERIALIZED : words`${whyItStays(about)}${viewsKept(about)}`;
    case "new_keys":
      return isKeyIndex(integral)
        ? words`${compositeWords(integral)}${KEY_INDEX}`
        : words`A table with a primary key has to know its rows, and what is made of it grows with its keys (${namesOf(tables.filter((one) => newKeyShare(one) >= THRESHOLDS.newKeyShare))}). It stays as it is once no new keys come; rows that no longer matter have to be deleted: a filter by their age lets go what is made of them, and not the table's own`;
    case "time":
      return growing.until?.by !== undefined
        ? words`It is level once as much time has passed in the rows as its window or group takes in. A shorter one keeps less, and so do fewer columns in it`
        : words`A row stays until a time has come that is later by as much as LATENESS allows. Declare no more than rows of ${nameList(integral.waterlines)} really come late by`;
    case "no_waterline_yet":
      return words`Start what feeds ${nameList(integral.waterlines)}, or see why nothing comes; the state shrinks once its rows have caught up`;
    case "waterline_stands":
      return words`What several tables feed is let go up to the time of that which is furthest behind, and a table to which nothing comes stands still. Send it a row now and then that moves its time on, or take it out of the program once it has ended, or into the other table`;
    case "waterline_behind":
      return words`${growing.behind && whyHeldBack(growing.behind)}`;
    case "unknown":
      return words`The program's dataflow graph was not read, or has an operation that this server does not know`;
  }
}

/** Of several columns one may be new with each row, and the others are what it is meant to replace rows by. */
function compositeWords({ key = [] }: GrowingState["integral"]): Words | undefined {
  return key.length < 2
    ? undefined
    : words`If rows are to replace those before, leave out of the key which of ${nameList(key)} is new with each. `;
}

/** LATENESS on another column lets go no key, since a late row is known by the row that it would replace. */
const KEY_INDEX = words`A later row may replace or delete the one of its key, which stays for that. Of an endless stream whose keys do not come again, declare no PRIMARY KEY; LATENESS lets go rows of the index only on a column of the key itself, where the table is not MATERIALIZED, and else they stay until they are deleted`;

/** What would bound it, in kind: what is told of one is told of all alike. */
function cureOf({ integral, by }: GrowingState): "keys" | "sums" | "views" | "lateness" {
  if (by === "new_keys") return "keys";
  if (integral.holds === "view") return "views";
  return integral.never_let_go ? "sums" : "lateness";
}

const TOLD_BESIDE: ReadonlySet<GrowingState["by"]> = new Set(["rows", "groups", "new_keys"]);

/** The first of these that something else would bound; what is kept for queries is told with any. */
export function curedOtherwise(
  growing: GrowingState,
  others: readonly GrowingState[],
): GrowingState | undefined {
  const told = new Set([cureOf(growing), "views"]);
  return others.find((one) => TOLD_BESIDE.has(one.by) && !told.has(cureOf(one)));
}

/** The views whose rows are kept for queries. */
export function materialized(integrals: readonly GrowingState["integral"][]): string[] {
  return integrals.flatMap(({ holds, used_by: [view] }) =>
    holds === "view" ? (view?.relation?.name ?? []) : [],
  );
}

function viewsKept({ views }: StateAdvice): Words | undefined {
  return views.length === 0
    ? undefined
    : words`. What ${nameList(views)} keeps for queries (MATERIALIZED) grows all the same`;
}

const MATERIALIZED = words`A materialized table or view keeps all its rows for queries: one that is not materialized keeps none, and its outputs are the same`;

function whyItStays(about: StateAdvice): Words {
  const { integral } = about.growing;
  const grouped = integral.distinct.length > 0 ? COMPARED : GROUPED;
  switch (keeperOf(integral)) {
    case "join":
      return about.other_side.length > 0 ? whyJoinKeeps(about) : whyGroupsStay(about, grouped);
    case "asof":
      return whyAsofKeeps(about);
    case "antijoin":
      return words`${ONLY_SOME_JOINS}${leaveOut(about, words`the join`)}`;
    case "ranking":
      return words`ROW_NUMBER, RANK, FIRST_VALUE, LIMIT and the like have to know every row that may move up, and LATENESS does not change that${leaveOut(about, words`it`)}`;
    case "rolling":
      return whyWindowKeeps(about);
    case "distinct":
      return whyGroupsStay(about, SELECTED);
    case "neighbours":
      return whyGroupsStay(about, PARTITIONED);
    case "groups":
      return whyGroupsStay(about, grouped);
  }
}

/** RIGHT and FULL JOIN, LEFT JOIN by a range, NOT EXISTS and NOT IN keep the rows that have no partner yet. */
const ONLY_SOME_JOINS = words`LATENESS bounds inner joins, and LEFT JOIN by "=", but not what RIGHT JOIN, FULL JOIN, LEFT JOIN by a range, NOT EXISTS and NOT IN keep for rows without a match. A RIGHT JOIN can be written as LEFT JOIN with its sides exchanged`;

/** LATENESS on one side bounds the state of the other. */
function whyJoinKeeps(about: StateAdvice): Words {
  const { tables, other_side, is_program_known, growing } = about;
  const own = namesOf(tables);
  const others = namesOf(other_side.map(({ table }) => table));
  const why = words`A row of ${own} stays as long as a row of ${others} may still come that matches it: LATENESS on one side of a join bounds the state of the other`;
  if (!is_program_known) {
    return words`${why}. Which columns this join compares, and which have LATENESS, is not known`;
  }
  const compared = comparedOf(about);
  const undeclared = compared.filter(({ hasLateness }) => !hasLateness);
  if (undeclared.length > 0) {
    return words`${why}. Declare LATENESS on ${columnList(undeclared)}, which this join compares, if its rows come in about that order`;
  }
  if (compared.length > 0) {
    const until = words`${why}. It is declared on ${columnList(compared)}, which this join compares, and yet does not reach this state`;
    return growing.integral.behind.length > 0
      ? words`${until}: ${ENDS_AT_A_JOIN}`
      : words`${until}: ${ONLY_SOME_JOINS}`;
  }
  const elsewhere = declaredOn(
    about,
    other_side.map(({ table }) => table),
  );
  if (elsewhere.length > 0) {
    return words`${why}. LATENESS is declared on ${nameList(elsewhere)}, and does not reach what this join compares: compare that column, too, if rows that match are near in time`;
  }
  const numbers = other_side.flatMap(({ table: { name }, numbers = [] }) =>
    numbers.map((column) => `${name}.${column}`),
  );
  const no_times =
    numbers.length === 0
      ? words`${why}, and this join compares no column of times of ${others}, so that LATENESS would change nothing`
      : words`${why}. This join compares no column of times of ${others}; LATENESS on the number ${nameList(numbers)} bounds it only if that rises as rows come, and what is lower comes no more`;
  return words`${no_times}${leaveOut(about, words`the join`)}`;
}

/** LATENESS on one side alone bounds neither. */
function whyAsofKeeps(about: StateAdvice): Words {
  const why = words`The state of an ASOF join is bounded once both of its sides have LATENESS on what MATCH_CONDITION compares`;
  if (!about.is_program_known) return words`${why}; which have it is not known`;
  const undeclared = [...about.tables, ...about.other_side.map(({ table }) => table)].filter(
    (one) => !hasLateness(about, one),
  );
  if (undeclared.length === 0) {
    const ends = about.growing.integral.behind.length > 0 ? words`. ${ENDS_AT_A_JOIN}` : undefined;
    return words`${why}; here it does not reach it${ends}`;
  }
  return words`${why}: ${namesOf(undeclared)} has none yet`;
}

function whyWindowKeeps(about: StateAdvice): Words {
  if (about.growing.integral.is_endless)
    return words`OVER without a lower bound looks back to the first row, so that it keeps all, whatever LATENESS says. If fewer would do, give it one (RANGE BETWEEN INTERVAL … PRECEDING AND CURRENT ROW), and LATENESS on the column that it is ordered by`;
  const why = words`OVER with RANGE forgets what lies before its window once the column that it is ordered by has LATENESS`;
  const times = timesOf(about.tables);
  const declared = declaredOn(about, about.tables);
  if (declared.length > 0) {
    return words`${why}. It is declared on ${nameList(declared)}, and does not reach this state: order by that column as it is${mixedWords(about)}`;
  }
  if (!about.is_program_known || times.length === 0) return why;
  return words`${why}: declare it on the one of ${nameList(times)} that it is ordered by`;
}

/** How a column becomes part of what is kept a record for. */
interface Grouping {
  readonly kept: Words;
  readonly by: Words;
}

const GROUPED: Grouping = { kept: words`Groups are`, by: words`group by` };
const COMPARED: Grouping = { kept: words`The values that DISTINCT compares are`, by: words`group by` };
const SELECTED: Grouping = { kept: words`Distinct rows are`, by: words`select` };
const PARTITIONED: Grouping = {
  kept: words`The rows that LAG and LEAD look at are`,
  by: words`PARTITION BY`,
};

/** What is grouped is forgotten once LATENESS says that none of its rows can come any more. */
function whyGroupsStay(about: StateAdvice, { kept, by }: Grouping): Words {
  const { tables, growing } = about;
  const why = words`${kept} forgotten only once LATENESS says that no row of theirs can come any more`;
  const declared = declaredOn(about, tables);
  if (growing.integral.never_let_go) {
    return words`LATENESS on ${nameList(declared)} lets go the results, and Feldera before ${LETS_GO_SUMS} never the sums that COUNT, SUM and AVG make them of: upgrade, or start it anew before memory is short`;
  }
  const hop = whyHopsStay(about);
  if (hop !== undefined) return words`${why}. ${hop}`;
  const grouped = groupedTimesOf(about);
  const sums = about.keeps_sums && SUMS_STAY;
  if (grouped.length > 0) {
    const instead = declared.length > 0 && words`, and not on ${nameList(declared)} alone`;
    return words`${why}: declare it on ${nameList(grouped)}, which they are made by${instead || undefined}${sums}`;
  }
  if (declared.length > 0) {
    const column = about.made_by ? words`a column that has it` : words`that column`;
    const reach = words`${madeByWords(about)}${why}. LATENESS is declared on ${nameList(declared)}, and does not reach this state: ${by} ${column}, or it rounded (TUMBLE, TIMESTAMP_TRUNC, a date), as well. HOP, EXTRACT(HOUR …), CASE and text made of it may lose it${mixedWords(about)}`;
    return growing.integral.behind.length > 0 ? words`${reach}. ${ENDS_AT_A_JOIN}` : reach;
  }
  if (!about.is_program_known) {
    return words`${why}. Which columns of ${namesOf(tables)} have it is not known`;
  }
  const times = timesOf(tables);
  return times.length === 0
    ? words`${why}, and ${namesOf(tables)} has no column of times that it could be declared on: this state is as large as what was read, unless rows are deleted or grouped by less`
    : words`${why}: declare it on ${nameList(times)} and ${by} that, or it rounded (TUMBLE, TIMESTAMP_TRUNC, a date), as well; without both, the state stays${sums}`;
}

/** A row is of several windows of HOP, and the compiler follows no LATENESS into them. */
function whyHopsStay({ growing: { integral }, tables: [table], lateness }: StateAdvice): Words | undefined {
  const { hops_of } = integral;
  if (hops_of === undefined || table === undefined) return undefined;
  const column = `${table.name}.${hops_of}`;
  const reach = lateness[table.name]?.includes(hops_of)
    ? words`LATENESS is declared on it, and does not reach them`
    : words`LATENESS on it does not reach them (in Feldera 0.337)`;
  return words`HOP makes its windows of ${column}: ${reach}. Where windows need not overlap, group by TUMBLE of it, which LATENESS lets go; if old rows no longer matter, leave them out before HOP, by ${column} against NOW()`;
}

/** "Declare LATENESS on orders.at, by which the groups of nn57 are made: it bounds those. ". */
function madeByWords({ made_by }: StateAdvice): Words | undefined {
  return (
    made_by &&
    words`Declare LATENESS on ${nameList(made_by.columns)}, by which the groups of ${nameList(made_by.ids)} are made: it bounds those. `
  );
}

const SUMS_STAY = words`. Feldera before ${LETS_GO_SUMS} lets go the results of COUNT, SUM and AVG by that, and never the sums that they are made of: upgrade as well`;

const ENDS_AT_A_JOIN = words`LATENESS ends at a join before it that does not compare the columns which have it on both sides: compare them there, or declare LATENESS on the view that holds that join`;

/** Tables without LATENESS whose rows come to the same state: with them, old rows may come at any time. */
function mixedWords(about: StateAdvice): Words | undefined {
  const none = about.tables.filter((one) => !hasLateness(about, one));
  return none.length === 0
    ? undefined
    : words`. Rows of ${namesOf(none)}, which has none, come to it, too: declare it there as well`;
}

/** On the table, or on a view over it alone. */
function hasLateness({ lateness }: StateAdvice, { name, has_waterline }: TableFacts): boolean {
  return has_waterline || lateness[name] !== undefined;
}

/** What bounds state where LATENESS cannot. */
function leaveOut({ tables }: StateAdvice, before: Words): Words | undefined {
  const times = timesOf(tables);
  return times.length === 0
    ? undefined
    : words`. If old rows no longer matter, leave them out before ${before}, by ${nameList(times)} against NOW()`;
}

/** The times that groups of a table are made by, where it has LATENESS on none of them. */
function groupedTimesOf(about: StateAdvice): string[] {
  const { integral, by } = about.growing;
  const { grouped_times = [] } = integral;
  const [table, ...others] = about.tables;
  if (table === undefined || others.length > 0 || (by !== "rows" && by !== "groups")) return [];
  const declared = about.lateness[table.name];
  if (declared === undefined && table.has_waterline) return [];
  return grouped_times.some((column) => declared?.includes(column))
    ? []
    : grouped_times.map((column) => `${table.name}.${column}`);
}

/** The columns on which LATENESS would bound what a join or groups keep, as far as that is known. */
export function boundingColumns(about: StateAdvice): string[] {
  const { integral, by } = about.growing;
  if (integral.holds === "view" || !about.is_program_known) return [];
  if (integral.are_sums && about.keeps_sums) return [];
  const keeper = keeperOf(integral);
  if (keeper === "groups" || keeper === "distinct") return groupedTimesOf(about);
  if (by !== "rows" || keeper !== "join") return [];
  return comparedOf(about).flatMap(({ column, hasLateness }) => (hasLateness ? [] : [column]));
}

const GROUPED_BY: ReadonlySet<Keeper> = new Set(["groups", "distinct", "neighbours"]);

/** The columns with LATENESS that does not reach what is grouped. */
export function unreachedLateness(about: StateAdvice): string[] {
  const { integral, by } = about.growing;
  const isGrouped = integral.holds !== "view" && GROUPED_BY.has(keeperOf(integral));
  const isKept = (by === "rows" || by === "groups") && !integral.never_let_go;
  return isGrouped && isKept ? declaredOn(about, about.tables) : [];
}

/** Of the others, those that the largest of them with groups by a time has its cure in common with. */
export function madeByTimes(about: StateAdvice, others: readonly StateAdvice[]): StateAdvice["made_by"] {
  if (unreachedLateness(about).length === 0 || boundingColumns(about).length > 0) return undefined;
  const tables = new Set(about.tables.map(({ name }) => name));
  const grouped = others
    .filter((one) => GROUPED_BY.has(keeperOf(one.growing.integral)))
    .filter((one) => one.tables.every(({ name }) => tables.has(name)))
    .map((one) => ({ id: one.growing.integral.id, columns: boundingColumns(one) }));
  const columns = grouped.find((one) => one.columns.length > 0)?.columns ?? [];
  const ids = grouped.filter((one) => one.columns.some((column) => columns.includes(column)));
  return ids.length === 0 ? undefined : { columns, ids: ids.map(({ id }) => id) };
}

interface ComparedColumn {
  readonly column: string;
  readonly hasLateness: boolean;
}

function comparedOf({ other_side, lateness }: StateAdvice): ComparedColumn[] {
  return other_side.flatMap(({ table: { name }, compared }) =>
    compared.map((column) => ({
      column: `${name}.${column}`,
      hasLateness: (lateness[name] ?? []).includes(column),
    })),
  );
}

function columnList(columns: readonly ComparedColumn[]): Words {
  return nameList(columns.map(({ column }) => column));
}

function declaredOn({ lateness }: StateAdvice, tables: readonly TableFacts[]): string[] {
  return tables.flatMap(({ name }) => (lateness[name] ?? []).map((column) => `${name}.${column}`));
}

function timesOf(tables: readonly TableFacts[]): string[] {
  return tables.flatMap(({ name, time_columns = [] }) => time_columns.map((column) => `${name}.${column}`));
}

function namesOf(tables: readonly TableFacts[]): Words {
  return nameList(tables.map(({ name }) => name));
}
