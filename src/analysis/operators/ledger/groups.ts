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
  const pieceOf = sqlPieces(places);
  const groups = new Map<string, CostedOperator[]>();
  for (const one of all) {
    const { place } = one.owner;
    const { kind = "", name = "" } = place?.relation ?? {};
    // What has no place has nothing in common with others.
    const piece = place === undefined ? ` ${one.owner.handle}` : pieceOf(place);
    const key = group === "view" && place !== undefined ? `${kind} ${name}` : piece;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups.values()];
}
