import { onlyOn } from "./sql-conditions.ts";
import type { SqlOperator } from "./sql-graph.ts";
import type { SqlPlaces } from "./sql-places.ts";
import { viewStatement } from "./view-statement.ts";

/**
 * The SQL that a join compares by; what it selects may stand beside it. A join below an aggregate is placed at what
 * the aggregate takes of it: its condition is then that of the one JOIN of its view. None where it is not known, as of
 * a join that was made of OVER, IN, EXISTS or a subquery.
 */
export function joinConditions({ name, plan }: SqlOperator, places: SqlPlaces): string[] {
  const place = places.ofOperator(name);
  const own = (place?.distance === 0 ? place.positions : []).flatMap(({ code }) => code ?? []);
  const conditions = own.filter((code) => /=|\busing\b/i.test(code));
  if (conditions.length > 0) return conditions;
  const { onlyJoins, planViews } = places.graph;
  const [only, ...others] = [...plan].filter((number) => onlyJoins.has(number));
  if (only === undefined || others.length > 0) return [];
  const on = onlyOn(viewStatement(planViews.get(only), places));
  return on === undefined ? [] : [on];
}
