import * as z from "zod";
import { CLOCK_TABLE } from "../../feldera/schemas/program.ts";
import { hasNoEquality, isOneOfSeveral, joinCondition } from "../operators/join-conditions.ts";
import { type SqlGraph, type SqlOperator, takenBy, upstream } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { type Contents, everyTableIn, isJoin, isTable } from "./contents.ts";

/** What a join takes: whether its sides are aggregated before, and what it compares. */
export const JoinSides = z.object({
  /** The compiler's name of the join. */
  operator: z.string(),
  /** How many of its sides bring groups alone. */
  aggregated: z.int(),
  /** The tables whose rows the others bring. */
  rows_of: z.array(z.string()),
  /** Absent where it is not known. */
  condition: z.string().optional(),
  /** The columns of a primary key of which it compares but some, where the other side has columns of those names, too. */
  left_out: z
    .object({ table: z.string(), key: z.array(z.string()), columns: z.array(z.string()) })
    .optional(),
  /** Whether it compares its sides by no equality: each row is compared with each of the other side. */
  without_equality: z.literal(true).optional(),
  /** Whether one of its sides is the clock, of which the compiler joins NOW() to rows. */
  of_clock: z.literal(true).optional(),
  /** Whether other joins stand on its line. */
  is_one_of_several: z.literal(true).optional(),
});

export type JoinSides = z.infer<typeof JoinSides>;

/** @param namesOf the names of tables */
export function joinSides(
  places: SqlPlaces,
  contents: (operator: SqlOperator) => Contents,
  namesOf: (tables: Iterable<SqlOperator>) => string[],
): JoinSides[] {
  const { graph } = places;
  return graph.operators.filter(isJoin).map((join) => {
    const sides = takenBy(join, graph).map(contents);
    const two = tablesOfTwo(join, places, (from) => namesOf(everyTableIn(contents(from))));
    const condition = two && joinCondition(join, places, two);
    const left_out = condition === undefined ? undefined : keyLeftOut(condition, two, places);
    const ofRows = sides.filter((side) => !isAggregated(side));
    return {
      operator: join.name,
      aggregated: sides.length - ofRows.length,
      rows_of: namesOf(new Set(ofRows.flatMap(({ rows, keys }) => [...rows, ...keys]))),
      ...(condition !== undefined && { condition }),
      ...(left_out && { left_out }),
      ...(two && hasNoEquality(join, places, two) && { without_equality: true as const }),
      ...(takenBy(join, graph).some((side) => isClock(side, graph)) && { of_clock: true as const }),
      ...(isOneOfSeveral(join, places) && { is_one_of_several: true as const }),
    };
  });
}

/** Of a side that is one table, looked up by a part of its primary key. */
function keyLeftOut(
  condition: string,
  [one, other]: readonly [one: readonly string[], other: readonly string[]] = [[], []],
  { primaryKeys = {}, columnTypes = {} }: SqlPlaces,
): JoinSides["left_out"] {
  const compared = new Set((condition.match(NAME) ?? []).map((name) => name.toLowerCase()));
  const has = (tables: readonly string[], column: string) =>
    tables.some((table) => columnTypes[table]?.[column] !== undefined);
  const found = ([table, ...more]: readonly string[], others: readonly string[]) => {
    const key = (table !== undefined && more.length === 0 && primaryKeys[table]) || [];
    const columns = key.filter((column) => !compared.has(column.toLowerCase()));
    const isPart = columns.length > 0 && columns.length < key.length;
    return table !== undefined && isPart && columns.every((column) => has(others, column))
      ? { table, key, columns }
      : undefined;
  };
  return found(one, other) ?? found(other, one);
}

const NAME = /(?<=^|[^\w.]|\.)\w+(?![\w.(])/g;

function isClock(side: SqlOperator, graph: SqlGraph): boolean {
  const behind = upstream(graph, [side]);
  return behind.some(({ table }) => table === CLOCK_TABLE) && !behind.some(isTable);
}

function isAggregated({ rows, keys, groups, unknown, is_windowed }: Contents): boolean {
  return groups.size > 0 && rows.size === 0 && keys.size === 0 && unknown.size === 0 && !is_windowed;
}

/** The tables of each side of a join of two; undefined of another. */
export function tablesOfTwo(
  join: SqlOperator,
  { graph }: SqlPlaces,
  tablesOf: (operator: SqlOperator) => readonly string[],
): readonly [one: readonly string[], other: readonly string[]] | undefined {
  const [one, other, ...more] = takenBy(join, graph).map(tablesOf);
  return one && other && more.length === 0 ? [one, other] : undefined;
}
