import type { Framing } from "../../feldera/settings/framing.ts";
import { cellsOf } from "./csv-mismatch.ts";
import type { ParseError } from "./parse-error.ts";
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

/** With these it is a value that is wrong, or the header's. */
const OF_VALUES: ReadonlySet<ParseMismatch["is"] | undefined> = new Set([
  undefined,
  "header",
  "value",
  "no truth value",
  "moment as text",
  "moment as number",
  "fraction",
  "null",
]);

interface Seen {
  readonly error: ParseError;
  readonly mismatch: ParseMismatch | undefined;
}

type Order = Extract<ParseMismatch, { is: "order" }>;

/** Undefined where that is not known. */
function takes({ type = "" }: Column, text: string): boolean | undefined {
  return TAKEN.find(([of]) => of.test(type.toUpperCase()))?.[1].test(text.trim());
}

/**
 * Whether the fields of CSV, which is read by position, stand in another order than the table's columns: as their header
 * says, or the values of each line that did not parse.
 *
 * @param hasRows whether rows were read all the same
 */
export function otherOrder(
  seen: readonly Seen[],
  framing: Framing | undefined,
  columns: readonly Column[] | undefined,
  hasRows: boolean,
): Order | undefined {
  const told = seen.filter(({ error }) => error.isTold);
  if (framing?.format !== "csv" || columns === undefined) return undefined;
  if (!told.every(({ mismatch }) => OF_VALUES.has(mismatch?.is))) return undefined;
  const linesOf = (isHeader: boolean) =>
    told
      .filter(({ mismatch }) => (mismatch?.is === "header") === isHeader)
      .map(({ error }) => ({ cells: cellsOf(error.fragment.shown.trimEnd(), framing), field: error.field }));
  const [header] = linesOf(true);
  return (
    (header && orderOfHeader(header.cells, columns)) ??
    (hasRows ? undefined : orderOfLines(linesOf(false), columns))
  );
}

function orderOfHeader(cells: readonly string[], columns: readonly Column[]): Order | undefined {
  if (cells.length !== columns.length) return undefined;
  const names = cells.map((cell) => columns.find(({ name }) => isSameName(name, cell.trim()))?.name);
  const at = names.findIndex((name, index) => name !== undefined && name !== columns[index]?.name);
  const [field, other] = [names[at], columns[at]?.name];
  if (field === undefined || other === undefined) return undefined;
  return { is: "order", field, other, header: cells.map((cell) => cell.trim()) };
}

interface Line {
  readonly cells: readonly string[];
  readonly field: string | undefined;
}

/** Each line has its fields for the columns, though not each for the one at its place. */
function orderOfLines(lines: readonly Line[], columns: readonly Column[]): Order | undefined {
  const [first] = lines;
  const at = columns.findIndex(({ name }) => first?.field !== undefined && isSameName(name, first.field));
  const column = columns[at];
  if (column === undefined || !lines.every(({ cells }) => cells.length === columns.length)) return undefined;
  const misfits = lines.map((line) => misfitsOf(line, columns));
  if (
    !misfits.every((places) => places.length > 0) ||
    !lines.every(({ cells }) => fitsOtherwise(cells, columns))
  )
    return undefined;
  const others = columns.filter((one, place) =>
    lines.every(({ cells: { [place]: text = "" } }) => takes(column, text) && !takes(one, text)),
  );
  const isOut = (one: Column) => misfits.every((places) => places.some((place) => columns[place] === one));
  const other = (others.find(isOut) ?? others[0])?.name;
  if (other === undefined) return undefined;
  // A column of texts takes what is any other's: a value that is almost what its own column takes may be wrong itself.
  const isLikely = misfits.every((places) => places.length < 2);
  if (isLikely && lines.some(({ cells }) => /\d/.test(cells[at] ?? ""))) return undefined;
  return { is: "order", field: column.name, other, ...(isLikely && { is_likely: true as const }) };
}

/** Where a column does not take what stands there; of the one that the error names nothing needs to be known. */
function misfitsOf({ cells, field }: Line, columns: readonly Column[]): number[] {
  return columns.flatMap((column, at) => {
    const text = cells[at]?.trim() ?? "";
    const isNamed = field !== undefined && isSameName(column.name, field);
    const isMisfit = text === "" ? isNamed : takes(column, text) === false;
    return isMisfit ? [at] : [];
  });
}

/** Whether each column whose type tells can be given a field of its own that it takes. */
function fitsOtherwise(cells: readonly string[], columns: readonly Column[]): boolean {
  const typed = columns.filter((column) => takes(column, "") !== undefined);
  const owners = new Map<number, Column>();
  const place = (column: Column, tried: Set<number>): boolean =>
    cells.some((text, at) => {
      // An empty one may be any column's.
      if (tried.has(at) || !(text.trim() === "" || takes(column, text))) return false;
      tried.add(at);
      const owner = owners.get(at);
      if (owner !== undefined && !place(owner, tried)) return false;
      owners.set(at, column);
      return true;
    });
  return typed.every((column) => place(column, new Set()));
}
