import * as z from "zod";
import { selectItems } from "../sql/select-items.ts";
import { type DeclaredRelation, relationsIn } from "./sql-relations.ts";
import { queryOf, selectOf } from "./sql-selects.ts";
import { statementAt } from "./sql-statement.ts";

/** What the text of a statement tells of an error for which the compiler names a place alone. */
export const Unclear = z.union([
  /** What of its FROM has a column of that name, as it is called there. */
  z.object({ is: z.literal("ambiguous"), column: z.string(), sources: z.array(z.string()) }),
  /** How many columns each SELECT gives of what is put together. */
  z.object({ is: z.literal("counts"), counts: z.array(z.int()) }),
]);

export type Unclear = z.infer<typeof Unclear>;

const AMBIGUOUS = /\bColumn '(\w+)' is ambiguous/i;
const COUNTS = /\bColumn count mismatch in (?:UNION|INTERSECT|EXCEPT)\b/;

/** Undefined where the message is of something else, or the text does not tell. @param line of the error, from 1 */
export function unclearAt(message: string, program: string, line: number): Unclear | undefined {
  const [, column] = AMBIGUOUS.exec(message) ?? [];
  if (column === undefined && !COUNTS.test(message)) return undefined;
  const relations = relationsIn(program);
  const statement = statementAt(program, line);
  const [view, ...others] = [...relations.values()].filter((one) => one.line === statement.line);
  if (view?.query === undefined || others.length > 0) return undefined;
  return column === undefined ? countsIn(view.query) : ambiguousIn(view.query, column, relations);
}

function countsIn(query: string): Unclear | undefined {
  const counts = queryOf(query).selects.map((one) => {
    const items = selectOf(one)?.items;
    return items === undefined || items.some(({ code }) => code.endsWith("*")) ? undefined : items.length;
  });
  const known = counts.filter((one) => one !== undefined);
  if (known.length < counts.length || known.includes(0) || new Set(known).size < 2) return undefined;
  return { is: "counts", counts: known };
}

function ambiguousIn(
  query: string,
  column: string,
  relations: ReadonlyMap<string, DeclaredRelation>,
): Unclear | undefined {
  // Of several SELECTs it is not known which one the place is in.
  if ((query.match(/\bSELECT\b/gi) ?? []).length !== 1) return undefined;
  const sources = (selectOf(query.trim())?.sources ?? []).flatMap(({ name, alias }) => {
    const relation = relations.get((name ?? "").toLowerCase());
    return relation && alias !== undefined && hasColumn(relation, column) ? [alias] : [];
  });
  return sources.length < 2 ? undefined : { is: "ambiguous", column, sources };
}

function hasColumn({ columns, given, query = "" }: DeclaredRelation, column: string): boolean {
  const own = columns?.map(({ name }) => name);
  const names = own ?? (given.length > 0 ? given : selectItems(query).flatMap(({ name }) => name ?? []));
  return names.some((one) => one.toLowerCase() === column.toLowerCase());
}
