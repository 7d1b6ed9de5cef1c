import * as z from "zod";

const field = z.string();
/** The column's type in SQL; absent where it is not known. */
const type = z.string().optional();

/** A value that its column does not take. */
export const ValueMismatchKind = [
  z.object({ is: z.literal("null"), field, type }),
  /** A word such as NULL or n/a where CSV has an empty field, or JSON has null. */
  z.object({
    is: z.literal("word for null"),
    field,
    type,
    word: z.string(),
    in_quotes: z.boolean(),
    /** Whether the column is NOT NULL. */
    not_null: z.literal(true).optional(),
  }),
  /** A number or truth value that stands in quotes. */
  z.object({ is: z.literal("in quotes"), field, type }),
  /** A number or truth value where a text is taken, which stands in quotes. */
  z.object({ is: z.literal("no text"), field, type }),
  z.object({ is: z.literal("fraction"), field, type }),
  /** A number with separators between its digits, such as 1,500 or 12,5: SQL's have none, and a point. */
  z.object({ is: z.literal("separators"), field, type, text: z.string(), in_quotes: z.boolean() }),
  /** A number of CSV with spaces about it. */
  z.object({ is: z.literal("spaces"), field, type }),
  /** Such as yes or 1, of a column that takes true and false alone. */
  z.object({
    is: z.literal("no truth value"),
    field,
    type,
    text: z.string().optional(),
    in_quotes: z.boolean(),
  }),
  z.object({ is: z.literal("out of range"), field, type }),
  /** A moment that is told as a number where a text is taken, such as `taken`, or the other way about. */
  z.object({
    is: z.literal("moment as number"),
    field,
    type,
    taken: z.string(),
    of_debezium: z.literal(true).optional(),
  }),
  z.object({ is: z.literal("moment in quotes"), field, type }),
  /** A moment that is written in another way than `taken`, which is as its format's flavor of JSON has it. */
  z.object({ is: z.literal("moment as text"), field, type, taken: z.string(), of_flavor: z.boolean() }),
  /** A moment that is written as it is taken, and that there is not, such as the 31st of November. */
  z.object({ is: z.literal("moment that is none"), field, type, text: z.string() }),
  /** As Debezium writes one unless it is told otherwise. */
  z.object({ is: z.literal("decimal in bytes"), field, type }),
  /** Any other: text for a number, an object or a number for a text. */
  z.object({ is: z.literal("value"), field, type, format: z.string().optional() }),
] as const;

export type ValueMismatch = z.infer<(typeof ValueMismatchKind)[number]>;

interface Value {
  readonly field: string;
  /** Why it does not fit, in the words of Feldera's parsers. */
  readonly reason: string;
  readonly type: string | undefined;
  readonly is_nullable?: boolean | undefined;
  readonly format: string | undefined;
  /** What is around a row, of JSON. */
  readonly update_format?: string | undefined;
  /** As CSV has it; absent where it is not known. */
  readonly text?: string | undefined;
}

type Kind = Exclude<
  ValueMismatch["is"],
  | MomentMismatch["is"]
  | "word for null"
  | "in quotes"
  | "separators"
  | "spaces"
  | "no truth value"
  | "decimal in bytes"
  | "value"
>;
type MomentMismatch = Extract<ValueMismatch, { readonly is: `moment ${string}` }>;

/** The first that fits. */
const KINDS: readonly (readonly [Kind, RegExp])[] = [
  ["null", /invalid type: null|from empty string/],
  ["no text", /invalid type: (?:integer|number|floating point|boolean)\b.{0,100}expected a string/s],
  ["fraction", /invalid type: floating point .{0,100}expected [iu]\d+/s],
  ["out of range", /invalid value: integer |number too (?:large|small)|out of range|outside the value range/],
];

const IN_QUOTES =
  /invalid (?:type|value): string "([^"]{0,300})", expected (?:[iu]\d+|f\d+|a boolean|a decimal number)/s;
/** What JSON's parser and CSV's say of what is neither true nor false. */
const NO_TRUTH = /\bexpected a boolean\b|\bnot `true` or `false`/;
const BARE_NUMBER = /invalid type: (?:integer|floating point) `([^`\n]{1,40})`/;
const FOR_ITSELF = /^(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|true|false)$/i;
const MOMENTS = /^(?:TIMESTAMP|DATE|TIME)/i;
const WHOLE = /^(?:TINYINT|SMALLINT|INTEGER|BIGINT)/i;
const NUMBERS = /^(?:(?:TINY|SMALL|BIG)?INT|INTEGER|DECIMAL|NUMERIC|REAL|FLOAT|DOUBLE)/i;
const SEPARATED = /^[-+]?\d+(?:[,'_ \u00A0\u202F]\d+)+(?:\.\d+)?$|^[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+|\.\d{3})$/;
const PLAIN = /^[-+]?\d+(?:\.\d+)?$/;
const NUMBER_CHARS = 40;
/** Base64, which no number is. */
const BYTES = /^(?=.*[A-Za-z+/=])[A-Za-z0-9+/]{2,}={0,2}$/;
/** The last is how MySQL writes a moment that there is not. */
const WORD_FOR_NULL = /^(?:null|nil|none|nan|n\/a|\\N|-|0000-00-00(?: 00:00:00(?:\.0+)?)?)$/i;
const MOMENT_TEXT = /\binvalid .{0,40}(?:timestamp|date|time|time ?zone) string '([^']*)'/i;
const WORD_CHARS = 26;

export function valueMismatch({
  field: name,
  reason,
  type: columnType,
  is_nullable,
  format,
  update_format,
  text,
}: Value): ValueMismatch {
  const at = { field: name, ...(columnType !== undefined && { type: columnType }) };
  const word = text?.trim() ?? "";
  // Of CSV the reason quotes a value as well; what it has is told by the text.
  const quoted = text === undefined ? quotedIn(reason, format) : undefined;
  const isEmptyMoment = MOMENT_TEXT.exec(reason)?.[1]?.trim() === "";
  if (isEmptyMoment && format === "csv") return { is: "null", ...at };
  const in_quotes = quoted !== undefined;
  if (quoted === "" || WORD_FOR_NULL.test(quoted ?? word)) {
    const not_null = is_nullable === false && { not_null: true as const };
    return {
      is: "word for null",
      ...at,
      word: (quoted ?? word).slice(0, WORD_CHARS),
      in_quotes,
      ...not_null,
    };
  }
  if (WHOLE.test(columnType ?? "") && /^-?\d+\.\d+$/.test(word)) return { is: "fraction", ...at };
  const number = quoted ?? word;
  const isNumber = NUMBERS.test(columnType ?? "");
  if (isNumber && number.length <= NUMBER_CHARS && SEPARATED.test(number)) {
    return { is: "separators", ...at, text: number, in_quotes };
  }
  if (text !== undefined && text !== word && isNumber && PLAIN.test(word)) return { is: "spaces", ...at };
  const isTruth = /^(?:true|false)$/.test(quoted ?? "");
  if (NO_TRUTH.test(reason) && !/invalid type: null/.test(reason) && !isTruth) {
    const told = number === "" ? (BARE_NUMBER.exec(reason)?.[1] ?? "") : number;
    return {
      is: "no truth value",
      ...at,
      in_quotes,
      ...(told !== "" && { text: told.slice(0, WORD_CHARS) }),
    };
  }
  const isDebezium = update_format === "debezium";
  const moment = momentMismatch(reason, at);
  if (moment?.is === "moment as number" && isDebezium) return { ...moment, of_debezium: true };
  if (moment !== undefined) return moment;
  if (isDebezium && BYTES.test(quoted ?? "") && /expected a decimal number/.test(reason)) {
    return { is: "decimal in bytes", ...at };
  }
  if (quoted !== undefined && FOR_ITSELF.test(quoted)) return { is: "in quotes", ...at };
  const is = KINDS.find(([, pattern]) => pattern.test(reason))?.[0];
  return is === undefined ? { is: "value", ...at, ...(format !== undefined && { format }) } : { is, ...at };
}

/** Of JSON, where each text that is read stands in quotes. */
function quotedIn(reason: string, format: string | undefined): string | undefined {
  const moment = format === "csv" ? undefined : MOMENT_TEXT.exec(reason)?.[1];
  return (IN_QUOTES.exec(reason)?.[1] ?? moment)?.trim();
}

/**
 * Which text a moment is depends on the flavor of JSON: by default 2026-01-31 12:00:00, with a T and an offset in
 * `snowflake`, and in `pandas` or `kafka_connect_json_converter` no text at all, but milliseconds since 1970.
 *
 * @see feldera-sqllib 0.375.0, the timestamps' deserializers, and feldera-types 0.375.0, `SqlSerdeConfig`
 */
function momentMismatch(
  reason: string,
  at: Pick<Value, "field"> & { type?: string },
): MomentMismatch | undefined {
  const { type: columnType = "" } = at;
  const usual = usualMoment(columnType);
  if (MOMENTS.test(columnType)) {
    if (/invalid type: (?:integer|number|floating point)/.test(reason)) {
      return { is: "moment as number", ...at, taken: usual };
    }
    if (/invalid type: string .{0,300}expected [iu]\d+/s.test(reason))
      return { is: "moment in quotes", ...at };
  }
  const [, text] = MOMENT_TEXT.exec(reason) ?? [];
  if (text === undefined) return undefined;
  if (NO_MOMENT.test(reason)) return { is: "moment that is none", ...at, text: text.slice(0, WORD_CHARS) };
  const taken = writtenMoment(/expected format: '([^']{1,60})'/.exec(reason)?.[1]) ?? usual;
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return { is: "moment as number", ...at, taken };
  return { is: "moment as text", ...at, taken, of_flavor: taken !== usual };
}

/** TIMESTAMP WITH TIME ZONE, of which a moment has to name its own. */
export const ZONED = /^TIMESTAMP(?:_TZ| WITH TIME ZONE)/i;

/** What the reader of a moment says of one whose form it has understood. */
const NO_MOMENT = /\binput is out of range\b|\bno possible date and time\b/;

function usualMoment(columnType: string): string {
  if (ZONED.test(columnType)) return "2026-01-31T12:00:00Z";
  if (/^DATE/i.test(columnType)) return "2026-01-31";
  return /^TIME(?!STAMP)/i.test(columnType) ? "12:00:00" : "2026-01-31 12:00:00";
}

/** What noon of a day is in a pattern of chrono's, where all of its parts are known. */
function writtenMoment(pattern: string | undefined): string | undefined {
  const written = pattern?.replaceAll(/%(?:\.f|:z|[A-Za-z])/g, (part) => PARTS.get(part) ?? part);
  return written?.includes("%") === true ? undefined : written;
}

const PARTS = new Map([
  ["%F", "2026-01-31"],
  ["%T", "12:00:00"],
  ["%Y", "2026"],
  ["%m", "01"],
  ["%d", "31"],
  ["%H", "12"],
  ["%M", "00"],
  ["%S", "00"],
  ["%.f", ""],
  ["%f", "000000000"],
  ["%:z", "+00:00"],
  ["%Z", "Z"],
]);
