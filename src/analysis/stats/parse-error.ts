import type { ConnectorError } from "../../feldera/schemas/stats.ts";

/** One error of a parser, taken apart: "Parse error (event #12): … error parsing field 'x': …\nInvalid fragment: '…'". */
export interface ParseError {
  /** From 1, in the order of the input; for a file without a header, its line. */
  readonly event?: number;
  readonly field?: string;
  readonly reason: string;
  readonly fragment: Fragment;
  readonly at?: string;
  /** Whether the runtime told its text. */
  readonly isTold: boolean;
}

/** The text that did not parse. */
export interface Fragment {
  /** As far as Feldera gives it: of long ones it leaves out the middle. */
  readonly shown: string;
  /** The part of `shown` before the middle, or all of it: what follows may begin within a quoted text. */
  readonly beginning: string;
  /** Of all of it, what Feldera left out too. */
  readonly bytes: number;
  readonly shown_bytes: number;
  readonly lines: number;
}

/** Of rows that a query gives, whose events are counted by their columns. */
export const OF_POSTGRES = /\bfrom PostgreSQL\b/;

const FRAGMENT = "Invalid fragment: '";
/** Of binary formats, as a list of numbers. */
const RECORD = "Invalid bytes: ";
const ELIDED = /\n\.\.\. \[(\d{1,15}) bytes elided\] \.\.\.\n/;
const EXAMPLE = /'\s*Example valid JSON: /;
const HEAD = /^Parse error(?: \(event #(\d{1,15})\))?: /;
const FIELD = /error parsing field '([^'\n]{1,200})': (?:field \d{1,6}: )?/;
/** What the libraries that read Parquet put around their words, and around the field's name in them. */
const LIBRARY = /(?:Error: )?\bserde::de::Error: /g;
const FIELD_FRAME = /(?:Error: )*\{"field":"([^"\n]{1,200})","description":"(.*?)"\}.*$/s;

/** Of Debezium's, after a deletion, for Kafka's own cleaning: no change of a row, so that nothing is lost with it. */
export const TOMBSTONE = /\bnot a valid Debezium message\b.{0,100}\bfound 'Null'/;

export function parseError({ message, timestamp }: ConnectorError): ParseError {
  const text = message ?? "";
  const event = OF_POSTGRES.test(text) ? undefined : HEAD.exec(text)?.[1];
  const field = FIELD.exec(text);
  const [end = text.length] = [FRAGMENT, RECORD].map((head) => text.indexOf(head)).filter((at) => at >= 0);
  const before = text.slice(0, end).trim().replace(LIBRARY, "");
  const framed = FIELD_FRAME.exec(before);
  const name = field?.[1] ?? framed?.[1];
  return {
    ...(event !== undefined && { event: Number(event) }),
    ...(name !== undefined && { field: name }),
    reason:
      field === null
        ? before.replace(HEAD, "").replace(FIELD_FRAME, (...[, , said]) => String(said).replaceAll("\\", ""))
        : before.slice(field.index + field[0].length),
    fragment: fragmentOf(text, NOT_UTF8.test(before)),
    ...(timestamp != null && { at: timestamp }),
    isTold: message != null,
  };
}

/** Of a table without a primary key, by which an update would find its row. */
export const NO_UPDATES = /\bupdate operation is not supported on this stream\b/;

/** What Feldera says of bytes that are no text; it gives those of CSV as a list of numbers. */
export const NOT_UTF8 = /invalid (?:unicode|utf-?8)/i;
const BYTES = /^\[\d{1,3}[,\]]/;
const BYTE = /(?<=[[ ])\d{1,3}(?=[,\]])/g;

function fragmentOf(message: string, isNotUtf8: boolean): Fragment {
  const at = message.indexOf(FRAGMENT);
  const rest = at < 0 ? "" : message.slice(at + FRAGMENT.length);
  const end = rest.search(EXAMPLE);
  // Not trimEnd, which takes a byte order mark for a space.
  const given = (end < 0 ? rest.replace(/'$/, "") : rest.slice(0, end)).replace(/[ \r\n]+$/, "");
  const elided = ELIDED.exec(given);
  const text = elided === null ? given : given.replace(ELIDED, "");
  const shown = isNotUtf8 && BYTES.test(text) ? textOf(given) : text;
  const beginning = elided === null || shown !== text ? shown : text.slice(0, elided.index);
  const shown_bytes = Math.max(1, Buffer.byteLength(shown));
  const bytes = shown_bytes + Number(elided?.[1] ?? 0);
  const breaks = shown.split("\n").length - 1;
  const lines = breaks === 0 ? 1 : Math.max(1, Math.round((breaks * bytes) / shown_bytes));
  return { shown, beginning, bytes, shown_bytes, lines };
}

function textOf(bytes: string): string {
  return Buffer.from((bytes.match(BYTE) ?? []).map(Number)).toString();
}
