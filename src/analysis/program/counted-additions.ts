import * as z from "zod";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { codeOnly, onOneLine, sourcesIn, withoutTexts } from "../sql/program-code.ts";
import { selectItems } from "../sql/select-items.ts";

/** A COUNT(*) over a LEFT JOIN, which counts the row that the join adds where it finds none. */
export const CountedAddition = z.object({
  view: z.string(),
  column: z.string(),
  /** What the LEFT JOIN finds nothing of, as the program calls it. */
  of: z.string(),
});

export type CountedAddition = z.infer<typeof CountedAddition>;

const JOIN = /\b(LEFT (?:OUTER )?)?JOIN\b/gi;
const COUNTS_ROWS = /^COUNT ?\( ?(?:\*|1) ?\)$/i;
const GROUPED = /\bGROUP BY (.*?)(?: HAVING\b.*| ORDER\b.*| LIMIT\b.*|;|$)/i;

/** Of statements with one SELECT, one LEFT JOIN and no WHERE, that group by columns of its left side alone. */
export function countedAdditions(places: SqlPlaces): CountedAddition[] {
  const { graph, viewTypes = {} } = places;
  return Object.keys(viewTypes).flatMap((view) => {
    const isOuter = [...graph.outerJoins].some(
      ([id, kind]) => kind === "LEFT" && graph.planViews.get(id) === view,
    );
    const statement = viewStatement(view, places);
    const found = isOuter ? countOf(statement) : undefined;
    return found === undefined ? [] : [{ view, ...found }];
  });
}

function countOf(statement: string): Pick<CountedAddition, "column" | "of"> | undefined {
  const code = codeOnly(onOneLine(statement));
  const [join, ...others] = code.matchAll(JOIN);
  const isPlain = [...code.matchAll(/\bSELECT\b/gi)].length === 1 && !/\bWHERE\b/i.test(code);
  const [left, right, ...more] = sourcesIn(withoutTexts(onOneLine(statement)));
  if (!isPlain || join?.[1] === undefined || others.length > 0) return undefined;
  if (left === undefined || right === undefined || more.length > 0) return undefined;
  const groups = GROUPED.exec(code)?.[1]?.toLowerCase().split(",") ?? [];
  const isOfLeft = groups.length > 0 && groups.every((one) => one.trim().startsWith(`${left.alias}.`));
  const items = selectItems(statement);
  const counts = items.filter(({ code }) => /^COUNT\b/i.test(code));
  const [only, ...rest] = counts;
  // Who counts a column of the other side as well knows the difference.
  if (!isOfLeft || only === undefined || rest.length > 0 || !COUNTS_ROWS.test(only.code)) return undefined;
  return only.name === undefined ? undefined : { column: only.name, of: right.source };
}
