import { linesWithSigns } from "./find-secrets.ts";
import type { Span } from "./mark.ts";
import { isSeenWhole, stripUnseen } from "./strip.ts";

export interface CleanLine {
  readonly text: string;
  /** Nothing in it is, or is part of, a secret: together with other such lines it needs no more cleaning. */
  readonly isPlain: boolean;
}

/** What cleans a text that has no unseen characters any more. */
interface Cleaning {
  readonly learn: (text: string) => void;
  /** Where secrets stand that were learned. */
  readonly find: (text: string) => readonly Span[];
  readonly clean: (text: string) => string;
}

/**
 * Cleans lines that follow each other. Most lines of a log hold no sign of a secret, which is looked for in all of them
 * at once.
 */
export function* cleanLines(
  lines: readonly string[],
  { learn, find, clean }: Cleaning,
): Generator<CleanLine> {
  const asTheyCame = lines.join("\n");
  const isSeen = isSeenWhole(asTheyCame);
  const visible = isSeen ? lines : lines.map(stripUnseen);
  const whole = isSeen ? asTheyCame : visible.join("\n");
  const starts = startsOf(visible);
  const isSuspect = linesWithSigns(whole, starts);
  if (isSuspect.includes(1)) learn(whole);
  for (const [i, line] of visible.entries()) if (isSuspect[i] === 1) learn(line);
  let line = 0;
  for (const { start, end } of find(whole)) {
    while ((starts[line + 1] ?? whole.length) <= start) line += 1;
    for (let i = line; i < starts.length && (starts[i] ?? 0) < end; i++) isSuspect[i] = 1;
  }
  for (const [i, text] of visible.entries())
    yield isSuspect[i] === 1 ? { text: clean(text), isPlain: false } : { text, isPlain: true };
}

/** Where each of the lines starts in their text. */
function startsOf(lines: readonly string[]): Float64Array {
  const starts = new Float64Array(lines.length);
  for (let i = 0, next = 0; i < lines.length; i++) {
    starts[i] = next;
    next += (lines[i] ?? "").length + 1;
  }
  return starts;
}
