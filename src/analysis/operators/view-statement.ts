import type { SqlPlaces } from "./sql-places.ts";

/** The statement that makes a view; empty where it is not known. */
export function viewStatement(view: string | undefined, { graph, ofOperator }: SqlPlaces): string {
  const made = graph.operators.find((one) => one.view !== undefined && one.view === view);
  const positions = (made && ofOperator(made.name)?.positions) ?? [];
  return positions.map(({ code = "" }) => code).join("\n");
}
