import * as z from "zod";
import {
  BOUNDS,
  type BoundOf,
  boundsOf,
  cuttingUsers,
  integrates,
  type StreamBound,
} from "../circuit/bounds.ts";
import {
  type Contents,
  contentsOf,
  everyTableIn,
  isKeyedTable,
  isTable,
  tablesIn,
} from "../circuit/contents.ts";
import { type SqlGraph, type SqlOperator, takenBy, upstream } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";

/** What an operator of a program will remember, a table with a primary key, or a materialized table or view. */
export const KeptState = z.object({
  place: SqlPlace,
  /** Whether it is kept for queries. */
  materialized: z.boolean(),
  bound: z.enum(BOUNDS),
  /** The tables whose rows, groups or keys make it grow; empty where it does not. */
  tables: z.array(z.string()),
  /** The tables whose LATENESS lets it go, where that bounds it. */
  waterlines: z.array(z.string()),
  /** Whether rows of any of these move that time on: LATENESS of a view over several. */
  any_moves: z.literal(true).optional(),
  /** The tables whose rows that lets go. */
  held: z.array(z.string()),
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

const MAY_GROW: ReadonlySet<string> = new Set(["rows", "groups", "keys"]);

/** Whether by its program nothing grows for ever; not where that was not read. */
export function isKeptBounded(kept: readonly KeptState[] | undefined): boolean {
  return kept?.every(({ bound }) => bound !== "unknown" && !MAY_GROW.has(bound)) ?? false;
}

/** Whether by its program anything grows; undefined where that is not known. */
export function growsByProgram(kept: readonly KeptState[] | undefined): boolean | undefined {
  if (kept?.some(({ bound }) => MAY_GROW.has(bound))) return true;
  return isKeptBounded(kept) ? false : undefined;
}

/**
 * What each operator of a compiled program will remember, and what bounds it, in the program's order.
 *
 * @param materialized names of the tables and views that are
 */
export function keptState(places: SqlPlaces, materialized: readonly string[]): KeptState[] {
  const contents = contentsOf(places.graph);
  const boundOf = boundsOf(places.graph, contents);
  return places.all
    .flatMap(({ place, copies: [operator] }) => {
      if (operator === undefined) return [];
      const isMaterialized = materialized.includes(relationOf(operator, place) ?? "");
      // A row of a known key takes back the row before, which the table has to know.
      const isWhole = isMaterialized || isKeyedTable(operator);
      const kept = isWhole
        ? [{ ...boundOf([operator]), contents: contents(operator) }]
        : keptBy(operator, places.graph, boundOf, contents);
      const worst = WORST_FIRST.find((bound) => kept.some((one) => one.bound === bound));
      if (worst === undefined) return [];
      const growing = MAY_GROW.has(worst) ? kept.filter(({ bound }) => bound === worst) : [];
      const tables = growing.flatMap((one) => tablesIn(one.contents));
      const cutBy = worst === "lateness" ? kept.flatMap((one) => one.waterlines) : [];
      const namesOf = (operators: readonly SqlOperator[]) => [
        ...new Set(operators.flatMap(({ name }) => places.ofOperator(name)?.relation?.name ?? [])),
      ];
      return [
        {
          place,
          materialized: isMaterialized,
          bound: worst,
          tables: namesOf(tables),
          held: worst === "lateness" ? namesOf(kept.flatMap((one) => [...everyTableIn(one.contents)])) : [],
          waterlines: namesOf(upstream(places.graph, cutBy).filter(isTable)),
          ...(cutBy.some((one) => upstream(places.graph, [one]).filter(isTable).length > 1) && {
            any_moves: true as const,
          }),
        },
      ];
    })
    .toSorted((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0));
}

/** The name of the table or view that an operator is, not only a part of. */
function relationOf({ table, view }: SqlOperator, { relation }: SqlPlace): string | undefined {
  return table === undefined && view === undefined ? undefined : relation?.name;
}

interface Kept extends StreamBound {
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
  const streams = keepsItsOwn ? [operator] : takenBy(operator, graph);
  return streams.map((stream) => ({
    ...boundOf([stream], keepsItsOwn ? [] : cuttingUsers([stream], graph)),
    contents: contents(stream),
  }));
}
