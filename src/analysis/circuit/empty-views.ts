import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewOf } from "../operators/views.ts";
import { sumOf, wentOut } from "./counts.ts";
import type { JoiningNodes } from "./joining-nodes.ts";
import type { NodeOf } from "./measured-operators.ts";
import type { CircuitProfile } from "./profile.ts";

/**
 * The views that have given out no row since the pipeline started, by their own count of each step's rows or, where that
 * is not there, by that of the last of their operators; of the others nothing is known.
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
    const given = nodeOf.get(operator);
    const count = given && wentOut(profile, given);
    if (count !== undefined) return count === 0 ? [view] : [];
    const own = nodeOf.get(last.from);
    const nodes = joining.get(last.from.name) ?? (own === undefined ? [] : [own]);
    return sumOf(nodes, (node) => wentOut(profile, node)) === 0 ? [view] : [];
  });
}
