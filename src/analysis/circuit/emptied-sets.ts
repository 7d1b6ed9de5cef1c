import { differenceIn, foundInBoth, leftOverOf, type Term } from "../operators/set-operations.ts";
import type { SqlGraph, SqlOperator } from "../operators/sql-graph.ts";
import type { SqlPlace, SqlPlaces } from "../operators/sql-places.ts";
import { ownOrFed, RECORDS_OUT, sumOf } from "./counts.ts";
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

/**
 * With counts of all workers since the pipeline started; none where what it takes or gives is not counted. An
 * INTERSECT's sum has no count, and what comes after it counts what is taken away apart: it gives nothing where as much
 * is taken away as is added, which a part of its rows may come to as well, found at once and found later.
 */
export function emptiedSets(
  profile: CircuitProfile,
  { graph }: SqlPlaces,
  operators: readonly MeasuredOperator[],
  nodeOf: NodeOf,
): EmptiedSet[] {
  const given = (operator: SqlOperator) => {
    const node = nodeOf.get(operator);
    return node && ownOrFed(profile, node, RECORDS_OUT);
  };
  const countOf = (terms: readonly Term[], isTaken: boolean) =>
    sumOf(
      terms.filter((term) => term.isTaken === isTaken),
      ({ of }) => given(of),
    );
  return operators.flatMap(({ operator, place }) => {
    const set = setOperation(operator, graph);
    if (set === undefined) return [];
    const records_in = countOf(set.terms, false);
    const left =
      set.kind === "except" ? given(operator) : (records_in ?? 0) - (countOf(set.terms, true) ?? 0);
    return records_in && left === 0 ? [{ operator, kind: set.kind, place, records_in }] : [];
  });
}

const SET_OPERATIONS = new Set(["LogicalIntersect", "LogicalMinus"]);

/** With what it is the difference of. */
function setOperation(
  operator: SqlOperator,
  graph: SqlGraph,
): (Pick<EmptiedSet, "kind"> & { readonly terms: readonly Term[] }) | undefined {
  if (![...operator.plan].some((number) => SET_OPERATIONS.has(graph.relOps.get(number) ?? "")))
    return undefined;
  if (foundInBoth(operator, graph).length > 0)
    return { kind: "intersect", terms: differenceIn(operator, graph) };
  const sum = leftOverOf(operator, graph);
  const terms = sum === undefined || foundInBoth(sum, graph).length > 0 ? [] : differenceIn(sum, graph);
  return terms.length === 0 ? undefined : { kind: "except", terms };
}
