import type { SqlPlace, SqlPlaces } from "../operators/sql-places.ts";
import { joiningNodes, sumOf, wentOut } from "./dead-ends.ts";
import type { MeasuredOperator } from "./measured-operators.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";

/**
 * The views to which the last of their operators has given no row since the pipeline started; of those whose operator
 * has no count, nothing is known.
 *
 * @param placed where each node of the circuit is from
 */
export function emptyViews(
  profile: CircuitProfile,
  { graph, ofOperator }: SqlPlaces,
  operators: readonly MeasuredOperator[],
  placed: ReadonlyMap<Operator, SqlPlace>,
): string[] {
  const joining = joiningNodes(profile, placed);
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
