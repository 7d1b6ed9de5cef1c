import { onlyNotIn } from "../operators/sql-conditions.ts";
import { reachedFrom, type SqlGraph, type SqlOperator, upstream } from "../operators/sql-graph.ts";
import type { SqlPlace, SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { isGrouping, isJoin } from "./contents.ts";

/** A `NOT IN (SELECT …)` of what may be NULL. */
export interface NotIn {
  readonly condition: string | undefined;
  /** The columns that it asks of, which may be NULL. */
  readonly columns: readonly string[];
  /** How many values with NULL have come for it, each once a step; undefined where the circuit does not tell. */
  readonly nulls: number | undefined;
}

/**
 * The NOT IN that an operator is the filter of. Its subquery is counted with all that it has, and joined without what
 * is NULL.
 *
 * @param wentOut how many records an operator has given out
 */
export function notInOf(
  operator: SqlOperator,
  place: SqlPlace,
  places: SqlPlaces,
  wentOut: (operator: SqlOperator) => number | undefined,
): NotIn | undefined {
  const { graph } = places;
  const columns = [...operator.plan].flatMap((number) => graph.notIns.get(number) ?? []);
  if (columns.length === 0) return undefined;
  const condition = onlyNotIn(viewStatement(place.relation?.name, places));
  const before = reachedFrom([operator], (one) => (isJoin(one) ? [] : (graph.predecessors.get(one) ?? [])));
  const join = before.find(isJoin);
  const [all, some] = (join && countedOf(join, graph))?.map(wentOut) ?? [];
  const nulls = all === undefined || some === undefined ? undefined : Math.max(0, all - some);
  return { condition, columns, nulls };
}

/** What gives the values of the subquery to be counted, and what gives those that are not NULL to be found. */
function countedOf(join: SqlOperator, graph: SqlGraph): [SqlOperator, SqlOperator] | undefined {
  const [left, right] = graph.inputs.get(join) ?? [];
  if (left === undefined || right === undefined) return undefined;
  const some = reachedFrom([right.from], (one) =>
    HANDS_ON.test(one.operation) ? (graph.predecessors.get(one) ?? []) : [],
  ).find(({ operation }) => operation === "flat_map_index");
  const [source, ...others] = (some && graph.predecessors.get(some)) ?? [];
  if (some === undefined || source === undefined || others.length > 0) return undefined;
  const all = upstream(graph, [left.from]).find(
    (one) =>
      one !== some &&
      graph.predecessors.get(one)?.includes(source) &&
      graph.successors.get(one)?.some((next) => isTotal(next, graph)),
  );
  return all && [all, some];
}

const HANDS_ON = /^(?:map_index|aggregate)$/;

/** An aggregate over all rows. */
function isTotal(operator: SqlOperator, { relOps, groupings }: SqlGraph): boolean {
  const ofPlan = [...operator.plan].filter((number) => relOps.get(number) === "LogicalAggregate");
  return isGrouping(operator) && ofPlan.length > 0 && ofPlan.every((number) => !groupings.has(number));
}
