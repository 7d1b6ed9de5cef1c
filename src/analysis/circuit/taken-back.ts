import { reachedFrom, type SqlGraph, type SqlOperator, takenBy } from "../operators/sql-graph.ts";
import { isFilterBySecond } from "./contents.ts";

/** Operations that give no record back of those that they have given, while none is taken back of what they take. */
const ONLY_ADDS =
  /^(?:source_multiset|constant|map|map_index|flat_map|flat_map_index|filter|controlled_key_filter.*|noop|deindex|inspect|hop|sum|atomic_sum|(?:stream_)?distinct|inner_star_join.*|(?:stream_)?join(?!.*(?:left|anti|asof)).*)$/;

/**
 * Whether records may be taken back that an operator has given, though the sources of its tables only insert: a row
 * that takes the place of another with its primary key, or the old result of an aggregate or of a join that found none.
 */
export function mayBeTakenBack(operator: SqlOperator, graph: SqlGraph): boolean {
  const before = reachedFrom([operator], (one) => {
    const taken = takenBy(one, graph);
    return isFilterBySecond(one) ? taken.slice(0, 1) : taken;
  });
  return before.some(({ operation }) => !ONLY_ADDS.test(operation));
}
