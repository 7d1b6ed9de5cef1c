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
    const ofRows = sides.filter((side) => !isAggregated(side));
    return {
      operator: join.name,
      aggregated: sides.length - ofRows.length,
      rows_of: namesOf(new Set(ofRows.flatMap(({ rows, keys }) => [...rows, ...keys]))),
      ...(condition !== undefined && { condition }),
      ...(two && hasNoEquality(join, places, two) && { without_equality: true as const }),
      ...(takenBy(join, graph).some((side) => isClock(side, graph)) && { of_clock: true as const }),
      ...(isOneOfSeveral(join, places) && { is_one_of_several: true as const }),
    };
  });
}

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
