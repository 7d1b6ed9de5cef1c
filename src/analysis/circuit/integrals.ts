import * as z from "zod";
import { joinConditions } from "../operators/join-conditions.ts";
import { type SqlGraph, type SqlInput, type SqlOperator, upstream } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { BOUNDS, boundBy, boundsOf, cuttingUsers, integrates, isEndless } from "./bounds.ts";
import { type Contents, everyTableIn, isGrouping, isJoin, isTable, tablesIn } from "./contents.ts";
import { nearestCount, ownOrFed, RECORDS_IN, RECORDS_OUT, recordsLeft, sumOf, total } from "./counts.ts";
import { distinctValues } from "./distinct-values.ts";
import { type GroupedTimes, groupedTimes, isOfGroups, ROUNDED_TO } from "./grouped-times.ts";
import { integralId, isOfOutput } from "./integral-id.ts";
import { keptFor } from "./kept-for.ts";
import { madeFor } from "./made-joins.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";
import { retainedFrom } from "./retained-from.ts";
import { type TableFacts, tableNames } from "./tables.ts";

export const Integral = z.object({
  id: z.string(),
  /** What a join, an aggregate or the like has taken, or put out; a table with a primary key; a materialized view. */
  holds: z.enum(["input", "output", "table", "view"]),
  /** The SQL operators that look things up in it; what a join is made for, where the program does not write that join. */
  used_by: z.array(SqlPlace),
  bound: z.enum(BOUNDS),
  /** The tables whose rows, keys or groups it holds. */
  tables: z.array(z.string()),
  /** Of rows or groups, the tables with a primary key whose keys they are made of as well. */
  keyed_tables: z.array(z.string()).optional(),
  /** Of the index of a primary key, its columns; absent where they are not known. */
  key: z.array(z.string()).optional(),
  /** The tables of the other side, or sides, where it is one side of a join. */
  other_side: z.array(z.string()),
  /** The SQL that such a join compares by; none where it is not known. */
  conditions: z.array(z.string()),
  /** The columns of times of its one table that it groups by, as they are or rounded. */
  grouped_times: z.array(z.string()).optional(),
  /** Of its one table: the column that HOP makes the windows of by which it groups, and which LATENESS does not reach. */
  hops_of: z.string().optional(),
  /** Of groups that nothing lets go: new ones come with each new one of these of the first of those columns, or of that. */
  each_new: z.enum(ROUNDED_TO).optional(),
  /** The columns that such groups are by beside; absent where they are not known. */
  grouped_beside: z.array(z.string()).optional(),
  /** Of an aggregate of DISTINCT values, which has a group for each of them as well: the columns that they are of. */
  distinct: z.array(z.string()),
  /**
   * Of what LATENESS bounds: for how much longer it is kept, for a group that goes on as long or a RANGE of OVER, in ms;
   * of what the clock of NOW() bounds: for how long.
   */
  kept_for_ms: z.number().optional(),
  /** Whether it is of an OVER whose window begins with the first row. */
  is_endless: z.literal(true).optional(),
  /** The tables whose LATENESS bounds it. */
  waterlines: z.array(z.string()),
  /** Whether rows of any of these move the time on by which it is let go: LATENESS of a view over several. */
  any_moves: z.literal(true).optional(),
  /** The compiler's names of the joins that its rows came through. */
  behind: z.array(z.string()),
  records: z.number(),
  /**
   * How many are left once what cancels out has met: an update of a row stands beside the row that it replaces, with a
   * negative weight, until the two are merged; so do the parts of one group's sum.
   */
  merged_records: z.number(),
  /** In memory and in storage. */
  bytes: z.number(),
  /** How many records have come to it since the pipeline started. */
  arrived: z.number().optional(),
  /**
   * Of a DISTINCT: how many of those it put out, one for each that was not there before; a deletion of the last of its
   * kind counts as well, so that they may be fewer. What it has taken may hold equal records until they are merged.
   */
  new_keys: z.number().optional(),
  /** Of values that a DISTINCT has put out: how many records have come to that. */
  came_to_distinct: z.number().optional(),
  /** Whether it is what a linear aggregate (COUNT, SUM, AVG) makes its results of. */
  are_sums: z.literal(true).optional(),
  /**
   * Of the sums of a linear aggregate whose groups LATENESS is to let go: whether the runtime lets go its results alone.
   * dbsp sets the bound where it looks for no such state, from 0.364 on where it does.
   */
  never_let_go: z.literal(true).optional(),
  /** The time before which it forgets, in UTC, RFC 3339; absent where no time is known by which it does. */
  retained_from: z.string().optional(),
});

export type Integral = z.infer<typeof Integral>;

/** How many of the largest integrals are told. */
const INTEGRALS = 50;

/**
 * The integrals of a circuit: what joins, aggregates, tables and the like keep. A trace goes by the persistent id of
 * the stream that it integrates, and a suffix that says which of its integrals it is.
 */
export function integralsOf(
  profile: CircuitProfile,
  places: SqlPlaces,
  tables: ReadonlyMap<SqlOperator, TableFacts>,
  contents: (operator: SqlOperator) => Contents,
  withId: ReadonlyMap<string, Operator>,
): Integral[] {
  const graph = places.graph;
  const boundOf = boundsOf(graph, contents);
  const namesOf = (some: Iterable<SqlOperator>) => tableNames(some, tables);
  const sourcesOf = (operator: SqlOperator) =>
    (graph.inputs.get(operator) ?? []).flatMap(({ from }) => everyTableIn(contents(from)));

  const kept = traces(profile);
  return kept.flatMap(({ operator, id, suffix }) => {
    const streams = places.withPersistentId(id);
    const [stream] = streams;
    if (stream === undefined) return [];
    const cutting = isWhole(suffix) ? cuttingUsers(streams, graph) : [];
    const holds = cutting.length > 0 ? "input" : holdsOf(stream, suffix, graph);
    const users =
      cutting.length > 0 ? cutting : holds === "input" ? usersOf(streams, suffix, graph) : [stream];
    const taken = isOrdered(suffix) ? graph.inputs.get(stream)?.[0]?.from : undefined;
    const all = contents(taken ?? stream);
    const { bound: ownBound, waterlines } = boundOf(streams, cutting);
    const cut = taken === undefined || waterlines.length > 0 ? ownBound : boundBy(all, false);
    const { bound, ...left } = leftIn(profile, { operator, id, suffix }, kept, cut);
    const arrived = isRewritten(suffix)
      ? undefined
      : nearestCount(profile, operator, profile.operators.predecessors, RECORDS_OUT);
    const retained_from = retainedFrom(profile, operator);
    const written = users.map((user) => (isJoin(user) ? (madeFor(user, graph) ?? user) : user));
    const partners = written
      .filter(isJoin)
      .flatMap((join) => othersIn(graph.inputs.get(join) ?? [], streams));
    const other_side = namesOf(partners.flatMap(({ from }) => everyTableIn(contents(from))));
    const own = namesOf(everyTableIn(all));
    const used_by = [...new Set(written)].flatMap(({ name }) => places.ofOperator(name) ?? []);
    const times = timesOfOne(own, used_by, places);
    // Aggregates of one SELECT may be joined by its groups.
    const isGrouped = times && GROWS.test(bound) && (all.joins.size === 0 || times.isOneSelect);
    return [
      {
        id: operator.id,
        holds,
        used_by,
        bound,
        ...heldOf(bound, all, namesOf),
        ...(isGrouped && timesOf(times, bound === "groups" && isOfGroups(taken ?? stream, graph, times))),
        ...(holds === "table" && bound === "keys" && keyOf(own[0], places)),
        distinct: distinctValues(users, places),
        ...keptFor({ bound, streams, users, lasts_ms: times?.lasts_ms }, places),
        ...(users.some((user) => isEndless(user, graph)) && { is_endless: true as const }),
        other_side,
        conditions: [
          ...new Set(users.filter(isJoin).flatMap((join) => joinConditions(join, places, [own, other_side]))),
        ],
        ...movedBy(waterlines, sourcesOf, namesOf),
        behind: [...all.joins].map(({ name }) => name),
        records: total(profile, operator, "state_records_count"),
        ...left,
        ...(isWeighted(suffix) && { are_sums: true as const }),
        bytes: bytesOf(profile, operator),
        ...(arrived !== undefined && arrived > 0 && { arrived }),
        ...(holds === "input" && newKeys(users, profile, withId)),
        ...(bound === "rows" && cameToDistinct(stream, graph, profile, withId)),
        ...(retained_from !== undefined && { retained_from }),
      },
    ];
  });
}

function heldOf(
  bound: Integral["bound"],
  all: Contents,
  namesOf: (some: Iterable<SqlOperator>) => string[],
): Pick<Integral, "tables" | "keyed_tables"> {
  return {
    tables: bound === "unknown" ? [] : namesOf(tablesIn(all)),
    ...(GROWS.test(bound) && all.keys.size > 0 && { keyed_tables: namesOf(all.keys) }),
  };
}

/** A waterline of one table is moved by its rows, and one of a view over several by those of any. */
function movedBy(
  waterlines: readonly SqlOperator[],
  sourcesOf: (operator: SqlOperator) => readonly SqlOperator[],
  namesOf: (some: Iterable<SqlOperator>) => string[],
): Pick<Integral, "waterlines" | "any_moves"> {
  const any_moves = waterlines.some((one) => sourcesOf(one).length > 1);
  return {
    waterlines: namesOf(waterlines.flatMap((one) => [one, ...sourcesOf(one)])),
    ...(any_moves && { any_moves }),
  };
}

function timesOf(
  { columns, hop, each, beside }: GroupedTimes,
  isOfTime: boolean,
): Pick<Integral, "grouped_times" | "hops_of" | "each_new" | "grouped_beside"> {
  if (columns.length === 0 && hop === undefined) return {};
  return {
    ...(columns.length > 0 && { grouped_times: columns }),
    ...(hop !== undefined && { hops_of: hop }),
    ...(isOfTime && { each_new: each, ...(beside && { grouped_beside: beside }) }),
  };
}

function keyOf(table: string | undefined, { primaryKeys }: SqlPlaces): Pick<Integral, "key"> {
  const key = primaryKeys?.[table ?? ""];
  return key === undefined ? {} : { key };
}

/** The other sides of a join; of rows that are joined with those of the same stream, that stream. */
function othersIn(inputs: readonly SqlInput[], streams: readonly SqlOperator[]): readonly SqlInput[] {
  const others = inputs.filter(({ from }) => !streams.includes(from));
  return others.length > 0 ? others : inputs.slice(1);
}

const GROWS = /^(?:rows|groups)$/;

/** The times that a view of one table groups by. */
function timesOfOne(
  [table, ...others]: readonly string[],
  [place]: readonly SqlPlace[],
  places: SqlPlaces,
): GroupedTimes | undefined {
  return table === undefined || others.length > 0
    ? undefined
    : groupedTimes(place?.relation?.name, table, places);
}

/** None where others than one DISTINCT take it, or that one does not count what it puts out. */
function newKeys(
  [user, ...others]: readonly SqlOperator[],
  profile: CircuitProfile,
  withId: ReadonlyMap<string, Operator>,
): Pick<Integral, "new_keys"> {
  if (user === undefined || others.length > 0 || !isDistinct(user)) return {};
  const distinct = withId.get(user.persistentId ?? "");
  if (distinct === undefined || profile.byWorker(distinct, RECORDS_OUT) === undefined) return {};
  return { new_keys: total(profile, distinct, RECORDS_OUT) };
}

/** What came to those whose values a stream is of; not of another, nor where one does not count. */
function cameToDistinct(
  stream: SqlOperator,
  graph: SqlGraph,
  profile: CircuitProfile,
  withId: ReadonlyMap<string, Operator>,
): Pick<Integral, "came_to_distinct"> {
  const isEnd = (one: SqlOperator) => isDistinct(one) || isGrouping(one);
  const came_to_distinct = sumOf(
    upstream(graph, [stream], isEnd).filter(isDistinct),
    ({ persistentId = "" }) => {
      const node = withId.get(persistentId);
      return node && ownOrFed(profile, node, RECORDS_IN);
    },
  );
  return came_to_distinct === undefined ? {} : { came_to_distinct };
}

function isDistinct({ operation }: SqlOperator): boolean {
  return /distinct/.test(operation);
}

/** Of the integral that is not distributed over the workers, which is what time cuts off. */
function isWhole(suffix: string): boolean {
  return suffix === ".accintegral" || suffix === ".integral";
}

/** Of the tree of an OVER window, whose nodes are written anew with every row below them: few of what comes is new. */
function isRewritten(suffix: string): boolean {
  return suffix.startsWith("-tree_aggregate");
}

/** Of the rows that an operator takes, in the order by which it chooses the top ones of each group. */
function isOrdered(suffix: string): boolean {
  return suffix.startsWith("-ordered");
}

/** Of what a linear aggregate makes of its rows: for each group a sum, in parts until they are merged. */
function isWeighted(suffix: string): boolean {
  return suffix.startsWith("-weighted");
}

/** The sums of a linear aggregate may be negative themselves; it has a group for each of its results. */
function mergedRecords(
  profile: CircuitProfile,
  { operator, id, suffix }: Trace,
  all: readonly Trace[],
): number {
  if (!isWeighted(suffix)) return Math.max(0, recordsLeft(profile, operator));
  const records = total(profile, operator, "state_records_count");
  const results = all.find((other) => other.id === id && isOfOutput(other.suffix));
  return results === undefined ? records : Math.min(records, mergedRecords(profile, results, all));
}

/** What bounds a trace, and how much is left in it. */
function leftIn(
  profile: CircuitProfile,
  trace: Trace,
  all: readonly Trace[],
  bound: Integral["bound"],
): Pick<Integral, "bound" | "merged_records" | "never_let_go"> {
  return bound === "lateness" && isNeverLetGo(profile, trace, all)
    ? {
        bound: "groups",
        merged_records: total(profile, trace.operator, "state_records_count"),
        never_let_go: true,
      }
    : { bound, merged_records: mergedRecords(profile, trace, all) };
}

/** Of parts that wait to be merged there may be about as many as groups. */
const WITH_PARTS = 2;

/** Where the results of a linear aggregate are let go by a time, and the far more sums that they are made of by none. */
function isNeverLetGo(
  profile: CircuitProfile,
  { operator, id, suffix }: Trace,
  all: readonly Trace[],
): boolean {
  const results = all.find((other) => other.id === id && isOfOutput(other.suffix))?.operator;
  if (!isWeighted(suffix) || results === undefined) return false;
  if (retainedFrom(profile, operator) !== undefined || retainedFrom(profile, results) === undefined)
    return false;
  return total(profile, operator, "state_records_count") > WITH_PARTS * recordsLeft(profile, results);
}

/** In memory and in storage. */
function bytesOf(profile: CircuitProfile, operator: Operator): number {
  return total(profile, operator, "used_memory_bytes") + total(profile, operator, "spine_storage_size_bytes");
}

interface Trace {
  readonly operator: Operator;
  readonly id: string;
  readonly suffix: string;
}

/** The largest, by bytes, and as many of the others that forget what a time has passed: they tell of that time. */
function traces(profile: CircuitProfile): Trace[] {
  const all = profile.operators.list
    .flatMap((operator) => {
      const id = integralId(operator.persistentId);
      const records = profile.byWorker(operator, "state_records_count");
      return id === undefined || records === undefined
        ? []
        : [{ operator, id: id.stream, suffix: id.suffix }];
    })
    .toSorted((a, b) => bytesOf(profile, b.operator) - bytesOf(profile, a.operator));
  const timed = all.slice(INTEGRALS).filter(({ operator }) => retainedFrom(profile, operator) !== undefined);
  return [...all.slice(0, INTEGRALS), ...timed.slice(0, INTEGRALS)];
}

function holdsOf(stream: SqlOperator, suffix: string, graph: SqlGraph): Integral["holds"] {
  if (suffix.startsWith("-")) return "input";
  if (isOfOutput(suffix)) return isTable(stream) ? "table" : "output";
  // Of a function over a window; what is kept of a view for queries is that of no operator which integrates.
  if (isWhole(suffix) && integrates(stream)) return "output";
  const next = graph.successors.get(stream) ?? [];
  return next.some(integrates) || next.length === 0 ? "input" : "view";
}

/** Part of an operator, such as what a linear aggregate makes of its rows, is used by that operator itself. */
function usersOf(streams: readonly SqlOperator[], suffix: string, graph: SqlGraph): readonly SqlOperator[] {
  if (suffix.startsWith("-")) return streams.slice(0, 1);
  const next = new Set(streams.flatMap((stream) => graph.successors.get(stream) ?? []));
  const users = [...next].filter(integrates);
  return users.length === 0 ? streams.slice(0, 1) : users;
}
