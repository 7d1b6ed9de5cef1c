/** What a token of one tokenizer counts for, in tenths: another may count a third higher. */
const TOKEN = 13;

/** Words and signs with the space before them, digits, what is not ASCII, spaces, and other white space. */
const RUNS =
  / ?(?:[A-Z]?[a-z]{1,16}|[A-Z]{1,16})|\d{1,9}|[^\x00-\x7f]| ?(?:(?![A-Za-z\d\s])[\x00-\x7f]){1,2}| {1,64}|[^\S ]{1,3}/gu;

/**
 * An upper estimate of the tokens of a text, without a tokenizer's tables: a word costs a token for every four
 * of its letters begun, digits and line breaks one for three, other signs one for two, spaces one for a run.
 * What is not ASCII costs its bytes, of which no tokenizer makes more tokens.
 */
export function estimateTokens(text: string): number {
  let tenths = 0;
  for (const [run] of text.matchAll(RUNS)) tenths += tenthsOf(run);
  return Math.ceil(tenths / 10);
}

/** How many of the first characters of a text are within `most` estimated tokens. */
export function charsWithin(text: string, most: number): number {
  let tenths = 0;
  for (const { 0: run, index } of text.matchAll(RUNS)) {
    tenths += tenthsOf(run);
    if (tenths > most * 10) return index;
  }
  return text.length;
}

function tenthsOf(run: string): number {
  if (run > "\x7f") return Buffer.byteLength(run) * 10;
  const sign = run.trimStart();
  if (/^[A-Za-z]/.test(sign)) return Math.ceil(sign.length / 4) * TOKEN;
  if (/^\d/.test(sign)) return Math.ceil(sign.length / 3) * TOKEN;
  return TOKEN;
}
