import type { SqlPlace, SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { onOneLine, withoutTexts } from "../sql/program-code.ts";

const OF_WINDOWS = /rolling|lag|topk/i;
const PARTITION = /\bPARTITION BY ([^()]+?)(?= ORDER BY\b| ?\))/gi;
/** What a plan calls an expression has no name in the program. */
const NAME = /^[a-z_]\w*$/i;

/**
 * By what the rows of an operator are spread over the workers, as its view has it: "PARTITION BY site_id", "GROUP BY
 * region". Undefined where a view has several, where it is by an expression, and of joins.
 */
export function spreadKeys(place: SqlPlace, places: SqlPlaces): string | undefined {
  const { operation, operator: name, relation } = place;
  if (OF_WINDOWS.test(operation)) {
    const statement = onOneLine(withoutTexts(viewStatement(relation?.name, places)));
    const [only, ...others] = new Set([...statement.matchAll(PARTITION)].map(([text]) => text));
    return others.length === 0 ? only : undefined;
  }
  if (!/aggregate/.test(operation)) return undefined;
  const plan = places.graph.operators.find((one) => one.name === name)?.plan ?? [];
  const [columns = [], ...others] = [...plan].flatMap((number) => {
    const of = places.graph.groupings.get(number);
    // By each value of a DISTINCT as well, which no GROUP BY says.
    return of === undefined || places.graph.distincts.has(number) ? [] : [of];
  });
  const isNamed = others.length === 0 && columns.length > 0 && columns.every((one) => NAME.test(one));
  return isNamed ? `GROUP BY ${columns.join(", ")}` : undefined;
}
