import { charsWithin, estimateTokens } from "./tokens.ts";

const NOTE_TOKENS = estimateTokens(noteOn(1_000_000_000));

/** The first `chars` characters of a line, and how many are left out. */
export function clip(line: string, chars: number): string {
  if (line.length <= chars) return line;
  const isWithinPair = /[\ud800-\udbff]/.test(line.charAt(chars - 1));
  const shown = isWithinPair ? chars - 1 : chars;
  return line.slice(0, shown) + noteOn(line.length - shown);
}

/** As much of the beginning of a line as fits into `tokens`, and how many characters are left out. */
export function clipToTokens(line: string, tokens: number): string {
  if (charsWithin(line, tokens) === line.length) return line;
  return clip(line, charsWithin(line, tokens - NOTE_TOKENS));
}

function noteOn(chars: number): string {
  return `… (+${chars} characters)`;
}
