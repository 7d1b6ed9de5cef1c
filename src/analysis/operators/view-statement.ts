import type { SqlPlaces } from "./sql-places.ts";

/** The statement that makes a view; empty where it is not known. */
export function viewStatement(view: string | undefined, places: SqlPlaces): string {
  const { graph, ofOperator, localStatements } = places;
  const made = graph.operators.find((one) => one.view !== undefined && one.view === view);
  if (made === undefined) return localStatements.get(view ?? "") ?? "";
  const positions = ofOperator(made.name)?.positions ?? [];
  return positions.map(({ code = "" }) => code).join("\n");
}
