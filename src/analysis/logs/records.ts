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
   * Takes out colours and other control characters, and secrets; idempotent, keeps line breaks. Heads are looked for,
   * and patterns matched, in what it returns.
   */
  readonly cleaner: LogCleaner;
}

export interface LogCleaner {
  readonly text: (text: string) => string;
  /** All lines of a log; one that is plain needs no more cleaning together with others that are. */
  readonly lines: (
    lines: readonly string[],
  ) => Iterable<{ readonly text: string; readonly isPlain: boolean }>;
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
  const assembly = new Assembly(input.cleaner.text, maxLineBytes);
  const lines: string[] = [];
  const cuts = new Map<number, number>();
  for (const { text, bytesCut } of readLines(input.text, Math.max(maxLineBytes, LONGEST_LINE_READ))) {
    if (bytesCut > 0) cuts.set(lines.length, bytesCut);
    lines.push(text);
  }
  // Only the last line can be the end of the stream; before that, it is a line like any other.
  const ended = lines.at(-1) === END && (lines.length > 1 || !input.startsMidLine);
  const first = input.startsMidLine ? 1 : 0;
  const end = lines.length - (ended ? 1 : 0);
  let i = 0;
  for (const cleaned of input.cleaner.lines(lines)) {
    if (i >= first && i < end) assembly.add({ text: lines[i] ?? "", bytesCut: cuts.get(i) ?? 0 }, cleaned);
    i += 1;
  }
  const outside = Math.min(first, lines.length) + (ended ? 1 : 0);
  return {
    records: assembly.finish(),
    bytes: input.bytes,
    lines: lines.length,
    linesOutsideRecords: outside + assembly.linesOutsideRecords,
    linesCut: assembly.linesCut,
    linesDiscardedByFeldera: assembly.linesDiscardedByFeldera,
    ended,
  };
}
