import { sqlPieces } from "../sql-pieces.ts";
import type { SqlPlaces } from "../sql-places.ts";
import type { CostedOperator } from "./costed-operators.ts";
import type { LedgerGroup } from "./measures.ts";

/** Operators that a row stands for; each by itself where the program's graph was not read. */
export function groupsOf(
  all: readonly CostedOperator[],
  group: LedgerGroup,
  places: SqlPlaces | undefined,
): readonly (readonly CostedOperator[])[] {
  if (group === "operator" || places === undefined) return all.map((one) => [one]);
  const keyOf = groupKeys(group, places);
  const groups = new Map<string, CostedOperator[]>();
  for (const one of all) {
    const key = keyOf(one);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups.values()];
}

/** What operators of one view, or of one expression of the SQL, have in common. */
export function groupKeys(
  group: Exclude<LedgerGroup, "operator">,
  places: SqlPlaces,
): (one: CostedOperator) => string {
  const pieceOf = sqlPieces(places);
  return ({ owner: { place, handle } }) => {
    // What has no place has nothing in common with others.
    if (place === undefined) return ` ${handle}`;
    const { kind = "", name = "" } = place.relation ?? {};
    return group === "view" ? `${kind} ${name}` : pieceOf(place);
  };
}
