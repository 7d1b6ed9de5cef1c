export const REFUSALS = [
  "nothing",
  "control character",
  "strange character",
  "string after word",
  "escaped quote",
  "endless string",
  "endless name",
  "endless comment",
  "unopened comment",
  "comment to be run",
  "comment beyond ASCII",
  "parameter",
  "pipe operator",
  "unpaired bracket",
  "several statements",
  "change",
  "not a query",
  "fetch",
  "limit",
] as const;

export type Refusal = (typeof REFUSALS)[number];

/** SQL that is not taken: it is not one statement that reads, or not sure to be one. */
export class RefusedSql extends Error {
  override readonly name = "RefusedSql";
  readonly refusal: Refusal;
  /** The word or sign that it is about; empty at the end of the text. */
  readonly found: string;
  /** Counted from 1, the column in UTF-16 units. */
  readonly line: number;
  readonly column: number;

  constructor(refusal: Refusal, found: string, sql: string, offset: number) {
    const before = sql.slice(0, offset).split("\n");
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    super(`line ${line}, column ${column}: ${refusal}`);
    this.refusal = refusal;
    this.found = found;
    this.line = line;
    this.column = column;
  }
}
