import * as z from "zod";

const field = z.string();
/** The column's type in SQL; absent where it is not known. */
const type = z.string().optional();

/** A value that its column does not take. */
export const ValueMismatchKind = [
  z.object({ is: z.literal("null"), field, type }),
  /** A word such as NULL where CSV has an empty field. */
  z.object({ is: z.literal("word for null"), field, type, word: z.string() }),
  /** A number or truth value that stands in quotes. */
  z.object({ is: z.literal("in quotes"), field, type }),
  z.object({ is: z.literal("fraction"), field, type }),
  z.object({ is: z.literal("out of range"), field, type }),
  /** A moment that is told as a number, or written in another way than ISO 8601. */
  z.object({ is: z.literal("moment as number"), field, type }),
  z.object({ is: z.literal("moment as text"), field, type }),
  /** Any other: text for a number, an object or a number for a text. */
  z.object({ is: z.literal("value"), field, type, format: z.string().optional() }),
] as const;

export type ValueMismatch = z.infer<(typeof ValueMismatchKind)[number]>;

interface Value {
  readonly field: string;
  /** Why it does not fit, in the words of Feldera's parsers. */
  readonly reason: string;
  readonly type: string | undefined;
  readonly format: string | undefined;
  /** As CSV has it; absent where it is not known. */
  readonly text?: string | undefined;
}

type Kind = Exclude<ValueMismatch["is"], "word for null" | "value">;

/** The first that fits. */
const KINDS: readonly (readonly [Kind, RegExp])[] = [
  ["null", /invalid type: null|from empty string/],
  ["in quotes", /invalid type: string .{0,300}expected (?:[iu]\d+|f\d+|a boolean)/s],
  ["fraction", /invalid type: floating point .{0,100}expected [iu]\d+/s],
  ["out of range", /invalid value: integer |number too (?:large|small)|out of range/],
  ["moment as number", /(?:timestamp|date|time) string '-?\d+(?:\.\d+)?'/i],
  ["moment as text", /invalid .{0,40}(?:timestamp|date|time) string/i],
];

const MOMENTS = /^(?:TIMESTAMP|DATE|TIME)/i;
const WHOLE = /^(?:TINYINT|SMALLINT|INTEGER|BIGINT)/i;
const WORD_FOR_NULL = /^(?:null|nil|none|nan|n\/a|\\N|-)$/i;
const WORD_CHARS = 20;

export function valueMismatch({ field: name, reason, type: columnType, format, text }: Value): ValueMismatch {
  const at = { field: name, ...(columnType !== undefined && { type: columnType }) };
  const word = text?.trim() ?? "";
  if (WORD_FOR_NULL.test(word)) return { is: "word for null", ...at, word: word.slice(0, WORD_CHARS) };
  if (WHOLE.test(columnType ?? "") && /^-?\d+\.\d+$/.test(word)) return { is: "fraction", ...at };
  if (MOMENTS.test(columnType ?? "") && /invalid type: (?:integer|number|floating point)/.test(reason)) {
    return { is: "moment as number", ...at };
  }
  const is = KINDS.find(([, pattern]) => pattern.test(reason))?.[0];
  return is === undefined ? { is: "value", ...at, ...(format !== undefined && { format }) } : { is, ...at };
}
