import * as z from "zod";
import type { Framing } from "../../feldera/settings/framing.ts";
import { NOT_UTF8, type ParseError } from "./parse-error.ts";
import { type ValueMismatch, ValueMismatchKind, valueMismatch } from "./value-mismatch.ts";

/** A column of the table that a connector feeds. */
export interface Column {
  readonly name: string;
  /** Of SQL, without its precision. */
  readonly type?: string;
}

const FIELDS_SHOWN = 8;
const FIELD_CHARS = 60;

/** What of a connector's text is at odds with what its format or its table expects, as one error shows it. */
export const ParseMismatch = z.discriminatedUnion("is", [
  /** Rows come in arrays, and the format takes each value for one row. */
  z.object({ is: z.literal("in arrays") }),
  z.object({ is: z.literal("not in arrays") }),
  /** What is around a row is of another update format than is set. */
  z.object({ is: z.literal("update format"), set: z.string(), needed: z.string() }),
  /** The line has the names of the columns: no row is lost with it. */
  z.object({ is: z.literal("header") }),
  z.object({ is: z.literal("delimiter"), set: z.string(), found: z.string() }),
  /** The text is not of the format at all. */
  z.object({ is: z.literal("other format"), set: z.string(), looks_like: z.string().optional() }),
  /** Text between rows that were read, and none itself. */
  z.object({ is: z.literal("stray text") }),
  /** The mark that some programs begin a text with: no row is lost with it. */
  z.object({ is: z.literal("byte order mark") }),
  /** Compressed, of another encoding than UTF-8, or no text at all. */
  z.object({ is: z.literal("not text") }),
  z.object({ is: z.literal("encoding") }),
  /** JSON with a bare word, a missing comma or the like. */
  z.object({ is: z.literal("not valid") }),
  /** The last row of a text that was not written to its end. */
  z.object({ is: z.literal("cut off") }),
  z.object({ is: z.literal("missing field"), field: z.string(), fields: z.array(z.string()) }),
  /** A field has a column's name in another case, and that column was declared in quotes. */
  z.object({ is: z.literal("field case"), field: z.string(), column: z.string() }),
  /** A line of CSV has more or fewer fields than the table columns. */
  z.object({ is: z.literal("fields"), found: z.int(), columns: z.int() }),
  ...ValueMismatchKind,
]);

export type ParseMismatch = z.infer<typeof ParseMismatch>;

/** With these nothing of the data is lost: what did not parse is no row. */
export const WITHOUT_LOSS: ReadonlySet<ParseMismatch["is"]> = new Set(["header", "byte order mark"]);

/** Where no row was read, an error of these says nothing of how many rows it took. */
export const UNCOUNTED: ReadonlySet<ParseMismatch["is"]> = new Set(["other format", "not text"]);

/** What the text is read as, and whether any of it was a row. */
export interface Expected {
  readonly framing: Framing | undefined;
  /** Those of the table, where they are known. */
  readonly columns: readonly Column[] | undefined;
  readonly hasRows: boolean;
}

/**
 * @returns undefined where the error is of no kind that its words and its text show
 */
export function parseMismatch(
  error: ParseError,
  { framing, columns, hasRows }: Expected,
): ParseMismatch | undefined {
  if (!error.isTold) return undefined;
  const { shown } = error.fragment;
  if (/^\uFEFF\s*$/.test(shown)) return { is: "byte order mark" };
  // Text of an older encoding has no control characters.
  if (NOT_UTF8.test(error.reason)) return { is: CONTROL.test(shown) ? "not text" : "encoding" };
  if (isNotText(shown)) return { is: "not text" };
  const ofFormat =
    framing?.format === "json"
      ? jsonMismatch(error, framing, hasRows)
      : framing?.format === "csv"
        ? csvMismatch(error, framing, { columns, hasRows })
        : undefined;
  return ofFormat ?? mismatchOfValue(error, framing, columns);
}

function mismatchOfValue(
  { field, reason, fragment }: ParseError,
  framing: Framing | undefined,
  columns: readonly Column[] | undefined,
): ValueMismatch | undefined {
  if (field === undefined) return undefined;
  const index = columns?.findIndex(({ name }) => isSame(name, field)) ?? -1;
  const cells = framing?.format === "csv" ? cellsOf(fragment.shown.trimEnd(), framing) : [];
  const text = cells.length === columns?.length ? cells[index] : undefined;
  return valueMismatch({ field, reason, type: columns?.[index]?.type, format: framing?.format, text });
}

/** Of a line of CSV; of one in quotes, what stands within them. */
function cellsOf(line: string, { delimiter = ",", quotes = true }: Framing): string[] {
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

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** From this share of its characters on a text is none. */
const STRANGE_SHARE = 0.1;

const CONTROL = /[\u0000-\u0008\u000E-\u001F]/;

/** Control characters, or what stands for bytes that are not UTF-8. */
const STRANGE = new RegExp(`${CONTROL.source}|\uFFFD`, "g");

function isNotText(shown: string): boolean {
  const strange = shown.match(STRANGE)?.length ?? 0;
  return strange > 0 && strange >= STRANGE_SHARE * shown.length;
}

function jsonMismatch(
  { reason, fragment }: ParseError,
  framing: Framing,
  hasRows: boolean,
): ParseMismatch | undefined {
  const text = fragment.shown.trimStart();
  const array = framing.in_arrays;
  const isArray = text.startsWith("[");
  // Of what is sent by HTTP no configuration tells, and a whole row stands where its first column is wanted.
  const isRowForColumn = array === undefined && /\binvalid type: map\b/.test(reason);
  if (isArray && (array === false || isRowForColumn)) return { is: "in arrays" };
  if (array && text.startsWith("{")) return { is: "not in arrays" };
  if (!/^[[{]/.test(text)) {
    if (hasRows) return { is: "stray text" };
    const looks_like = LIKE_HTML.test(text) ? "html" : LIKE_CSV.test(text) ? "csv" : undefined;
    return { is: "other format", set: "json", ...(looks_like && { looks_like }) };
  }
  if (/EOF while parsing/.test(reason)) return { is: "cut off" };
  if (/parse string as a JSON document/.test(reason)) return { is: "not valid" };
  const [, column, field] = FIELD_CASE.exec(reason) ?? [];
  if (column !== undefined && field !== undefined) return { is: "field case", field, column };
  return envelopeMismatch(text, reason, framing.update_format);
}

/** Of a page JSON's parser takes word after word, and the newest is the last. */
const LIKE_HTML = /^<(?:!doctype|\/?(?:html|head|title|body|div|form|script|p)\b)/i;

/** Of a line of CSV JSON's parser takes word after word, and what has two commas is a good part of it. */
const LIKE_CSV = /^[^[{\n]*[,;][^[{\n]*[,;][^[{\n]*$/;
const FIELD_CASE =
  /incorrect case-sensitive field name: expected: (.{1,200}), found: (.{1,200}?)(?: at line \d+ column \d+)?$/;

const MISSING_FIELD = /missing field `([^`\n]{1,200})`/;
const UNKNOWN_FIELD = /unknown field `/;

/** What the parser of insert_delete wanted, which is the default of rows sent by HTTP: no configuration tells of those. */
const OF_INSERT_DELETE = /expected one of `table`, `insert`, `delete`, `update`|\bstruct InsDelUpdate\b/;

/** A row that lacks what its update format has around it, or that has it although its format wants the bare row. */
function envelopeMismatch(text: string, reason: string, set: string | undefined): ParseMismatch | undefined {
  const missing = MISSING_FIELD.exec(reason)?.[1];
  if (missing === undefined && !UNKNOWN_FIELD.test(reason)) return undefined;
  const row = objectOf(text);
  const wanted = set ?? (OF_INSERT_DELETE.test(reason) ? "insert_delete" : undefined);
  if (row === undefined || wanted === undefined) return undefined;
  const needed = updateFormatOf(row);
  if (needed !== wanted) return { is: "update format", set: wanted, needed };
  if (missing === undefined) return undefined;
  const fields = Object.keys(row).map((field) => field.slice(0, FIELD_CHARS));
  return { is: "missing field", field: missing, fields: fields.slice(0, FIELDS_SHOWN) };
}

const Row = z.record(z.string(), z.unknown());

/** Undefined where it is not whole. */
function objectOf(text: string): Record<string, unknown> | undefined {
  try {
    return Row.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

/** By what is around it: Debezium's change events have `after`, Feldera's own `insert` and `delete`. */
function updateFormatOf(row: Record<string, unknown>): string {
  const inner = Row.safeParse(row.payload).data ?? row;
  if ("op" in inner && ("after" in inner || "before" in inner)) return "debezium";
  if (isObject(row.insert) || isObject(row.delete) || isObject(row.update)) return "insert_delete";
  if ("weight" in row && isObject(row.data)) return "weighted";
  return "raw";
}

const DELIMITERS = [",", ";", "\t", "|"];

function csvMismatch(
  { fragment, field }: ParseError,
  { delimiter = "," }: Framing,
  { columns, hasRows }: Omit<Expected, "framing">,
): ParseMismatch | undefined {
  const line = fragment.shown.trimEnd();
  if (/^\s*[[{]/.test(line)) {
    return hasRows ? { is: "stray text" } : { is: "other format", set: "csv", looks_like: "json" };
  }
  if (!hasRows && LIKE_HTML.test(line.trimStart()))
    return { is: "other format", set: "csv", looks_like: "html" };
  if (line.includes('"') || line.includes("\n")) return undefined;
  const cells = line.split(delimiter);
  if (columns !== undefined && isHeader(cells, columns)) return { is: "header" };
  const found = DELIMITERS.find((other) => other !== delimiter && divides(line, other, columns));
  if (cells.length === 1 && found !== undefined) return { is: "delimiter", set: delimiter, found };
  if (field === undefined || columns === undefined || cells.length === columns.length) return undefined;
  return { is: "fields", found: cells.length, columns: columns.length };
}

function isHeader(cells: readonly string[], columns: readonly Column[]): boolean {
  return cells.every((cell) => columns.some(({ name }) => isSame(name, cell.trim())));
}

/** Where the columns are not known, a line that is divided at all. */
function divides(line: string, delimiter: string, columns: readonly Column[] | undefined): boolean {
  const fields = line.split(delimiter).length;
  return columns === undefined ? fields > 2 : fields > 1 && fields === columns.length;
}
