import * as z from "zod";
import { boundsOf } from "../circuit/bounds.ts";
import { contentsOf, everyTableIn, isTable } from "../circuit/contents.ts";
import { type SqlGraph, type SqlOperator, upstream } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewOf } from "../operators/views.ts";
import { foundInBoth } from "./found-in-both.ts";

export const NeededTables = z.object({
  view: z.string(),
  /** Each of them has to have a row before the view can have one. */
  tables: z.array(z.string()),
  /** Those that it joins with others by their times: once such a time stands, what comes of the others finds no row. */
  by_time: z.array(z.string()),
  /** Those of which it takes the newest row for each of others (ASOF JOIN); absent where there are none. */
  as_of: z.array(z.string()).optional(),
});

export type NeededTables = z.infer<typeof NeededTables>;

/** Operations that give a row only for rows of every input. */
const OF_ALL = /^(?:inner_star_join|(?:stream_)?join)(?!.*(?:left|anti|asof))/;

/** Those that give rows for rows of their first input, whatever the others hold. */
const OF_FIRST =
  /^(?:map|map_index|positive|delta0|flat_map|flat_map_index|filter|neg|inspect|distinct|stream_distinct|topK|differentiate|integrate|noop|deindex|window|(?:stream_|chain_)?aggregate.*|partitioned_rolling_aggregate.*|rank.*|row_number.*|lag.*|left_join.*|antijoin|asof_join|minus|subtract|difference|controlled_key_filter.*|.*delay.*)$/;

/** Those that give the rows of each input, but for what negated ones take away. */
const OF_ANY = /^(?:sum|atomic_sum)$/;

/** What a recursive region has given, for it to go on from. */
const RECURSION = /^Z$/;

type Tables = ReadonlySet<SqlOperator>;

const NONE: Tables = new Set();

/** By the compiler's graph; a view that needs no table, such as a total over all rows, is left out. */
export function neededTables(places: SqlPlaces): NeededTables[] {
  const { graph, ofOperator } = places;
  const needs = needsOf(graph);
  const needsTimeOf = needsOf(graph, timesJoined(graph));
  const asOf = needsOf(graph, joinedAsOf(graph));
  const namesOf = (tables: Tables) =>
    [...tables].flatMap(({ name }) => ofOperator(name)?.relation?.name ?? []);
  return graph.operators.flatMap((operator) => {
    const view = viewOf(operator, places);
    const tables = namesOf(needs(operator));
    if (view === undefined || tables.length === 0) return [];
    const as_of = namesOf(asOf(operator));
    return [{ view, tables, by_time: namesOf(needsTimeOf(operator)), ...(as_of.length > 0 && { as_of }) }];
  });
}

/** Of a join, the tables of one side whose LATENESS lets go what it keeps of the other: no later row finds any of them. */
function timesJoined(graph: SqlGraph): (operator: SqlOperator) => SqlOperator[] {
  const contents = contentsOf(graph);
  const boundOf = boundsOf(graph, contents);
  return (operator) => {
    if (!OF_ALL.test(operator.operation)) return [];
    const sides = (graph.inputs.get(operator) ?? []).map(({ from }) => from);
    return sides.flatMap((side) => {
      const own = everyTableIn(contents(side));
      const tables = upstream(graph, boundOf([side]).waterlines).filter(isTable);
      return tables.filter((table) => !own.includes(table));
    });
  };
}

/** Of an ASOF JOIN, the tables of its second side. */
function joinedAsOf(graph: SqlGraph): (operator: SqlOperator) => SqlOperator[] {
  const contents = contentsOf(graph);
  return (operator) => {
    const [, second] = /asof/.test(operator.operation) ? (graph.inputs.get(operator) ?? []) : [];
    return second === undefined ? [] : everyTableIn(contents(second.from));
  };
}

/**
 * The tables each of which has to have a row before the operator can have one.
 *
 * @param own what an operator needs beside what those before it need; of a table, itself
 */
export function needsOf(
  graph: SqlGraph,
  own: (operator: SqlOperator) => readonly SqlOperator[] = (one) => (isTable(one) ? [one] : []),
): (operator: SqlOperator) => Tables {
  const known = new Map<SqlOperator, Tables | undefined>();
  /** Undefined of what a recursion has given: it brings nothing that was not there before it. */
  const of = (operator: SqlOperator): Tables | undefined => {
    if (known.has(operator)) return known.get(operator);
    known.set(operator, undefined);
    if (RECURSION.test(operator.operation)) return undefined;
    const made = new Set([...own(operator), ...combined(operator, graph, of)]);
    known.set(operator, made);
    return made;
  };
  return (operator) => of(operator) ?? NONE;
}

function combined(
  operator: SqlOperator,
  graph: SqlGraph,
  of: (operator: SqlOperator) => Tables | undefined,
): Tables {
  const { operation } = operator;
  const streams = (graph.inputs.get(operator) ?? []).map(({ from }) => from);
  if (OF_ALL.test(operation)) return new Set(streams.flatMap((stream) => [...(of(stream) ?? NONE)]));
  const [first] = streams;
  if (first !== undefined && OF_FIRST.test(operation)) return of(first) ?? NONE;
  if (!OF_ANY.test(operation)) return NONE;
  const given = streams.filter((stream) => stream.operation !== "neg");
  return new Set(
    [given, ...foundInBoth(operator, graph)].flatMap((any) => inEach(any.flatMap((one) => of(one) ?? []))),
  );
}

/** The tables that each of them needs. */
function inEach([one = NONE, ...rest]: readonly Tables[]): SqlOperator[] {
  return [...one].filter((table) => rest.every((other) => other.has(table)));
}
