import * as z from "zod";
import { nearestOf } from "./nearest.ts";
import { operationOf } from "./operators.ts";
import { readCircuitProfile } from "./profile.ts";

/** What places each node of a circuit in the SQL, by node id. */
export const NodeIds = z.record(
  z.string(),
  z.object({
    operation: z.string().optional(),
    /** Its own, or that of the nearest node which has one. */
    persistentId: z.string(),
    /** Edges walked to that node; 0 for its own. */
    distance: z.int(),
  }),
);

export type NodeIds = z.infer<typeof NodeIds>;

/**
 * The persistent ids of a circuit's nodes, from the body of `GET …/circuit_json_profile`.
 *
 * @throws MalformedInput
 */
export function nodeIds(bytes: Uint8Array, { maxDepth }: { readonly maxDepth: number }): NodeIds {
  const { operators } = readCircuitProfile(bytes, { maxDepth, metrics: new Set() });
  const own = new Map(
    operators.list.flatMap((operator) =>
      operator.persistentId === undefined ? [] : [[operator, operator.persistentId]],
    ),
  );
  const nearest = nearestOf(own, operators.successors, operators.predecessors);
  return Object.fromEntries(
    [...operators.byNode].flatMap(([id, operator]) => {
      const found = nearest.get(operator);
      if (found === undefined) return [];
      const { label } = operator;
      const operation = label === undefined ? undefined : operationOf(label);
      return [[id, { operation, persistentId: found.found, distance: found.distance }]];
    }),
  );
}
