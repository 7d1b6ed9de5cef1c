import * as z from "zod";
import { BOUNDS, type BoundOf, boundsOf, cuttingUsers, integrates } from "../circuit/bounds.ts";
import { type Contents, contentsOf, tablesIn } from "../circuit/contents.ts";
import type { SqlGraph, SqlOperator } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlSources, sqlPlaces } from "../operators/sql-places.ts";

/** What an operator of a program will remember. */
export const KeptState = z.object({
  place: SqlPlace,
  bound: z.enum(BOUNDS),
  /** The tables whose rows or groups make it grow; empty where it does not. */
  tables: z.array(z.string()),
});

export type KeptState = z.infer<typeof KeptState>;

/** Of the bounds of what one operator keeps, that which lets most stay. */
const WORST_FIRST: readonly (typeof BOUNDS)[number][] = [
  "rows",
  "groups",
  "unknown",
  "keys",
  "window",
  "lateness",
  "constant",
];

/** What each operator of a compiled program will remember, and what bounds it, in the program's order. */
export function keptState(sources: SqlSources): KeptState[] {
  const places = sqlPlaces(sources);
  const contents = contentsOf(places.graph);
  const boundOf = boundsOf(places.graph, contents);
  return places.all
    .flatMap(({ place, copies: [operator] }) => {
      const kept = operator === undefined ? [] : keptBy(operator, places.graph, boundOf, contents);
      const worst = WORST_FIRST.find((bound) => kept.some((one) => one.bound === bound));
      if (worst === undefined) return [];
      const growing =
        worst === "rows" || worst === "groups" ? kept.filter(({ bound }) => bound === worst) : [];
      const tables = growing.flatMap((one) => tablesIn(one.contents));
      const names = tables.flatMap(({ name }) => places.ofOperator(name)?.relation?.name ?? []);
      return [{ place, bound: worst, tables: [...new Set(names)] }];
    })
    .toSorted((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0));
}

interface Kept {
  readonly bound: KeptState["bound"];
  readonly contents: Contents;
}

/** What an operator keeps: of its groups what it gives, else what it takes. */
function keptBy(
  operator: SqlOperator,
  graph: SqlGraph,
  boundOf: BoundOf,
  contents: (operator: SqlOperator) => Contents,
): Kept[] {
  if (!integrates(operator)) return [];
  const keepsItsOwn = /linear|chain_aggregate|rolling/.test(operator.operation);
  const streams = keepsItsOwn ? [operator] : (graph.inputs.get(operator) ?? []).map(({ from }) => from);
  return streams.map((stream) => ({
    bound: boundOf([stream], keepsItsOwn ? [] : cuttingUsers([stream], graph)).bound,
    contents: contents(stream),
  }));
}
