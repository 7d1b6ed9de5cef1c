import { type Column, isSameName } from "./parse-mismatch-kinds.ts";

/** Fewer names may be those of many tables. */
const TELLING_FIELDS = 3;

/** The one other table that has a column for each of a row's fields, where its own table has not. */
export function otherTable(
  fields: readonly string[],
  own: readonly Column[] | undefined,
  tables: Readonly<Record<string, readonly Column[]>>,
): string | undefined {
  const hasAll = (columns: readonly Column[]) =>
    fields.every((field) => columns.some(({ name }) => isSameName(name, field)));
  if (fields.length < TELLING_FIELDS || own === undefined || hasAll(own)) return undefined;
  const [only, ...more] = Object.entries(tables).filter(([, columns]) => columns !== own && hasAll(columns));
  return more.length === 0 ? only?.[0] : undefined;
}
