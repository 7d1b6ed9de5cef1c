import { isSum } from "../operators/set-operations.ts";
import { type SqlOperator, takenBy } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewOf } from "../operators/views.ts";
import { sumOf, wentOut } from "./counts.ts";
import type { JoiningNodes } from "./joining-nodes.ts";
import type { NodeOf } from "./measured-operators.ts";
import type { CircuitProfile } from "./profile.ts";

/**
 * The views to which the last of their operators has given no row since the pipeline started; of those whose operator
 * has no count, nothing is known: a view's own node counts nothing while no connector reads it.
 *
 * @param joining the nodes that count what each join takes and makes
 */
export function emptyViews(
  profile: CircuitProfile,
  places: SqlPlaces,
  nodeOf: NodeOf,
  joining: JoiningNodes,
): string[] {
  const { graph } = places;
  const gave = (operator: SqlOperator): number | undefined => {
    const own = nodeOf.get(operator);
    const nodes = joining.get(operator.name) ?? (own === undefined ? [] : [own]);
    // What only puts its inputs together counts nothing itself.
    return isSum(operator)
      ? sumOf(takenBy(operator, graph), gave)
      : sumOf(nodes, (node) => wentOut(profile, node));
  };
  return graph.operators.flatMap((operator) => {
    const view = viewOf(operator, places);
    const [last, ...others] = takenBy(operator, graph);
    return view !== undefined && last !== undefined && others.length === 0 && gave(last) === 0 ? [view] : [];
  });
}
