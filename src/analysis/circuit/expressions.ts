import * as z from "zod";
import { ledger } from "../operators/ledger/ledger.ts";
import type { ProgramOperators } from "../operators/program-operators.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { withoutTexts } from "../sql/program-code.ts";
import type { CircuitProfile } from "./profile.ts";

/** All operators that the circuit has for one expression of the SQL, such as a join with what it remembers. */
export const Expression = z.object({
  place: SqlPlace,
  /** The costliest node of its costliest operator. */
  id: z.string(),
  label: z.string().optional(),
  operators: z.int(),
  /** Of all its operators and workers. */
  runtime_s: z.number(),
  /** Whether it makes arrays of all values of a group (ARRAY_AGG). */
  makes_arrays: z.literal(true).optional(),
});

export type Expression = z.infer<typeof Expression>;

/** How many of the costliest are told. */
const EXPRESSIONS = 5;

/** The expressions of the SQL that operators' time goes to, the costliest first, as the ledger has them. */
export function expressionsOf(
  profile: CircuitProfile,
  program: ProgramOperators,
  places: SqlPlaces,
): Expression[] {
  const { rows } = ledger(
    { profile, program, places },
    { by: "time", group: "expression", limit: EXPRESSIONS },
  );
  return rows.flatMap(({ place, main_node, nodes, costs }) => {
    if (place === undefined || main_node === undefined) return [];
    const label = profile.operators.byNode.get(main_node)?.label;
    return [
      {
        place,
        id: main_node,
        ...(label !== undefined && { label }),
        operators: nodes,
        runtime_s: costs.runtime_s ?? 0,
        ...(makesArrays(place, places) && { makes_arrays: true as const }),
      },
    ];
  });
}

/**
 * By dbsp, an aggregate that is not linear goes through all values of a group that has changed. The compiler gives that of
 * ARRAY_AGG no position: of several in a view it is the one that has none.
 */
export function makesArrays({ operation, positions, rule, relation }: SqlPlace, places: SqlPlaces): boolean {
  const own = rule === "exact" ? positions.map(({ code = "" }) => code).join("\n") : undefined;
  const code = own ?? withoutTexts(viewStatement(relation?.name, places));
  return operation === "aggregate" && /\bARRAY_AGG ?\(/i.test(code);
}
