/**
 * Parses JSON with every integer exact: those beyond 2^53 become bigint (Feldera's fingerprints are full u64).
 * In all else it is `JSON.parse`, which reads the text; the few such integers are found in it beforehand.
 *
 * @throws SyntaxError where the text is not JSON or is nested more than `maxDepth` levels deep
 */
export function parseExactJson(text: string, maxDepth: number): unknown {
  return parseExact(text, Buffer.from(text), maxDepth);
}

/**
 * The same of a text that has not been decoded yet.
 *
 * @throws SyntaxError, and TypeError where it is not UTF-8
 */
export function decodeExactJson(bytes: Uint8Array, maxDepth: number): unknown {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  return parseExact(text, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), maxDepth);
}

/** @param bytes the text, which numbers are found in the faster */
function parseExact(text: string, bytes: Buffer, maxDepth: number): unknown {
  const long = longIntegers(bytes, maxDepth);
  const value: unknown = JSON.parse(text);
  const [first] = long;
  if (first?.path.length === 0) return BigInt(first.digits);
  for (const { path, digits } of long) makeExact(value, path, digits);
  return value;
}

/** An integer that a double may not hold, and the keys and indices that lead to it. */
interface LongInteger {
  readonly path: readonly (string | number)[];
  readonly digits: string;
}

/** Numbers with fewer digits are exact as doubles. */
export const LONG_DIGITS = 16;

/**
 * The integers of a JSON text that are not safe as doubles, in one pass. Of a text that is no JSON, anything.
 *
 * @throws SyntaxError where the text is nested more than `maxDepth` levels deep
 */
function longIntegers(text: Buffer, maxDepth: number): LongInteger[] {
  const found: LongInteger[] = [];
  /** Of each open container the element at hand: its index, or where its key begins, and -1 where it has none. */
  const indices = new Int32Array(maxDepth + 1);
  const keys = new Int32Array(maxDepth + 1);
  let depth = 0;
  let string = -1;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? 0;
    if (char === DOUBLE_QUOTE) {
      string = i;
      i = endOfString(text, i);
    } else if (char === COLON) {
      keys[depth] = string;
    } else if (char === COMMA) {
      indices[depth] = (indices[depth] ?? 0) + 1;
    } else if (char === OPENING_BRACE || char === OPENING_BRACKET) {
      if (++depth > maxDepth) throw new SyntaxError(`nested more than ${maxDepth} levels deep`);
      indices[depth] = 0;
      keys[depth] = -1;
    } else if (char === CLOSING_BRACE || char === CLOSING_BRACKET) {
      if (--depth < 0) return found;
    } else if (isDigit(char)) {
      const end = endOfNumber(text, i);
      if (end - i >= LONG_DIGITS) {
        const digits = text.toString("latin1", text[i - 1] === MINUS ? i - 1 : i, end);
        if (!isExact(digits)) found.push({ path: pathTo(text, indices, keys, depth), digits });
      }
      i = end - 1;
    }
  }
  return found;
}

/** Where the closing quote stands of the string that begins at `start`, or where the text ends. */
function endOfString(text: Buffer, start: number): number {
  for (
    let end = text.indexOf(DOUBLE_QUOTE, start + 1);
    end !== -1;
    end = text.indexOf(DOUBLE_QUOTE, end + 1)
  ) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

function endOfNumber(text: Buffer, start: number): number {
  let at = start + 1;
  while (isOfNumber(text[at] ?? 0)) at++;
  return at;
}

function isExact(digits: string): boolean {
  return !/^-?\d+$/.test(digits) || Number.isSafeInteger(Number(digits));
}

function pathTo(text: Buffer, indices: Int32Array, keys: Int32Array, depth: number): LongInteger["path"] {
  return Array.from({ length: depth }, (_, i) => {
    const key = keys[i + 1] ?? -1;
    if (key < 0) return indices[i + 1] ?? 0;
    return String(JSON.parse(text.toString("utf8", key, endOfString(text, key) + 1)));
  });
}

/** Puts the exact integer where the path leads to its double: a key that comes twice may lead elsewhere. */
function makeExact(value: unknown, path: LongInteger["path"], digits: string): void {
  let holder = value;
  for (const [i, step] of path.entries()) {
    if (!isContainer(holder) || !Object.hasOwn(holder, step)) return;
    const inner = holder[step];
    if (i < path.length - 1) holder = inner;
    else if (Number(inner) === Number(digits) && typeof inner !== "string") holder[step] = BigInt(digits);
  }
}

function isContainer(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}

function isDigit(char: number): boolean {
  return char >= ZERO && char <= NINE;
}

function isOfNumber(char: number): boolean {
  return isDigit(char) || char === POINT || char === PLUS || char === MINUS || (char | LOWER_CASE) === E;
}

const DOUBLE_QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const E = 0x65;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const LOWER_CASE = 0x20;
