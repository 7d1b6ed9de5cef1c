import type { SqlOperator } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { onOneLine } from "../sql/program-code.ts";

const TAKES_DISTINCT = /\( ?DISTINCT\b/i;

/** The columns of which aggregates take each value once (`COUNT(DISTINCT x)`), where their view has it so; else none. */
export function distinctValues(users: readonly SqlOperator[], places: SqlPlaces): string[] {
  return users.flatMap((user) => {
    const columns = [...user.plan].flatMap((number) => places.graph.distincts.get(number) ?? []);
    const view = places.ofOperator(user.name)?.relation?.name;
    return TAKES_DISTINCT.test(onOneLine(viewStatement(view, places))) ? columns : [];
  });
}
