import { parse, stringify } from "lossless-json";

/** A number with so many digits may not be exact as a double; only text that holds one is parsed the slow way. */
const LONG_INTEGER = /\d{16}/;

/**
 * Parses JSON with every integer exact: those beyond 2^53 become bigint (Feldera's fingerprints are full u64).
 * In all else it is `JSON.parse`.
 *
 * @throws SyntaxError where the text is not JSON or is nested more than `maxDepth` levels deep
 */
export function parseExactJson(text: string, maxDepth: number): unknown {
  if (isDeeper(text, maxDepth)) throw new SyntaxError(`nested more than ${maxDepth} levels deep`);
  if (!LONG_INTEGER.test(text)) return JSON.parse(text);
  return parse(text, undefined, { parseNumber: exactNumber, onDuplicateKey: ({ newValue }) => newValue });
}

function isDeeper(text: string, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === DOUBLE_QUOTE) inString = !inString;
    else if (inString) i += char === BACKSLASH ? 1 : 0;
    else if (char === OPENING_BRACE || char === OPENING_BRACKET) depth++;
    else if (char === CLOSING_BRACE || char === CLOSING_BRACKET) depth--;
    if (depth > maxDepth) return true;
  }
  return false;
}

const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

function exactNumber(digits: string): number | bigint {
  const value = Number(digits);
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(digits) ? value : BigInt(digits);
}

/** JSON of a value that `parseExactJson` gave: bigints are written digit by digit. */
export function stringifyExactJson(value: unknown): string {
  return stringify(value) ?? "null";
}
