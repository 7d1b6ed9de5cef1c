import * as z from "zod";
import type { ConnectorError } from "../../feldera/schemas/stats.ts";
import type { Framing } from "../../feldera/settings/framing.ts";

/** What of a connector's input was lost because it does not parse, as its errors tell. */
export const ParseLoss = z.object({
  /** Errors counted; Feldera keeps the texts of the last 100 of a kind. */
  errors: z.number(),
  /** Rows that are lost, as near as the errors tell: an error may be of many rows, or of a piece of one. */
  rows: z.number(),
  /** Whether `rows` rests on a fragment's size, or on errors whose text is not told, and not on a count. */
  is_estimate: z.boolean(),
  /** Whether no error's text is told, so that nothing tells how many rows each took: `rows` is that of errors. */
  is_uncounted: z.boolean(),
  /** Rows that were read, and what share of all was lost; absent where the runtime does not tell. */
  rows_read: z.number().optional(),
  share: z.number().optional(),
  /** From one row of ten on the results are wrong, and not only short of something. */
  is_much: z.boolean(),
  /** Where one error took many rows. */
  swallowed: z.object({ rows: z.number(), bytes: z.number() }).optional(),
  /** The newest error whose text is known. */
  newest: z
    .object({
      /** From 1, in the order of the input; for a file without a header, its line. */
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
}

const FRAGMENT = "Invalid fragment: '";
const ELIDED = /\n\.\.\. \[(\d{1,15}) bytes elided\] \.\.\.\n/;
const EXAMPLE = /'\s*Example valid JSON: /;
const EVENT = /^Parse error \(event #(\d{1,15})\): /;
const FIELD = /error parsing field '([^'\n]{1,200})': (?:field \d{1,6}: )?/;
const REASON_CHARS = 200;
const FRAGMENT_CHARS = 300;

const MUCH = 0.1;

/** From so many lines on a fragment is no row that was written over several. */
const MANY_LINES = 20;

export function parseLoss(input: ParsedInput): ParseLoss | undefined {
  const { errors, texts, rows_read } = input;
  if (errors === 0) return undefined;
  const fragments = texts.map(({ message }) => fragmentOf(message ?? ""));
  const rowsEach = fragments.map((fragment) => rowsIn(fragment, input));
  const isPiece = fragments.map((fragment) => isPieceOfLine(fragment, input.framing));
  const told = rowsEach.reduce((sum, rows, i) => sum + (isPiece[i] && isPiece[i - 1] ? 0 : rows), 0);
  const rows = told + Math.max(0, errors - texts.length);
  const largest = rowsEach.indexOf(Math.max(...rowsEach));
  const swallowed = rowsEach[largest] ?? 0;
  const newest = texts.at(-1);
  const toldTexts = texts.filter(({ message }) => message != null).length;
  return {
    errors,
    rows,
    is_uncounted: toldTexts === 0,
    is_estimate: swallowed > 1 || isPiece.includes(true) || toldTexts < errors,
    ...(rows_read !== undefined && { rows_read, share: rows / (rows + rows_read) }),
    is_much: rows_read !== undefined && rows >= MUCH * (rows + rows_read),
    ...(swallowed >= MANY_LINES && { swallowed: { rows: swallowed, bytes: fragments[largest]?.bytes ?? 0 } }),
    ...(newest && { newest: toldError(newest) }),
  };
}

interface Fragment {
  readonly shown: string;
  /** Those that Feldera left out with them. */
  readonly bytes: number;
  readonly lines: number;
}

function fragmentOf(message: string): Fragment {
  const at = message.indexOf(FRAGMENT);
  const rest = at < 0 ? "" : message.slice(at + FRAGMENT.length);
  const end = rest.search(EXAMPLE);
  const shown = (end < 0 ? rest.replace(/'$/, "") : rest.slice(0, end)).trimEnd();
  const elided = ELIDED.exec(shown);
  const whole = elided === null ? shown : shown.replace(ELIDED, "");
  const seen = Math.max(1, Buffer.byteLength(whole));
  const bytes = seen + Number(elided?.[1] ?? 0);
  const breaks = whole.split("\n").length - 1;
  return { shown: whole, bytes, lines: breaks === 0 ? 1 : Math.max(1, Math.round((breaks * bytes) / seen)) };
}

/** As many rows as lines, unless rows of the usual size say that it is far fewer, or that they come in arrays. */
function rowsIn({ bytes, lines }: Fragment, { rows_read = 0, bytes_read, framing }: ParsedInput): number {
  const bySize = rows_read > 0 && bytes_read > 0 ? Math.round(bytes / (bytes_read / rows_read)) : lines;
  if (framing?.in_arrays) return Math.max(1, bySize);
  if (lines < MANY_LINES) return 1;
  return bySize * 2 < lines ? Math.max(1, bySize) : lines;
}

/** Text outside of JSON is parsed word by word, each an error of its own. */
function isPieceOfLine({ shown }: Fragment, framing: Framing | undefined): boolean {
  return framing?.format === "json" && !/^\s*[[{]/.test(shown);
}

function toldError({ message, timestamp }: ConnectorError): NonNullable<ParseLoss["newest"]> {
  const text = message ?? "";
  const event = EVENT.exec(text)?.[1];
  const field = FIELD.exec(text);
  const before = text.slice(0, Math.max(0, text.indexOf(FRAGMENT))).trim();
  const said =
    field === null
      ? before.replace(/^Parse error(?: \(event #\d+\))?: /, "")
      : before.slice(field.index + field[0].length);
  return {
    ...(event !== undefined && { event: Number(event) }),
    ...(field?.[1] !== undefined && { field: field[1] }),
    reason: said.slice(0, REASON_CHARS),
    fragment: fragmentOf(text).shown.slice(0, FRAGMENT_CHARS),
    ...(timestamp != null && { at: timestamp }),
  };
}
