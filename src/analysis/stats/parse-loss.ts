import * as z from "zod";
import type { ConnectorError } from "../../feldera/schemas/stats.ts";
import type { Framing } from "../../feldera/settings/framing.ts";
import { otherOrder } from "./csv-order.ts";
import { linesOfJson, rowsInJson } from "./json-rows.ts";
import { otherTable } from "./other-table.ts";
import { type Fragment, type ParseError, parseError, TOMBSTONE } from "./parse-error.ts";
import { parseMismatch } from "./parse-mismatch.ts";
import { BINARY, type Column, ParseMismatch, UNCOUNTED, WITHOUT_LOSS } from "./parse-mismatch-kinds.ts";

/** What of a connector's input was lost because it does not parse, as its errors tell. */
export const ParseLoss = z.object({
  /** Errors counted; Feldera keeps the texts of the last 100 of a kind. */
  errors: z.number(),
  /** Rows that are lost, as near as the errors tell: an error may be of many rows, or of a piece of one. */
  rows: z.number(),
  /** Whether `rows` rests on a fragment's size, or on errors whose text is not told, and not on a count. */
  is_estimate: z.boolean(),
  /** Whether nothing tells how many rows an error took, its text not told or not of the format: `rows` is that of errors. */
  is_uncounted: z.boolean(),
  /** Rows that were read, and what share of all was lost; absent where the runtime does not tell. */
  rows_read: z.number().optional(),
  share: z.number().optional(),
  /** From one row of ten on the results are wrong, and not only short of something. */
  is_much: z.boolean(),
  /** Whether a row that does not parse takes with it the array that it came in: `rows` is the least that was lost. */
  takes_arrays: z.literal(true).optional(),
  /** Where one error took many rows: those of lines that a quote or a brace went on over, or all that was read with its row. */
  swallowed: z
    .object({ rows: z.number(), bytes: z.number(), with_its_piece: z.literal(true).optional() })
    .optional(),
  /** Whether the text ended in the middle of a row: what should have followed was never read, and is in no count. */
  ends_within_row: z.literal(true).optional(),
  /** What most of the errors show to be at odds; absent where their texts are of no kind that is known. */
  mismatch: ParseMismatch.optional(),
  /** The newest error whose text is known, of those that show it. */
  newest: z
    .object({
      /** From 1, in the order of the input, without a header. */
      event: z.number().optional(),
      field: z.string().optional(),
      reason: z.string(),
      fragment: z.string(),
      at: z.string().optional(),
    })
    .optional(),
});

export type ParseLoss = z.infer<typeof ParseLoss>;

export interface ParsedInput {
  readonly errors: number;
  readonly texts: readonly ConnectorError[];
  readonly rows_read: number | undefined;
  /** Of the rows that were read: those that do not parse are not in it. */
  readonly bytes_read: number;
  readonly framing: Framing | undefined;
  /** Those of its table. */
  readonly columns?: readonly Column[] | undefined;
  /** The columns of each table, where they are known. */
  readonly tables?: Readonly<Record<string, readonly Column[]>> | undefined;
}

const REASON_CHARS = 200;
const FRAGMENT_CHARS = 300;

const MUCH = 0.1;

/** From so many lines on a fragment is no row that was written over several. */
const MANY_LINES = 20;

export function parseLoss(input: ParsedInput): ParseLoss | undefined {
  const { errors, texts, rows_read, framing, columns } = input;
  if (errors === 0) return undefined;
  const expected = { framing, columns, hasRows: rows_read !== 0 };
  const seen = withTitles(
    texts.map((text) => {
      const error = parseError(text);
      return { error, mismatch: parseMismatch(error, expected) };
    }),
  );
  const { mismatch: shown, newest } = commonest(seen);
  const order = otherOrder(seen, framing, columns, expected.hasRows);
  const mismatch = order ?? (shown && ofItsTable(shown, input));
  const rowsEach = seen.map((one) => rowsIn(one, input));
  const isPiece = seen.map(({ error }) => isPieceOfLine(error.fragment, framing));
  const told = rowsEach.reduce((sum, rows, i) => sum + (isPiece[i] && isPiece[i - 1] ? 0 : rows), 0);
  const largest = rowsEach.indexOf(Math.max(...rowsEach));
  const most = rowsEach[largest] ?? 0;
  const toldTexts = seen.filter(({ error }) => error.isTold).length;
  const byEvents = rowsByEvents(seen, input);
  const isOfElements = framing?.format === "json" && seen.some(({ error }) => isElement(error));
  const takes_arrays = isOfElements && (framing.in_arrays ?? byEvents > errors);
  const is_uncounted =
    seen.some(({ error }) => OF_BATCH.test(error.reason)) ||
    toldTexts === 0 ||
    mismatch?.is === "over lines" ||
    ((rows_read ?? 0) === 0 && mismatch !== undefined && UNCOUNTED.has(mismatch.is));
  const isBetweenRows = told === 0 && isOfNoRow(mismatch, framing);
  const counted = isBetweenRows ? 0 : told + Math.round(Math.max(0, errors - texts.length) * costing(seen));
  const rows = is_uncounted ? errors : takes_arrays ? Math.max(byEvents, counted) : counted;
  const isOverLines = mismatch?.is === "over lines";
  const isSwallowed = most >= MANY_LINES && !isOverLines && takesLines(seen[largest], framing);
  return {
    errors,
    rows,
    is_uncounted,
    is_estimate: takes_arrays || most > 1 || isPiece.includes(true) || toldTexts < errors,
    ...(rows_read !== undefined && { rows_read, share: shareOf(rows, rows_read) }),
    is_much: rows_read !== undefined && rows > 0 && rows >= MUCH * (rows + rows_read),
    ...(takes_arrays && { takes_arrays }),
    ...(isSwallowed && {
      swallowed: {
        rows: most,
        bytes: seen[largest]?.error.fragment.bytes ?? 0,
        ...(framing?.format === "json" && framing.spans_lines === false && { with_its_piece: true as const }),
      },
    }),
    ...(seen.some((one) => endsWithin(one, framing)) && !isSwallowed && { ends_within_row: true as const }),
    ...(mismatch && { mismatch }),
    // Of pieces of a text the number is no row's.
    ...(newest && { newest: toldError(is_uncounted ? withoutEvent(newest) : newest, framing) }),
  };
}

/** A field that is missing may be so since the row is another table's. */
function ofItsTable(mismatch: ParseMismatch, { columns, tables = {} }: ParsedInput): ParseMismatch {
  const of_table = mismatch.is === "missing field" ? otherTable(mismatch.fields, columns, tables) : undefined;
  return mismatch.is === "missing field" && of_table !== undefined ? { ...mismatch, of_table } : mismatch;
}

/** Which part of the errors whose text is not kept cost a row each: all, unless a column of theirs is read as NULL. */
function costing(seen: readonly Seen[]): number {
  const unread = seen.filter(({ mismatch }) => mismatch?.is === "unread type").length;
  return unread === 0 ? 1 : 1 - unread / seen.length;
}

/** What stands between the rows of JSON is skipped word by word, and they are read. */
function isOfNoRow(mismatch: ParseMismatch | undefined, framing: Framing | undefined): boolean {
  return mismatch?.is === "stray text" && framing?.format === "json";
}

/** Whether one error took the lines that follow its own; what stands in an array or a field is lost with that. */
function takesLines(one: Seen | undefined, framing: Framing | undefined): boolean {
  if (framing?.format !== "json") return one?.mismatch?.is !== "in a field";
  return (
    one !== undefined && NO_DOCUMENT.test(one.error.reason) && linesOfJson(one.error.fragment) >= MANY_LINES
  );
}

/** What JSON's parser says of a text that it cannot go on in. */
const NO_DOCUMENT = /\bas a JSON document\b/;

/** The rows that have come up to the newest error, and were not read: with an array its other rows are lost too. */
function rowsByEvents(seen: readonly Seen[], { rows_read }: ParsedInput): number {
  const last = Math.max(0, ...seen.map(({ error }) => error.event ?? 0));
  return rows_read === undefined ? 0 : last - rows_read;
}

/** Of a file or a batch, whose rows are lost together. */
const OF_BATCH = /\bparquet data\b/i;

/** Of an array that was taken apart. */
function isElement({ reason, field, fragment }: ParseError): boolean {
  return (field !== undefined || /deserialize JSON record/.test(reason)) && fragment.shown.startsWith("{");
}

const shareOf = (rows: number, rows_read: number) => (rows === 0 ? 0 : rows / (rows + rows_read));

/** A value that may go on over line breaks is cut off nowhere but at the end of the text. */
function endsWithin({ mismatch }: Seen, framing: Framing | undefined): boolean {
  return mismatch?.is === "cut off" && framing?.spans_lines === true;
}

interface Seen {
  readonly error: ParseError;
  readonly mismatch: ParseMismatch | undefined;
}

/** What stands before a header is no row either. */
function withTitles(seen: readonly Seen[]): readonly Seen[] {
  const header = seen.find(({ mismatch }) => mismatch?.is === "header");
  const at = header?.error.event ?? 0;
  return seen.map((one) => ((one.error.event ?? at) < at ? { ...one, mismatch: header?.mismatch } : one));
}

/** A row lacks the column whose type is not read; what a line break has cut in two does not parse in many ways. */
const BEHIND_OTHERS = ["unread type", "over lines"] as const;

/** The mismatch that most errors show, and the newest error that shows it. */
function commonest(seen: readonly Seen[]): { mismatch?: ParseMismatch; newest?: ParseError } {
  const counts = new Map<string | undefined, number>();
  // From the newest on, so that of two kinds with as many errors it is the one that was met last.
  for (const { mismatch } of seen.toReversed()) counts.set(mismatch?.is, (counts.get(mismatch?.is) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  // What is no text is known by its beginning alone, and may have pieces that look like one.
  const binary = seen.filter(
    ({ mismatch }) => mismatch?.is === "other format" && BINARY.has(mismatch.looks_like ?? ""),
  );
  const isBinary = most?.[0] === "not text" && binary.length > 0;
  const [kind = most?.[0]] = BEHIND_OTHERS.filter((is) => counts.has(is));
  const those = isBinary ? binary : seen.filter(({ mismatch }) => mismatch?.is === kind);
  const last =
    those.findLast(({ mismatch }) => mismatch?.is === "other format" && mismatch.looks_like) ?? those.at(-1);
  return { ...(last?.mismatch && { mismatch: last.mismatch }), ...(last && { newest: last.error }) };
}

/** As many rows as lines, unless rows of the usual size say that it is far fewer, or that they come in arrays. */
function rowsIn({ error, mismatch }: Seen, { rows_read = 0, bytes_read, framing }: ParsedInput): number {
  const { fragment } = error;
  const { bytes, lines } = fragment;
  if (mismatch !== undefined && WITHOUT_LOSS.has(mismatch.is)) return 0;
  if (isOfNoRow(mismatch, framing)) return 0;
  if (TOMBSTONE.test(error.reason)) return 0;
  const inJson = framing?.format === "json" ? rowsInJson(fragment) : undefined;
  if (mismatch?.is === "in arrays") return inJson ?? objectsIn(fragment);
  if (mismatch?.is === "in a field") return mismatch.is_one ? 1 : (mismatch.rows ?? objectsIn(fragment));
  if (inJson !== undefined) return inJson;
  const bySize = rows_read > 0 && bytes_read > 0 ? Math.round(bytes / (bytes_read / rows_read)) : lines;
  if (framing?.in_arrays) return Math.max(1, bySize);
  if (lines < MANY_LINES) return 1;
  return bySize * 2 < lines ? Math.max(1, bySize) : lines;
}

/** By those that are shown; rows that hold arrays of objects are counted with what they hold. */
function objectsIn({ shown, bytes, shown_bytes }: Fragment): number {
  const objects = 1 + (shown.match(/\}\s*,\s*\{/g)?.length ?? 0);
  return Math.max(1, Math.round((objects * bytes) / shown_bytes));
}

/** Text outside of JSON is parsed word by word, each an error of its own. */
function isPieceOfLine({ shown }: Fragment, framing: Framing | undefined): boolean {
  return framing?.format === "json" && !/^\s*[[{]/.test(shown);
}

function withoutEvent({ event: _, ...error }: ParseError): ParseError {
  return error;
}

function toldError(
  { event, field, reason, fragment, at }: ParseError,
  framing: Framing | undefined,
): NonNullable<ParseLoss["newest"]> {
  // The header of CSV counts as the first of them.
  const row = event === undefined || event === 1 || !framing?.has_header ? event : event - 1;
  return {
    ...(row !== undefined && { event: row }),
    ...(field !== undefined && { field }),
    reason: reason.slice(0, REASON_CHARS),
    fragment: fragment.shown.slice(0, FRAGMENT_CHARS),
    ...(at !== undefined && { at }),
  };
}
