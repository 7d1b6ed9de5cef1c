import type { Framing } from "../../feldera/settings/framing.ts";
import { cellsOf, csvMismatch } from "./csv-mismatch.ts";
import { jsonMismatch, MISSING_FIELD } from "./json-mismatch.ts";
import { NO_UPDATES, NOT_UTF8, type ParseError } from "./parse-error.ts";
import { type Column, isSameName, type ParseMismatch } from "./parse-mismatch-kinds.ts";
import { type ValueMismatch, valueMismatch } from "./value-mismatch.ts";

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
  const binary = BEGINNINGS.find(([begins]) => begins.test(shown))?.[1];
  if (binary !== undefined && framing !== undefined && framing.format !== binary) {
    return { is: "other format", set: framing.format, looks_like: binary };
  }
  const [, unread, of] = UNREAD_TYPE.exec(error.reason) ?? [];
  if (unread !== undefined && of !== undefined) return { is: "unread type", field: of, type: unread };
  if (NO_UPDATES.test(error.reason)) return { is: "update without key" };
  // Text of an older encoding has no control characters.
  if (NOT_UTF8.test(error.reason)) return { is: CONTROL.test(shown) ? "not text" : "encoding" };
  if (isNotText(shown)) return { is: "not text" };
  const ofFormat =
    framing?.format === "json"
      ? jsonMismatch(error, { framing, columns, hasRows })
      : framing?.format === "csv"
        ? csvMismatch(error, { framing, columns, hasRows })
        : framing === undefined || framing.format === "parquet"
          ? parquetMismatch(error, columns)
          : undefined;
  return ofFormat ?? mismatchOfValue(error, framing, columns);
}

const UNREAD_TYPE = /\bunrecognized column type '([^'\n]{1,100})' for column '([^'\n]{1,200})'/;

/** What reads Arrow's columns says of one whose type is not that of SQL's. */
const STORED_TYPE = /\bdoes not implement deserialize_\w+ \(data_type: "?([A-Za-z]\w*)/;

function parquetMismatch(
  { reason, field }: ParseError,
  columns: readonly Column[] | undefined,
): ParseMismatch | undefined {
  if (!OF_PARQUET.test(reason)) return undefined;
  const found = STORED_TYPE.exec(reason)?.[1];
  if (found !== undefined && field !== undefined) {
    const type = columns?.find(({ name }) => isSameName(name, field))?.type;
    return { is: "stored type", field, found, ...(type !== undefined && { type }) };
  }
  const missing = MISSING_FIELD.exec(reason)?.[1];
  return missing === undefined ? undefined : { is: "missing column", field: missing };
}

const OF_PARQUET = /\bparquet data\b/i;

function mismatchOfValue(
  { field, reason, fragment }: ParseError,
  framing: Framing | undefined,
  columns: readonly Column[] | undefined,
): ValueMismatch | undefined {
  if (field === undefined) return undefined;
  const index = columns?.findIndex(({ name }) => isSameName(name, field)) ?? -1;
  const cells = framing?.format === "csv" ? cellsOf(fragment.shown.trimEnd(), framing) : [];
  const text = cells.length === columns?.length ? cells[index] : undefined;
  const { format, update_format } = framing ?? {};
  const { type, is_nullable } = columns?.[index] ?? {};
  return valueMismatch({ field, reason, type, is_nullable, format, update_format, text });
}

/** What files and messages begin with that are no text. */
const BEGINNINGS: readonly (readonly [RegExp, string])[] = [
  [/^PAR1/, "parquet"],
  // A message with the id of its schema, of which there are less than 65,536; a file.
  [/^\0\0\0|^Obj\u0001/, "avro"],
  [/^PK\u0003\u0004/, "zip (or Excel)"],
];

/** From this share of its characters on a text is none. */
const STRANGE_SHARE = 0.1;

const CONTROL = /[\u0000-\u0008\u000E-\u001F]/;

/** Control characters, or what stands for bytes that are not UTF-8. */
const STRANGE = new RegExp(`${CONTROL.source}|\uFFFD`, "g");

function isNotText(shown: string): boolean {
  const strange = shown.match(STRANGE)?.length ?? 0;
  return strange > 0 && strange >= STRANGE_SHARE * shown.length;
}
