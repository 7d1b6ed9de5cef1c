import * as z from "zod";
import type { GeneratedOperator } from "../program/main-rust.ts";
import { SqlPlace, type SqlPlaces } from "./sql-join.ts";

/** Where the SQL operator of a crate comes from. */
export const CratePlace = SqlPlace.extend({
  /** The other operators whose code is the same, and so is compiled into this one crate. */
  also: z.array(SqlPlace).optional(),
});

export type CratePlace = z.infer<typeof CratePlace>;

/**
 * The place of every crate of a program, by the crate's hash. Plain data.
 *
 * @param maxCodeChars once the places hold so many characters of the program, further ones come without its text
 */
export function cratePlaces(
  operators: readonly GeneratedOperator[],
  places: SqlPlaces,
  maxCodeChars: number,
): Record<string, CratePlace> {
  const byCrate = new Map<string, SqlPlace[]>();
  let codeChars = 0;
  for (const operator of operators) {
    const place = placeOf(operator, places);
    codeChars += codeCharsOf(place);
    const known = byCrate.get(operator.crate) ?? [];
    byCrate.set(operator.crate, known);
    known.push(codeChars > maxCodeChars ? withoutCode(place) : place);
  }
  return Object.fromEntries(
    [...byCrate].flatMap(([crate, [first, ...others]]) => {
      if (first === undefined) return [];
      const also = others.filter((other) => !isSamePlace(first, other));
      return [[crate, also.length === 0 ? first : { ...first, also }]];
    }),
  );
}

/** Copies of one operator have one persistent id, but are nodes of their own. */
function placeOf({ node, persistentId }: GeneratedOperator, places: SqlPlaces): SqlPlace {
  return (
    (node === undefined ? undefined : places.ofOperator(node)) ??
    (persistentId === undefined ? undefined : places.ofPersistentId(persistentId)) ?? {
      operator: node ?? "unknown",
      operation: "unknown",
      positions: [],
      distance: 0,
    }
  );
}

function isSamePlace(a: SqlPlace, b: SqlPlace): boolean {
  const key = ({ operation, relation, positions }: SqlPlace) =>
    JSON.stringify([
      operation,
      relation?.kind,
      relation?.name,
      positions.map(({ code: _, ...span }) => Object.values(span)),
    ]);
  return key(a) === key(b);
}

function codeCharsOf({ positions }: SqlPlace): number {
  return positions.reduce((sum, { code }) => sum + (code?.length ?? 0), 0);
}

function withoutCode(place: SqlPlace): SqlPlace {
  return { ...place, positions: place.positions.map(({ code: _, ...span }) => span) };
}
