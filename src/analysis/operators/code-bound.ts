import type { SqlPlace } from "./sql-places.ts";

/** Leaves the program's text out of places, once those before hold so many characters of it. */
export function codeBound(maxCodeChars: number): (place: SqlPlace) => SqlPlace {
  let codeChars = 0;
  return (place) => {
    codeChars += place.positions.reduce((sum, { code }) => sum + (code?.length ?? 0), 0);
    if (codeChars <= maxCodeChars) return place;
    return { ...place, positions: place.positions.map(({ code: _, ...span }) => span) };
  };
}
