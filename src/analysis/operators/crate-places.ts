import * as z from "zod";
import type { GeneratedOperator } from "../program/main-rust.ts";
import { codeBound } from "./code-bound.ts";
import { SqlPlace, type SqlPlaces } from "./sql-places.ts";

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
  const bounded = codeBound(maxCodeChars);
  for (const operator of operators) {
    const place = bounded(placeOf(operator, places));
    const known = byCrate.get(operator.crate) ?? [];
    byCrate.set(operator.crate, known);
    known.push(place);
  }
  return Object.fromEntries(
    [...byCrate].flatMap(([crate, [first, ...others]]) => {
      if (first === undefined) return [];
      const also = others.filter(({ handle }) => handle !== first.handle);
      return [[crate, also.length === 0 ? first : { ...first, also }]];
    }),
  );
}

function placeOf({ node, persistentId }: GeneratedOperator, places: SqlPlaces): SqlPlace {
  return (
    (node === undefined ? undefined : places.ofOperator(node)) ??
    (persistentId === undefined ? undefined : places.ofPersistentId(persistentId)) ?? {
      handle: node ?? "unknown",
      operator: node ?? "unknown",
      operation: "unknown",
      positions: [],
      rule: "none",
      distance: 0,
    }
  );
}
