import type { Operator } from "../circuit/operators.ts";
import type { OwnedNode, ProgramOperator, ProgramOperators } from "./program-operators.ts";
import type { SqlPlace } from "./sql-places.ts";

/** The place of every node of the circuit that has one: that of the operator which it belongs to. */
export function nodePlaces({ list }: ProgramOperators): Map<Operator, SqlPlace> {
  return new Map(
    list.flatMap((owner) =>
      owner.nodes.flatMap((node) => {
        const place = placeOf(owner, node);
        return place === undefined ? [] : [[node.operator, place] as const];
      }),
    ),
  );
}

/** With the edges that lead to the operator, where it is but the nearest. */
function placeOf({ place }: ProgramOperator, { rule, distance }: OwnedNode): SqlPlace | undefined {
  return rule === "nearest" && place !== undefined
    ? { ...place, rule, distance: place.distance + distance }
    : place;
}
