import { linesWithSigns } from "./find-secrets.ts";
import type { Span } from "./mark.ts";
import { stripUnseen } from "./strip.ts";

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
export function cleanLines(lines: readonly string[], { learn, find, clean }: Cleaning): CleanLine[] {
  const visible = lines.map(stripUnseen);
  const whole = visible.join("\n");
  const starts = startsOf(visible);
  const isSuspect = linesWithSigns(whole, starts);
  learn(whole);
  for (const [i, line] of visible.entries()) if (isSuspect[i] === 1) learn(line);
  let line = 0;
  for (const { start, end } of find(whole)) {
    while ((starts[line + 1] ?? whole.length) <= start) line += 1;
    for (let i = line; i < starts.length && (starts[i] ?? 0) < end; i++) isSuspect[i] = 1;
  }
  return visible.map((text, i) =>
    isSuspect[i] === 1 ? { text: clean(text), isPlain: false } : { text, isPlain: true },
  );
}

/** Where each of the lines starts in their text. */
function startsOf(lines: readonly string[]): number[] {
  let next = 0;
  return lines.map((line) => {
    const start = next;
    next += line.length + 1;
    return start;
  });
}
