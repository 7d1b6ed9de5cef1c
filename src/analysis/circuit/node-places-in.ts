import * as z from "zod";
import { codeBound } from "../operators/code-bound.ts";
import { nodePlaces } from "../operators/node-places.ts";
import { programOperators } from "../operators/program-operators.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { operationOf } from "./operators.ts";
import { readCircuitProfile } from "./profile.ts";

/** Where each node of a circuit comes from in the SQL, by node id, with what the circuit calls its operation. */
export const NodePlaces = z.record(
  z.string(),
  z.object({ operation: z.string().optional(), place: SqlPlace }),
);

export type NodePlaces = z.infer<typeof NodePlaces>;

/**
 * The places of a circuit's nodes, from the body of `GET …/circuit_json_profile`.
 *
 * @param maxCodeChars once the places hold so many characters of the program, further ones come without its text
 * @throws MalformedInput
 */
export function nodePlacesIn(
  bytes: Uint8Array,
  places: SqlPlaces,
  { maxDepth, maxCodeChars }: { readonly maxDepth: number; readonly maxCodeChars: number },
): NodePlaces {
  const { operators } = readCircuitProfile(bytes, { maxDepth, metrics: new Set() });
  const placed = nodePlaces(programOperators({ circuit: operators, places }));
  const bounded = codeBound(maxCodeChars);
  return Object.fromEntries(
    [...operators.byNode].flatMap(([id, operator]) => {
      const place = placed.get(operator);
      if (place === undefined) return [];
      const { label } = operator;
      const operation = label === undefined ? undefined : operationOf(label);
      return [[id, { ...(operation !== undefined && { operation }), place: bounded(place) }]];
    }),
  );
}
