import type { LogBytes, LogStart } from "../source.ts";
import type { Answer } from "./answer.ts";

/** `Logs have ended`, which may close an answer: it has no number. */
const CLOSING_LINE = Buffer.from("Logs have ended\n");

const NEWLINE = 0x0a;

/** Where the body of an answer to `cursor` starts, by its headers; undefined from a manager that knows no positions. */
export function startOf({ headers }: Answer): LogStart | undefined {
  const epoch = String(headers["feldera-logs-epoch"] ?? "");
  const line = numberIn(headers["feldera-logs-seq"]);
  const gap = numberIn(headers["feldera-logs-gap"]);
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(epoch)) return undefined;
  return line === undefined || gap === undefined ? undefined : { epoch, line, gap };
}

function numberIn(header: string | string[] | undefined): number | undefined {
  const number = /^\d{1,16}$/.test(String(header)) ? Number(header) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

/** The position so many lines further, as `cursor` takes it. */
export function positionAfter({ epoch, line }: LogStart, lines: number): string {
  return `${epoch}:${line + lines}`;
}

/** How many lines end in these bytes. Feldera numbers them so: empty ones count, and no other sign ends a line. */
export function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}

/** So many bytes of a log tell their place in it. */
export const TELLING_BYTES = 8192;

/**
 * The position of a log's end, found in a second answer: `first` is how its body begins. Lines may have been discarded
 * from the beginning of the log between the two. Undefined where the place of these bytes in the log cannot be told.
 */
export function endFoundIn(log: LogBytes, start: LogStart, first: Buffer): string | undefined {
  const whole = Buffer.concat(log.chunks);
  const numbered = whole.subarray(0, endOfNumbered(whole));
  if (numbered.length === 0) return positionAfter(start, 0);
  const [at, another] = placesOf(first.subarray(0, Math.min(TELLING_BYTES, numbered.length)), numbered);
  const isTold = at !== undefined && another === undefined;
  return isTold ? positionAfter(start, linesIn(numbered.subarray(at))) : undefined;
}

/** Up to the line that is cut short, or closes the answer. */
function endOfNumbered(log: Buffer): number {
  const end = log.lastIndexOf(NEWLINE) + 1;
  const isClosed = log.subarray(0, end).subarray(-CLOSING_LINE.length).equals(CLOSING_LINE);
  return isClosed ? end - CLOSING_LINE.length : end;
}

/** Where lines of the log begin with these bytes, two of the places if there are more; its end may come within them if it must. */
function placesOf(bytes: Buffer, log: Buffer): number[] {
  const places: number[] = [];
  const isStartOfLine = (at: number) => at === 0 || log[at - 1] === NEWLINE;
  if (bytes.length === 0) return places;
  for (let at = log.indexOf(bytes); at >= 0 && places.length < 2; at = log.indexOf(bytes, at + 1)) {
    if (isStartOfLine(at)) places.push(at);
  }
  if (places.length > 0) return places;
  for (let at = Math.max(0, log.length - bytes.length); at < log.length; at++) {
    if (isStartOfLine(at) && log.subarray(at).equals(bytes.subarray(0, log.length - at))) places.push(at);
  }
  return places;
}
