import * as z from "zod";
import type { SqlGraph, SqlOperator } from "../operators/sql-graph.ts";
import { type Contents, isJoin } from "./contents.ts";

/** What a join takes: whether its sides are aggregated before. */
export const JoinSides = z.object({
  /** The compiler's name of the join. */
  operator: z.string(),
  /** How many of its sides bring groups alone. */
  aggregated: z.int(),
  /** The tables whose rows the others bring. */
  rows_of: z.array(z.string()),
});

export type JoinSides = z.infer<typeof JoinSides>;

/** @param namesOf the names of tables */
export function joinSides(
  { operators, inputs }: SqlGraph,
  contents: (operator: SqlOperator) => Contents,
  namesOf: (tables: Iterable<SqlOperator>) => string[],
): JoinSides[] {
  return operators.filter(isJoin).map((join) => {
    const sides = (inputs.get(join) ?? []).map(({ from }) => contents(from));
    const ofRows = sides.filter((side) => !isAggregated(side));
    return {
      operator: join.name,
      aggregated: sides.length - ofRows.length,
      rows_of: namesOf(new Set(ofRows.flatMap(({ rows, keys }) => [...rows, ...keys]))),
    };
  });
}

function isAggregated({ rows, keys, groups, unknown, is_windowed }: Contents): boolean {
  return groups.size > 0 && rows.size === 0 && keys.size === 0 && unknown.size === 0 && !is_windowed;
}
