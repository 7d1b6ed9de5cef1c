import * as z from "zod";
import { sqlPieces } from "../operators/sql-pieces.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { total } from "./counts.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";

/** All operators that the circuit has for one expression of the SQL, such as a join with what it remembers. */
export const Expression = z.object({
  place: SqlPlace,
  /** Its costliest operator. */
  id: z.string(),
  label: z.string().optional(),
  operators: z.int(),
  /** Of all its operators and workers. */
  runtime_s: z.number(),
});

export type Expression = z.infer<typeof Expression>;

/** How many of the costliest are told. */
const EXPRESSIONS = 5;

/**
 * The expressions of the SQL that operators' time goes to, the costliest first. Operators belong together that stand
 * for the same piece of SQL.
 */
export function expressionsOf(
  profile: CircuitProfile,
  places: SqlPlaces,
  placeOf: (operator: Operator) => SqlPlace | undefined,
): Expression[] {
  const pieceOf = sqlPieces(places);
  const pieces = new Map<string, { place: SqlPlace; operator: Operator; runtime_s: number }[]>();
  for (const operator of profile.operators.list) {
    const place = placeOf(operator);
    if (place === undefined) continue;
    const piece = pieceOf(place);
    const known = pieces.get(piece) ?? [];
    pieces.set(piece, known);
    known.push({ place, operator, runtime_s: total(profile, operator, "runtime_seconds") });
  }
  return [...pieces.values()]
    .flatMap((all) => {
      const [costliest] = all.toSorted((a, b) => b.runtime_s - a.runtime_s);
      if (costliest === undefined) return [];
      const { id, label } = costliest.operator;
      const runtime_s = all.reduce((sum, one) => sum + one.runtime_s, 0);
      const { place } = costliest;
      return [{ place, id, ...(label !== undefined && { label }), operators: all.length, runtime_s }];
    })
    .toSorted((a, b) => b.runtime_s - a.runtime_s)
    .slice(0, EXPRESSIONS);
}
