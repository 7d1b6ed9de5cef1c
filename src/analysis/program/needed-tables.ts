import * as z from "zod";
import { isTable } from "../circuit/contents.ts";
import type { SqlGraph, SqlOperator } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";

/** A view, and the tables each of which has to have a row before the view can have one. */
export const NeededTables = z.object({ view: z.string(), tables: z.array(z.string()) });

export type NeededTables = z.infer<typeof NeededTables>;

/** Operations that give a row only for rows of every input. */
const OF_ALL = /^(?:inner_star_join|(?:stream_)?join)(?!.*(?:left|anti|asof))/;

/** Those that give rows for rows of their first input, whatever the others hold. */
const OF_FIRST =
  /^(?:map|map_index|delta0|flat_map|flat_map_index|filter|neg|inspect|distinct|stream_distinct|topK|differentiate|integrate|noop|deindex|window|(?:stream_|chain_)?aggregate.*|partitioned_rolling_aggregate.*|rank.*|row_number.*|lag.*|left_join.*|antijoin|asof_join|minus|subtract|difference|controlled_key_filter.*|.*delay.*)$/;

/** Those that give the rows of each input, but for what negated ones take away. */
const OF_ANY = /^(?:sum|atomic_sum)$/;

/** What a recursive region has given, for it to go on from. */
const RECURSION = /^Z$/;

type Tables = ReadonlySet<SqlOperator>;

const NONE: Tables = new Set();

/** By the compiler's graph; a view that needs no table, such as a total over all rows, is left out. */
export function neededTables({ graph, ofOperator }: SqlPlaces): NeededTables[] {
  const needs = needsOf(graph);
  return graph.operators.flatMap((operator) => {
    const view = operator.view && (ofOperator(operator.name)?.relation?.name ?? operator.view);
    const tables = [...needs(operator)].flatMap(({ name }) => ofOperator(name)?.relation?.name ?? []);
    return view === undefined || view === "" || tables.length === 0 ? [] : [{ view, tables }];
  });
}

/** The tables each of which has to have a row before the operator can have one. */
export function needsOf({ inputs }: SqlGraph): (operator: SqlOperator) => Tables {
  const known = new Map<SqlOperator, Tables | undefined>();
  /** Undefined of what a recursion has given: it brings nothing that was not there before it. */
  const of = (operator: SqlOperator): Tables | undefined => {
    if (known.has(operator)) return known.get(operator);
    known.set(operator, undefined);
    const streams = (inputs.get(operator) ?? []).map(({ from }) => from);
    if (RECURSION.test(operator.operation)) return undefined;
    const made = isTable(operator) ? new Set([operator]) : combined(operator, streams, of);
    known.set(operator, made);
    return made;
  };
  return (operator) => of(operator) ?? NONE;
}

function combined(
  { operation }: SqlOperator,
  streams: readonly SqlOperator[],
  of: (operator: SqlOperator) => Tables | undefined,
): Tables {
  if (OF_ALL.test(operation)) return new Set(streams.flatMap((stream) => [...(of(stream) ?? NONE)]));
  const [first] = streams;
  if (first !== undefined && OF_FIRST.test(operation)) return of(first) ?? NONE;
  if (!OF_ANY.test(operation)) return NONE;
  const given = streams.filter((stream) => stream.operation !== "neg");
  const [one = NONE, ...rest] = given.flatMap((stream) => of(stream) ?? []);
  return new Set([...one].filter((table) => rest.every((other) => other.has(table))));
}
