import type { SqlPlace } from "../operators/sql-places.ts";
import { JOINED_IN, LEFT_IN } from "./counts.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";

/** The nodes that count what a join takes and makes, by the compiler's name of the join. */
export type JoiningNodes = ReadonlyMap<string, readonly Operator[]>;

/** @param placed where each node of the circuit is from: a join that balances its work counts in nodes within it */
export function joiningNodes(profile: CircuitProfile, placed: ReadonlyMap<Operator, SqlPlace>): JoiningNodes {
  const nodes = new Map<string, Operator[]>();
  for (const [node, { operator }] of placed) {
    if ([JOINED_IN, LEFT_IN].every((name) => profile.byWorker(node, name) === undefined)) continue;
    nodes.set(operator, [...(nodes.get(operator) ?? []), node]);
  }
  return nodes;
}
