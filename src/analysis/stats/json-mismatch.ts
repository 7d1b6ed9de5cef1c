import { nearestName } from "../nearest-name.ts";
import { envelopeOf, firstElement } from "./json-envelope.ts";
import { rowsWithin } from "./json-within.ts";
import type { ParseError } from "./parse-error.ts";
import { type Column, isSameName, type ParseMismatch, type ReadAs } from "./parse-mismatch-kinds.ts";

const FIELDS_SHOWN = 8;
const FIELD_CHARS = 60;

type Told = Pick<ParseError, "reason" | "fragment">;

export function jsonMismatch(
  { reason, fragment }: Told,
  { framing, columns, hasRows }: ReadAs,
): ParseMismatch | undefined {
  const text = fragment.shown.trimStart();
  if (framing.spans_lines !== true && isOverLines(text, reason)) {
    return { is: "over lines", ...(framing.spans_lines === undefined && { may_be_cut_off: true }) };
  }
  const array = framing.in_arrays;
  const isArray = text.startsWith("[");
  // Of what is sent by HTTP no configuration tells, and a whole row stands where its first column is wanted.
  const isRowForColumn = array === undefined && /\binvalid type: map\b/.test(reason);
  if (isArray && (array === false || isRowForColumn)) return inArrays(text, framing.update_format);
  const within = inField(text, { reason, fragment }, { set: framing.update_format, columns });
  if (within !== undefined) return within;
  if (array && NO_SEQUENCE.test(reason)) return { is: "not in arrays" };
  if (!/^[[{]/.test(text)) {
    if (hasRows) return { is: "stray text" };
    return { is: "other format", set: "json", ...looksLike(text) };
  }
  if (ENDS_EARLY.test(reason)) return { is: "cut off" };
  if (/parse string as a JSON document/.test(reason)) return notValid(text);
  const [, column, field] = FIELD_CASE.exec(reason) ?? [];
  if (column !== undefined && field !== undefined) return { is: "field case", field, column };
  const row = isArray && !OF_ROW.test(reason) ? firstElement(text) : text;
  return rowMismatch(row, reason, { set: framing.update_format, columns });
}

const ENDS_EARLY = /EOF while parsing/;

/** A line that goes on with what one before it began; what is no array begins no line of an array. */
const GOES_ON = { "[": /\n\s*[^\s[]/, "{": /\n\s*["\]}]/ } as const;

function isOverLines(text: string, reason: string): boolean {
  return ENDS_EARLY.test(reason) && GOES_ON[text.startsWith("[") ? "[" : "{"].test(text);
}

/** As Python and JavaScript write what JSON has no word for, or other words. */
const BARE_WORD = /[:[,]\s*(-?(?:NaN|Infinity|inf|nan)|None|True|False|undefined)\s*(?=[,}\]])/;
const SINGLE_QUOTE = /^[[{\s]*'/;

function notValid(text: string): ParseMismatch {
  const word = SINGLE_QUOTE.test(text) ? "single quotes" : BARE_WORD.exec(text)?.[1];
  return { is: "not valid", ...(word !== undefined && { word }) };
}

function looksLike(text: string): { looks_like?: string } {
  if (LIKE_HTML.test(text)) return { looks_like: "html" };
  return LIKE_CSV.test(text) ? { looks_like: "csv" } : {};
}

/** Of a page JSON's parser takes word after word, and the newest is the last. */
export const LIKE_HTML = /^<(?:!doctype|\/?(?:html|head|title|body|div|form|script|p)\b)/i;

/** Of a line of CSV JSON's parser takes word after word, and what has two commas is a good part of it. */
const LIKE_CSV = /^[^[{\n]*[,;][^[{\n]*[,;][^[{\n]*$/;
const FIELD_CASE =
  /incorrect case-sensitive field name: expected: (.{1,200}), found: (.{1,200}?)(?: at line \d+ column \d+)?$/;

/** Of what is not set, only an envelope shows what is needed: a bare row may be within one that was taken off. */
function inArrays(text: string, set: string | undefined): ParseMismatch {
  const needed = envelopeOf(firstElement(text))?.format;
  const isOther = needed !== undefined && needed !== set && (set !== undefined || needed !== "raw");
  return { is: "in arrays", ...(isOther && { needed }) };
}

export const MISSING_FIELD = /missing field `([^`\n]{1,200})`/;
const UNKNOWN_FIELD = /unknown field `/;
const NO_SEQUENCE = /\bexpected a sequence\b/;

/** The row itself was read, and what is around it taken off. */
const OF_ROW = /deserialize JSON record/;

interface Wanted {
  readonly set: string | undefined;
  readonly columns: readonly Column[] | undefined;
}

/** A row that lacks what its update format has around it, or that has it although its format wants the bare row. */
function rowMismatch(text: string, reason: string, { set, columns }: Wanted): ParseMismatch | undefined {
  const field = MISSING_FIELD.exec(reason)?.[1];
  if (field === undefined && !UNKNOWN_FIELD.test(reason)) return undefined;
  const envelope = envelopeOf(text);
  if (envelope === undefined) return undefined;
  const { format, row = {}, payload, outer } = envelope;
  if (OF_ROW.test(reason)) {
    const isColumn = (name: string) => columns?.some((column) => isSameName(column.name, name)) === true;
    const isBare = (format === "raw" && payload === undefined) || outer?.every(isColumn) === true;
    const isWithin = Object.keys(row).some((key) => field !== undefined && isSameName(key, field));
    const isRaw = set === "raw" || (set === undefined && isWithin);
    if (!isBare && isRaw) return inEnvelope("raw", format, payload);
    // Of a text that is not whole, or that has more around its row than its update format, no fields are told.
    return isBare && field !== undefined ? missingField(field, outer ?? [], columns) : undefined;
  }
  if (set === undefined) return undefined;
  if (format !== set || payload !== undefined) return inEnvelope(set, format, payload);
  return undefined;
}

/** A record around the rows, as an API answers: the field that they stand in, and their update format if it is not that. */
function inField(
  text: string,
  { reason, fragment }: Told,
  { set, columns }: Wanted,
): ParseMismatch | undefined {
  const lacking = MISSING_FIELD.exec(reason)?.[1];
  if (lacking === undefined && !UNKNOWN_FIELD.test(reason) && !NO_SEQUENCE.test(reason)) return undefined;
  const { format = "raw", payload } = envelopeOf(text) ?? {};
  if (format !== "raw" || payload !== undefined) return undefined;
  const within = rowsWithin(text, { columns, field: OF_ROW.test(reason) ? lacking : undefined });
  if (within === undefined) return undefined;
  const { path, rows, isOne, first } = within;
  // A text whose middle was left out may look whole.
  const isWhole = fragment.bytes <= fragment.shown_bytes;
  const of = envelopeOf(JSON.stringify(first))?.format;
  const needed = of !== undefined && set !== undefined && of !== set ? of : undefined;
  return {
    is: "in a field",
    path: path.map((name) => name.slice(0, FIELD_CHARS)),
    ...(isOne ? { is_one: true as const } : isWhole && rows !== undefined && { rows }),
    ...(needed !== undefined && { needed }),
  };
}

function inEnvelope(set: string, needed: string, payload: "absent" | "has a row" | undefined): ParseMismatch {
  if (payload === "has a row") return { is: "row in payload", set };
  const lacks = payload === "absent";
  if (lacks && needed === set) return { is: "no payload" };
  return { is: "update format", set, needed, ...(lacks && { lacks_payload: true }) };
}

function missingField(
  field: string,
  names: readonly string[],
  columns: readonly Column[] | undefined,
): ParseMismatch {
  const others = names.filter((name) => columns?.some((column) => isSameName(column.name, name)) !== true);
  const like = columns && likeOf(field, others);
  return {
    is: "missing field",
    field,
    fields: names.slice(0, FIELDS_SHOWN).map((name) => name.slice(0, FIELD_CHARS)),
    ...(like !== undefined && { like: like.slice(0, FIELD_CHARS) }),
    ...(columns !== undefined && others.length === 0 && { is_absent: true as const }),
    ...(columns !== undefined &&
      others.length === names.length &&
      isError(names) && { is_answer: true as const }),
  };
}

const SAYS_AN_ERROR = /^(?:errors?|message|msg|detail|reason|fault|exception)$/i;
const BESIDE_AN_ERROR =
  /^(?:(?:error|status)?_?codes?|status|success|ok|title|type|path|timestamp|request_?id)$/i;

/** Whether fields are those of an answer that refuses: what it says, and what such answers have beside. */
function isError(names: readonly string[]): boolean {
  const others = names.filter((name) => !SAYS_AN_ERROR.test(name));
  return others.length < names.length && others.every((name) => BESIDE_AN_ERROR.test(name));
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Written otherwise, such as saleId for sale_id, or misspelt. */
function likeOf(field: string, names: readonly string[]): string | undefined {
  const plains = names.map(plain);
  const nearest = nearestName(plain(field), plains);
  return nearest === undefined ? undefined : names[plains.indexOf(nearest)];
}
