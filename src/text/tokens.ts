/** Tokenizers differ: what one counts, another may count a third higher. */
const MARGIN = 1.3;

/**
 * An upper estimate of the tokens of a text, without a tokenizer's tables: a word costs a token for every four
 * of its letters begun, digits one for three, other signs one for two, white space one for a run unless it is
 * the space before a word, and a sign outside ASCII one for each byte save one.
 */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const [run] of text.matchAll(/[A-Z]?[a-z]+|[A-Z]+|\d+|\s+|[^\x20-\x7e]|[^A-Za-z\d\s]{1,2}/gu)) {
    tokens += costOf(run);
  }
  return Math.ceil(tokens * MARGIN);
}

function costOf(run: string): number {
  const first = run.codePointAt(0) ?? 0;
  if (first > 0x7e) return Buffer.byteLength(run) - 1;
  if (/[A-Za-z]/.test(run)) return Math.ceil(run.length / 4);
  if (/\d/.test(run)) return Math.ceil(run.length / 3);
  return run === " " ? 0 : 1;
}
