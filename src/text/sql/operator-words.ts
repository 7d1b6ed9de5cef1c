import type { SqlPlace } from "../../analysis/operators/sql-places.ts";
import { type Words, words } from "../page/words.ts";
import { operatorName } from "./operator-name.ts";
import { sqlName } from "./sql-name.ts";

/** "the join in view v on line 3 (v.join@3)". */
export function operatorWords(place: SqlPlace | undefined, id: string): Words {
  if (place === undefined) return words`${id}`;
  const line = lineWords(place);
  const handle = words`${line} (${operatorName(place.handle)})`;
  const of = place.relation && words`${place.relation.kind} ${sqlName(place.relation.name)}`;
  if (/^(?:source|input)_/.test(place.operation)) return words`${of ?? words`the table`}${handle}`;
  return words`${kindOf(place.operation)}${of && words` in ${of}`}${handle}`;
}

function kindOf(operation: string): Words {
  if (operation.includes("join")) return words`the join`;
  if (operation.includes("rolling")) return words`the OVER window`;
  if (operation.includes("aggregate")) return words`the aggregate`;
  if (operation.includes("distinct")) return words`the DISTINCT`;
  if (operation === "topK") return words`the top rows of a group`;
  if (/^(?:rank|row_number)/.test(operation)) return words`the ranking`;
  if (operation.startsWith("lag")) return words`LAG`;
  if (operation === "window") return words`the filter by time`;
  return words`the operator`;
}

/** " on line 3"; " near line 3" of an operator for which the compiler has no position, but for one beside it. */
export function lineWords({ line, rule }: Pick<SqlPlace, "line" | "rule">): Words | undefined {
  if (line === undefined) return undefined;
  return rule === "exact" ? words` on line ${line}` : words` near line ${line}`;
}
