import * as z from "zod";
import type { Framing } from "../../feldera/settings/framing.ts";
import { ValueMismatchKind } from "./value-mismatch.ts";

/** What of a connector's text is at odds with what its format or its table expects, as one error shows it. */
export const ParseMismatch = z.discriminatedUnion("is", [
  /** Rows come in arrays, and the format takes each value for one row; of which update format, where it is not that. */
  z.object({ is: z.literal("in arrays"), needed: z.string().optional() }),
  z.object({ is: z.literal("not in arrays") }),
  /** A value of JSON goes on over line breaks, and the format takes each line for itself. */
  z.object({
    is: z.literal("over lines"),
    /** Or it was cut off, where it is not known whether the format does. */
    may_be_cut_off: z.literal(true).optional(),
  }),
  /** Rows stand in a field of a record, as an API answers; of which update format, where it is not what is set. */
  z.object({
    is: z.literal("in a field"),
    /** From the outside in. */
    path: z.array(z.string()),
    /** Of an array that is told whole. */
    rows: z.int().optional(),
    /** One row stands there, and no array. */
    is_one: z.literal(true).optional(),
    needed: z.string().optional(),
  }),
  /** What is around a row is of another update format than is set. */
  z.object({
    is: z.literal("update format"),
    set: z.string(),
    needed: z.string(),
    /** Debezium's events, without the payload around them that Feldera reads. */
    lacks_payload: z.literal(true).optional(),
  }),
  z.object({ is: z.literal("no payload") }),
  z.object({ is: z.literal("update without key") }),
  /** Bare rows in a payload, beside their schema. */
  z.object({ is: z.literal("row in payload"), set: z.string() }),
  /** The line has the names of the columns: no row is lost with it. */
  z.object({
    is: z.literal("header"),
    /** Another line stands before it, which is skipped in its place. */
    is_second: z.literal(true).optional(),
  }),
  z.object({ is: z.literal("empty line") }),
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
  /** JSON with a bare word, such as `word`, with single quotes, a missing comma or the like. */
  z.object({ is: z.literal("not valid"), word: z.string().optional() }),
  /** The last row of a text that was not written to its end. */
  z.object({ is: z.literal("cut off") }),
  z.object({
    is: z.literal("missing field"),
    field: z.string(),
    fields: z.array(z.string()),
    /** Of them the one that is no column, and is named nearly so. */
    like: z.string().optional(),
    /** Whether all of its fields are columns, so that none of them is it under another name. */
    is_absent: z.literal(true).optional(),
    /** Whether they are those of an error, and none is a column: what a server answers in place of rows. */
    is_answer: z.literal(true).optional(),
    /** The other table that has a column for each of them. */
    of_table: z.string().optional(),
  }),
  /** Of a file that has a schema. */
  z.object({ is: z.literal("missing column"), field: z.string() }),
  /** A column of a file or a table there has a type that the SQL's column does not take: Arrow's name of it. */
  z.object({
    is: z.literal("stored type"),
    field: z.string(),
    found: z.string(),
    type: z.string().optional(),
  }),
  /** A type of Postgres that is not read: the column is NULL, and its row is read. */
  z.object({ is: z.literal("unread type"), field: z.string(), type: z.string() }),
  /** A field has a column's name in another case, and that column was declared in quotes. */
  z.object({ is: z.literal("field case"), field: z.string(), column: z.string() }),
  /** A line of CSV has more or fewer fields than the table columns. */
  z.object({
    is: z.literal("fields"),
    found: z.int(),
    columns: z.int(),
    /** What divides the fields, where some lines have more of it than the rows that were read. */
    unquoted: z.string().optional(),
    /** Other lines have as many fields as the table, and were read. */
    is_of_some: z.literal(true).optional(),
    /** The whole line stands in quotes, and has as many fields within them. */
    is_quoted: z.literal(true).optional(),
  }),
  /** Fields of CSV stand in another order than the columns: in the place of `other` is what `field` takes. */
  z.object({
    is: z.literal("order"),
    field: z.string(),
    other: z.string(),
    /** The names of its header, which say so, in its order. */
    header: z.array(z.string()).optional(),
    /** In the place of no other column is what that does not take, as a text takes anything. */
    is_likely: z.literal(true).optional(),
  }),
  ...ValueMismatchKind,
]);

export type ParseMismatch = z.infer<typeof ParseMismatch>;

/** With these nothing of the data is lost: what did not parse is no row. */
export const WITHOUT_LOSS: ReadonlySet<ParseMismatch["is"]> = new Set([
  "header",
  "empty line",
  "byte order mark",
  "unread type",
]);

/** Where no row was read, an error of these says nothing of how many rows it took. */
export const UNCOUNTED: ReadonlySet<ParseMismatch["is"]> = new Set(["other format", "not text"]);

/** What a text may look like that is none. */
export const BINARY: ReadonlySet<string> = new Set(["avro", "parquet", "zip (or Excel)"]);

/** A column of the table that a connector feeds. */
export interface Column {
  readonly name: string;
  /** Of SQL, without its precision. */
  readonly type?: string;
  readonly is_nullable?: boolean;
}

/** What a text is read as, and into which columns, where they are known. */
export interface ReadAs {
  readonly framing: Framing;
  readonly columns: readonly Column[] | undefined;
  readonly hasRows: boolean;
}

/** What the parsers take for one name. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
