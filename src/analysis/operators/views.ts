import type { SqlOperator } from "./sql-graph.ts";
import type { SqlPlaces } from "./sql-places.ts";

/** The view that an operator hands its rows to, by its name in the program; undefined of any other operator. */
export function viewOf({ name, view }: SqlOperator, { ofOperator }: SqlPlaces): string | undefined {
  return view ? (ofOperator(name)?.relation?.name ?? view) : undefined;
}
