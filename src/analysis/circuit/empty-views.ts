import type { SqlPlaces } from "../operators/sql-places.ts";
import { type JoiningNodes, sumOf, wentOut } from "./dead-ends.ts";
import type { MeasuredOperator } from "./measured-operators.ts";
import type { CircuitProfile } from "./profile.ts";

/**
 * The views to which the last of their operators has given no row since the pipeline started; of those whose operator
 * has no count, nothing is known.
 *
 * @param joining the nodes that count what each join takes and makes
 */
export function emptyViews(
  profile: CircuitProfile,
  { graph, ofOperator }: SqlPlaces,
  operators: readonly MeasuredOperator[],
  joining: JoiningNodes,
): string[] {
  const nodeOf = new Map(operators.map(({ operator, node }) => [operator, node]));
  return graph.operators.flatMap((operator) => {
    const view = operator.view && (ofOperator(operator.name)?.relation?.name ?? operator.view);
    const [last, ...others] = graph.inputs.get(operator) ?? [];
    if (view === undefined || view === "" || last === undefined || others.length > 0) return [];
    const own = nodeOf.get(last.from);
    const nodes = joining.get(last.from.name) ?? (own === undefined ? [] : [own]);
    return sumOf(nodes, (node) => wentOut(profile, node)) === 0 ? [view] : [];
  });
}
