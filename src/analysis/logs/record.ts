/** The levels of Rust's tracing, the most severe first. */
export const LEVELS = ["error", "warn", "info", "debug", "trace"] as const;
export type Level = (typeof LEVELS)[number];

/** `manager`: Feldera's control plane; `pipeline`: the pipeline's own logger; `plain`: lines that name no source. */
export const SOURCES = ["manager", "pipeline", "plain"] as const;
export type Source = (typeof SOURCES)[number];

/**
 * `log`: from a logger, with a time and a level; `panic` and `abort`: a thread or the process died; `configuration`:
 * what a pipeline prints at its start; `text`: lines that follow no record.
 */
export const KINDS = ["log", "panic", "abort", "configuration", "text"] as const;
export type Kind = (typeof KINDS)[number];

export interface Moment {
  /** RFC 3339, as it stood in the log. */
  readonly time: string;
  readonly epochMs: number;
}

/** The nearest times before and after an untimed record, in the log's order. */
export interface Between {
  readonly after: Moment | undefined;
  readonly before: Moment | undefined;
}

/** A record while it is put together: one line with a head of its own, and the lines that follow it. */
export interface LogRecord {
  kind: Kind;
  readonly source: Source;
  readonly level: Level | undefined;
  readonly moment: Moment | undefined;
  /** Of an untimed record. */
  between: Between | undefined;
  /** Rust module that logged it. */
  readonly target: string | undefined;
  /** tracing's spans around it, with their fields: `file_input{path="…"}`. */
  readonly span: string | undefined;
  /** Cleaned; all lines, without the first line's head and without blank lines at the end. */
  message: string;
  /** Lines of input, blank ones included. */
  lines: number;
  /** Bytes of overlong lines that were left out. */
  bytesCut: number;
  /** Index of the run it belongs to. */
  run: number | undefined;
}

/**
 * The text that patterns are matched against: the same for text and JSON logs, and without the pipeline's name,
 * which every line carries.
 */
export function textOf(record: LogRecord): string {
  if (record.moment === undefined) return record.message;
  const level = record.level?.toUpperCase();
  const head = [`[${record.source}]`, record.moment.time, level]
    .filter((part) => part !== undefined)
    .join(" ");
  const origin = [record.span, record.target, record.message].filter((part) => part !== undefined).join(": ");
  return `${head} ${origin}`;
}
