import { Assembly } from "./assembly.ts";
import { readLines } from "./lines.ts";
import type { LogRecord } from "./record.ts";

export interface LogInput {
  /** The newest of the log, cut anywhere; the caller bounds its length. Invalid UTF-8 has become U+FFFD. */
  readonly text: string;
  /** How many bytes it came in. */
  readonly bytes: number;
  /** Older bytes were dropped, so the first line may lack its start. */
  readonly startsMidLine: boolean;
  /**
   * Takes out colours and other control characters, and secrets; idempotent, keeps line breaks. It gets single
   * lines and whole messages. Heads are looked for, and patterns matched, in what it returns.
   */
  readonly clean: (text: string) => string;
}

export interface ReadLog {
  /** In the log's order. */
  readonly records: readonly LogRecord[];
  readonly bytes: number;
  readonly lines: number;
  /** A first line without its start, notices, and blank lines that follow no record. */
  readonly linesOutsideRecords: number;
  readonly linesCut: number;
  /** Lines that Feldera's own buffer had dropped, by its notice. */
  readonly linesDiscardedByFeldera: number;
  /** "Logs have ended" was the last line. */
  readonly ended: boolean;
}

/** Feldera's buffer holds no longer line. JSON and secrets are seen this far, whatever is kept of the line. */
const LONGEST_LINE_READ = 1_000_000;
const END = "Logs have ended";

/**
 * Reads a log into records: a line with a head, and the lines without one that follow it. A panic, an abort and
 * the configuration dump are records of their own. A first line without its start is not shown: without the name
 * before it, a secret looks like any word.
 *
 * @param maxLineBytes what is kept of a line
 */
export function readRecords(input: LogInput, maxLineBytes: number): ReadLog {
  const assembly = new Assembly(input.clean, maxLineBytes);
  let lines = 0;
  let outside = 0;
  let ended = false;
  for (const line of readLines(input.text, Math.max(maxLineBytes, LONGEST_LINE_READ))) {
    lines++;
    // Only the last line can be the end of the stream; before that, it is a line like any other.
    if (ended) assembly.add({ text: END, bytesCut: 0 });
    const isFragment = lines === 1 && input.startsMidLine;
    ended = !isFragment && line.text === END;
    if (isFragment) outside++;
    else if (!ended) assembly.add(line);
  }
  return {
    records: assembly.finish(),
    bytes: input.bytes,
    lines,
    linesOutsideRecords: outside + assembly.linesOutsideRecords + (ended ? 1 : 0),
    linesCut: assembly.linesCut,
    linesDiscardedByFeldera: assembly.linesDiscardedByFeldera,
    ended,
  };
}
