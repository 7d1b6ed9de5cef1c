import { isTable } from "../circuit/contents.ts";
import type { SqlPlace, SqlPlaces } from "./sql-places.ts";

/**
 * Which expression of the SQL a place is in: places that share a span are in the same one, unless it is a table's name.
 * An expression is named by one of its spans, or by an operator that has none.
 */
export function sqlPieces({ all }: SqlPlaces): (place: SqlPlace) => string {
  const placed = all.map(({ place, copies }) => ({
    keys: keysOf(place),
    isOfTable: copies.some(isTable),
  }));
  const ofTables = new Set(placed.flatMap(({ keys, isOfTable }) => (isOfTable ? keys : [])));
  const telling = (keys: readonly string[]) => {
    const own = keys.filter((key) => !ofTables.has(key));
    return own.length === 0 ? keys : own;
  };
  const leaders = new Map<string, string>();
  const leaderOf = (key: string): string => {
    let leader = key;
    for (let next = leaders.get(leader); next !== undefined; next = leaders.get(leader)) leader = next;
    // What was walked is shortened, so that it is not walked again.
    for (let at = key; at !== leader; ) {
      const next = leaders.get(at) ?? leader;
      leaders.set(at, leader);
      at = next;
    }
    return leader;
  };
  for (const { keys } of placed) {
    const [first, ...others] = telling(keys);
    for (const other of others) {
      const [a, b] = [leaderOf(first ?? other), leaderOf(other)];
      if (a !== b) leaders.set(b, a);
    }
  }
  return (place) => {
    const [first] = telling(keysOf(place));
    return first === undefined ? place.operator : leaderOf(first);
  };
}

function keysOf({ positions }: SqlPlace): string[] {
  return positions.map(({ code: _, ...span }) => Object.values(span).join(":"));
}
