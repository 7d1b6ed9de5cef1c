import type { Framing } from "../../feldera/settings/framing.ts";
import { LIKE_HTML } from "./json-mismatch.ts";
import type { ParseError } from "./parse-error.ts";
import { type Column, isSameName, type ParseMismatch, type ReadAs } from "./parse-mismatch-kinds.ts";

const TOO_SHORT = /\binvalid length \d+, expected \d+ columns\b/;
const DELIMITERS = [",", ";", "\t", "|"];

export function csvMismatch(
  { fragment, field, event, reason }: ParseError,
  { framing, columns, hasRows }: ReadAs,
): ParseMismatch | undefined {
  const line = fragment.shown.trimEnd();
  if (line === "" && TOO_SHORT.test(reason)) return { is: "empty line" };
  if (/^\s*[[{]/.test(line)) {
    return hasRows ? { is: "stray text" } : { is: "other format", set: "csv", looks_like: "json" };
  }
  if (!hasRows && LIKE_HTML.test(line.trimStart()))
    return { is: "other format", set: "csv", looks_like: "html" };
  if (line.includes("\n")) return undefined;
  const { delimiter = "," } = framing;
  const cells = cellsOf(line, framing);
  if (columns !== undefined && isHeader(cells, columns, event)) {
    return { is: "header", ...(framing.has_header === true && { is_second: true as const }) };
  }
  const found = DELIMITERS.find(
    (other) => other !== delimiter && divides(line, { ...framing, delimiter: other }, columns),
  );
  // A decimal comma divides as well, and into another number of fields.
  const isDivided = columns === undefined ? cells.length > 1 : cells.length === columns.length;
  if (found !== undefined && !isDivided) return { is: "delimiter", set: delimiter, found };
  const isOfFields = field !== undefined || TOO_SHORT.test(reason);
  if (!isOfFields || columns === undefined || cells.length === columns.length) return undefined;
  const isUnquoted = hasRows && cells.length > columns.length;
  const isQuoted = cells.length === 1 && cellsOf(cells[0] ?? "", framing).length === columns.length;
  return {
    is: "fields",
    found: cells.length,
    columns: columns.length,
    ...(isUnquoted && { unquoted: delimiter }),
    ...(hasRows && { is_of_some: true as const }),
    ...(isQuoted && { is_quoted: true as const }),
  };
}

/** Of a line of CSV; of one in quotes, what stands within them. */
export function cellsOf(line: string, { delimiter = ",", quotes = true }: Framing): string[] {
  if (!quotes) return line.split(delimiter);
  const cells: string[] = [];
  let isOpen = false;
  for (const piece of line.split(delimiter)) {
    const last = cells.length - 1;
    if (isOpen) cells[last] = `${cells[last]}${delimiter}${piece}`;
    else cells.push(piece);
    const count = piece.split('"').length - 1;
    isOpen = isOpen !== (count % 2 === 1);
  }
  return cells.map((cell) => /^"(.*)"$/s.exec(cell)?.[1]?.replaceAll('""', '"') ?? cell);
}

/** Every cell is a column's name; of the first line most, and none has a digit alone. */
function isHeader(cells: readonly string[], columns: readonly Column[], event: number | undefined): boolean {
  const names = cells.filter((cell) => columns.some(({ name }) => isSameName(name, cell.trim())));
  if (names.length === cells.length) return true;
  const areWords = cells.every((cell) => /^\s*\p{L}[\p{L}\p{N}_ .-]*\s*$/u.test(cell));
  return event === 1 && areWords && names.length * 2 >= cells.length && names.length > 1;
}

/** Where the columns are not known, a line that is divided at all. */
function divides(line: string, framing: Framing, columns: readonly Column[] | undefined): boolean {
  const fields = cellsOf(line, framing).length;
  return columns === undefined ? fields > 2 : fields > 1 && fields === columns.length;
}
