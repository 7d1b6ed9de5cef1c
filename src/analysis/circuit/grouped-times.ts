import { inPattern, onOneLine } from "../operators/sql-conditions.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";

/** Functions that round a time down or up, and give a time, so that LATENESS of the column holds for what they give. */
const ROUNDED = "(?:TUMBLE|TIMESTAMP_TRUNC|DATE_TRUNC|FLOOR|CAST|DATE) ?\\( ?";
const AS_A_TIME = " ?(?:,|TO\\b|AS DATE\\b|\\))";

/** Of these some groups are of no time. */
const SEVERAL = /\b(?:ROLLUP|CUBE|GROUPING)\b/i;

/**
 * The columns of times of a table that a view groups its rows by, as they are or rounded, where it is one SELECT from
 * that table: with LATENESS on one of them its groups would be let go once they are over.
 */
export function groupedTimes(view: string | undefined, table: string, places: SqlPlaces): string[] {
  const statement = onOneLine(viewStatement(view, places)).replace(/'[^']*'/g, "''");
  const name = inPattern(table);
  const from = new RegExp(String.raw`\bFROM (?:TABLE ?\( ?TUMBLE ?\( ?TABLE )?"?${name}"?(?![\w$])`, "i");
  const isPlain = [...statement.matchAll(/\b(?:SELECT|FROM)\b/gi)].filter(isOfQuery(statement)).length === 2;
  const [, given, ...others] = statement.split(/\bGROUP BY\b/i);
  if (
    SEVERAL.test(statement) ||
    !isPlain ||
    !from.test(statement) ||
    given === undefined ||
    others.length > 0
  )
    return [];
  const [items = ""] = given.split(/\b(?:HAVING|ORDER|LIMIT|EMIT)\b/i);
  const grouped = ` ${items.replaceAll('"', "").replaceAll(";", " ")} `;
  return (places.timeColumns?.[table] ?? []).filter((column) => {
    const as = String.raw`(?:\w+\.)?${inPattern(column)}(?![\w$])`;
    const isTumbled = new RegExp(
      String.raw`\bTUMBLE ?\( ?TABLE [\w"$]+ ?, ?DESCRIPTOR ?\( ?"?${inPattern(column)}"? ?\)`,
      "i",
    );
    return (
      new RegExp(`(?:^|,) ?${as} ?(?:,|$)`, "i").test(grouped.trim()) ||
      new RegExp(String.raw`\b${ROUNDED}${as}${AS_A_TIME}`, "i").test(grouped) ||
      (isTumbled.test(statement) && /\bwindow_(?:start|end)\b/i.test(grouped))
    );
  });
}

/** The FROM within EXTRACT, SUBSTRING and TRIM is none of a query. */
function isOfQuery(statement: string) {
  return ({ index, 0: word }: RegExpMatchArray) => {
    if (!/^from$/i.test(word)) return true;
    const before = statement.slice(0, index).match(/\b(\w+) ?\([^()]*$/)?.[1] ?? "";
    return !/^(?:EXTRACT|SUBSTRING|TRIM|OVERLAY)$/i.test(before);
  };
}
