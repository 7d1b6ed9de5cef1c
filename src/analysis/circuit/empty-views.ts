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
  return graph.operators.flatMap((operator) => {
    const view = viewOf(operator, places);
    const [last, ...others] = graph.inputs.get(operator) ?? [];
    if (view === undefined || last === undefined || others.length > 0) return [];
    const own = nodeOf.get(last.from);
    const nodes = joining.get(last.from.name) ?? (own === undefined ? [] : [own]);
    return sumOf(nodes, (node) => wentOut(profile, node)) === 0 ? [view] : [];
  });
}
