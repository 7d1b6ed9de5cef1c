import type { SqlPlace, SqlPlaces } from "./sql-places.ts";

/** The statement that makes the view which an operator is placed in; empty where it is not known. */
export function viewStatement({ relation }: SqlPlace, { graph, ofOperator }: SqlPlaces): string {
  const view = graph.operators.find((one) => one.view !== undefined && one.view === relation?.name);
  const positions = (view && ofOperator(view.name)?.positions) ?? [];
  return positions.map(({ code = "" }) => code).join("\n");
}
