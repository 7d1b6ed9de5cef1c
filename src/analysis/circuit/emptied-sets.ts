import { foundInBoth, leftOverOf, reducedIn } from "../operators/set-operations.ts";
import type { SqlGraph, SqlOperator } from "../operators/sql-graph.ts";
import type { SqlPlace, SqlPlaces } from "../operators/sql-places.ts";
import { ownOrFed, RECORDS_OUT, sumOf, wentOn } from "./counts.ts";
import type { MeasuredOperator, NodeOf } from "./measured-operators.ts";
import type { CircuitProfile } from "./profile.ts";

/** An INTERSECT or an EXCEPT that rows have come to, and none has come out of. */
interface EmptiedSet {
  readonly operator: SqlOperator;
  readonly kind: "intersect" | "except";
  readonly place: SqlPlace;
  /** Those of its first part. */
  readonly records_in: number;
}

/** With counts of all workers since the pipeline started; none where its first part or what it gives is not counted. */
export function emptiedSets(
  profile: CircuitProfile,
  { graph }: SqlPlaces,
  operators: readonly MeasuredOperator[],
  nodeOf: NodeOf,
): EmptiedSet[] {
  return operators.flatMap(({ operator, place, node }) => {
    const set = setOperation(operator, graph);
    if (set === undefined || node === undefined || wentOn(profile, node) !== 0) return [];
    const came = set.first.flatMap((one) => nodeOf.get(one) ?? []);
    const records_in = sumOf(came, (one) => ownOrFed(profile, one, RECORDS_OUT));
    return records_in ? [{ operator, kind: set.kind, place, records_in }] : [];
  });
}

const SET_OPERATIONS = new Set(["LogicalIntersect", "LogicalMinus"]);

/** With the streams of its first part. */
function setOperation(
  operator: SqlOperator,
  graph: SqlGraph,
): (Pick<EmptiedSet, "kind"> & { readonly first: readonly SqlOperator[] }) | undefined {
  if (![...operator.plan].some((number) => SET_OPERATIONS.has(graph.relOps.get(number) ?? "")))
    return undefined;
  if (foundInBoth(operator, graph).length > 0)
    return { kind: "intersect", first: reducedIn(operator, graph) };
  const sum = leftOverOf(operator, graph);
  const first = sum === undefined || foundInBoth(sum, graph).length > 0 ? [] : reducedIn(sum, graph);
  return first.length === 0 ? undefined : { kind: "except", first };
}
