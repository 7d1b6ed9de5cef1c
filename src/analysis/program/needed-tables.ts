import * as z from "zod";
import { boundsOf } from "../circuit/bounds.ts";
import { contentsOf, everyTableIn, isTable, tablesNeededBy } from "../circuit/contents.ts";
import { isOfAll, needsOf } from "../operators/needs.ts";
import { type SqlGraph, type SqlOperator, takenBy, upstream } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewOf } from "../operators/views.ts";

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

/** By the compiler's graph; a view that needs no table, such as a total over all rows, is left out. */
export function neededTables(places: SqlPlaces): NeededTables[] {
  const { graph, ofOperator } = places;
  const needs = tablesNeededBy(graph);
  const needsTimeOf = needsOf(graph, timesJoined(graph));
  const asOf = needsOf(graph, joinedAsOf(graph));
  const namesOf = (tables: Iterable<SqlOperator>) =>
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
    if (!isOfAll(operator)) return [];
    const sides = takenBy(operator, graph);
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
    const [, second] = /asof/.test(operator.operation) ? takenBy(operator, graph) : [];
    return second === undefined ? [] : everyTableIn(contents(second));
  };
}
