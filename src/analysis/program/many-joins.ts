import * as z from "zod";
import { contentsOf, everyTableIn, isJoin } from "../circuit/contents.ts";
import { tablesOfTwo } from "../circuit/join-sides.ts";
import { madeFor } from "../circuit/made-joins.ts";
import { uniqueSide } from "../circuit/unique-keys.ts";
import type { SqlOperator } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";

/** The joins of a program, by whether a key may have many rows on both sides. */
export const ManyJoins = z.object({
  /** Of these no side is known to have each key once at most. */
  may: z.array(SqlPlace),
  /** How many there are of which one side has. */
  others: z.int(),
});

export type ManyJoins = z.infer<typeof ManyJoins>;

/** Give each row of the one side once at most. */
const ONCE = /anti|semi|asof/;

/** By the compiler's graph, the primary keys and the program; undefined where its schema was not read. */
export function manyJoins(places: SqlPlaces): ManyJoins | undefined {
  const { graph, ofOperator, primaryKeys } = places;
  if (primaryKeys === undefined) return undefined;
  const contents = contentsOf(graph);
  const tablesOf = (operator: SqlOperator) =>
    everyTableIn(contents(operator)).flatMap(({ name }) => ofOperator(name)?.relation?.name ?? []);
  const isOnce = (join: SqlOperator) => {
    const sides = graph.inputs.get(join) ?? [];
    const two = tablesOfTwo(join, places, tablesOf);
    return (
      two !== undefined && sides.some(({ from }) => uniqueSide(from, join, places, 0, two) !== undefined)
    );
  };
  const joins = new Map<string, { place: SqlPlace; is_once: boolean }>();
  for (const join of graph.operators) {
    const place = ofOperator(join.name);
    if (!isJoin(join) || ONCE.test(join.operation) || madeFor(join, graph) || !place) continue;
    const is_once = isOnce(join) && (joins.get(place.handle)?.is_once ?? true);
    joins.set(place.handle, { place, is_once });
  }
  const may = [...joins.values()].flatMap(({ place, is_once }) => (is_once ? [] : place));
  return { may, others: joins.size - may.length };
}
