import { sourcesIn, withoutTexts } from "../sql/program-code.ts";
import { reachedFrom } from "./sql-graph.ts";
import type { SqlPlaces } from "./sql-places.ts";

/** The statement that makes a view; empty where it is not known. */
export function viewStatement(view: string | undefined, places: SqlPlaces): string {
  const { graph, ofOperator, localStatements } = places;
  const made = graph.operators.find((one) => one.view !== undefined && one.view === view);
  if (made === undefined) return localStatements.get(view ?? "") ?? "";
  const positions = ofOperator(made.name)?.positions ?? [];
  return positions.map(({ code = "" }) => code).join("\n");
}

/** Of each program what its views are made of, as long as its places are there: each of its joins asks for the same. */
const BEHIND = new WeakMap<SqlPlaces, Map<string, readonly string[]>>();

/** The tables that a view is made of, through others, by the statements; a table's own name, as of what has no statement. */
export function tablesBehind(name: string, places: SqlPlaces): readonly string[] {
  const known = BEHIND.get(places) ?? new Map<string, readonly string[]>();
  BEHIND.set(places, known);
  const found = known.get(name) ?? walked(name, places);
  known.set(name, found);
  return found;
}

function walked(name: string, places: SqlPlaces): string[] {
  const sourcesOf = (one: string) =>
    sourcesIn(withoutTexts(viewStatement(one, places))).map(({ source }) => source);
  return reachedFrom([name], sourcesOf).filter((one) => viewStatement(one, places) === "");
}

/**
 * The views through which alone a statement reads a table, each of what the next gives; none where it reads the table
 * itself, or several things that are made of it.
 */
export function viewsBefore(table: string, statement: string, places: SqlPlaces): string[] {
  const read = sourcesIn(withoutTexts(statement)).filter(({ source }) =>
    tablesBehind(source, places).includes(table),
  );
  const [only, ...others] = new Set(read.map(({ source }) => source));
  if (only === undefined || only === table || others.length > 0) return [];
  return [only, ...viewsBefore(table, viewStatement(only, places), places)];
}
