import { parse, stringify } from "lossless-json";

/** A number with so many digits may not be exact as a double; only text that holds one is parsed the slow way. */
const LONG_INTEGER = /\d{16}/;

/**
 * Parses JSON with every integer exact: those beyond 2^53 become bigint (Feldera's fingerprints are full u64).
 *
 * @throws SyntaxError where the text is not JSON or is nested too deeply to read
 */
export function parseExactJson(text: string): unknown {
  if (!LONG_INTEGER.test(text)) return JSON.parse(text);
  try {
    return parse(text, undefined, exactNumber);
  } catch (error) {
    if (error instanceof RangeError) throw new SyntaxError("nested too deeply");
    throw error;
  }
}

function exactNumber(digits: string): number | bigint {
  const value = Number(digits);
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(digits) ? value : BigInt(digits);
}

/** JSON of a value that `parseExactJson` gave: bigints are written digit by digit. */
export function stringifyExactJson(value: unknown): string {
  return stringify(value) ?? "null";
}
