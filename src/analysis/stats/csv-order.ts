import { type Column, isSameName, type ParseMismatch } from "./parse-mismatch-kinds.ts";

/** What a type takes; a text of any other may be anything. */
const TAKEN: readonly (readonly [type: RegExp, text: RegExp])[] = [
  [/INT(?:EGER)?$/, /^[-+]?\d+$/],
  [/^(?:DECIMAL|NUMERIC|REAL|FLOAT|DOUBLE)/, /^[-+]?\d+(?:\.\d+)?$/],
  [/^BOOL/, /^(?:true|false)$/],
  [/^DATE$/, /^\d{4}-\d\d-\d\d$/],
  [/^TIMESTAMP/, /^\d{4}-\d\d-\d\d[ T]\d\d:/],
  [/^TIME$/, /^\d\d:\d\d/],
];

/** Undefined where that is not known. */
function takes({ type = "" }: Column, text: string): boolean | undefined {
  return TAKEN.find(([of]) => of.test(type.toUpperCase()))?.[1].test(text.trim());
}

/**
 * A line whose field does not fit its column, and has another in the place of a column that does not take that one
 * either: CSV is read by position.
 */
export function otherOrder(
  cells: readonly string[],
  columns: readonly Column[] | undefined,
  field: string | undefined,
): ParseMismatch | undefined {
  if (columns === undefined || field === undefined || cells.length !== columns.length) return undefined;
  const at = columns.findIndex(({ name }) => isSameName(name, field));
  const [column, own = ""] = [columns[at], cells[at]];
  if (column === undefined || takes(column, own) !== false) return undefined;
  const other = columns.find((one, index) => {
    const text = cells[index] ?? "";
    const isOutOfPlace = text.trim() !== "" && takes(one, text) === false && takes(column, text) === true;
    return isOutOfPlace && (own.trim() === "" || takes(one, own) === true);
  });
  if (other === undefined) return undefined;
  return { is: "order", field, other: other.name };
}
