import { Buffer, isUtf8 } from "node:buffer";
import { type InputFormat, MalformedInput } from "./malformed.ts";

/** Where a value stands in the text: from its first byte to before `end`. */
export interface JsonSlice {
  readonly start: number;
  readonly end: number;
}

export interface JsonSlicesOptions {
  /** What the text is, for errors. */
  readonly format: InputFormat;
  /** The deepest nesting that is followed. */
  readonly maxDepth: number;
  /** The largest value that is parsed as a whole, in bytes; 1 MiB unless given. */
  readonly maxParsedBytes?: number;
}

/**
 * Walks JSON in a Uint8Array from its beginning to its end, once, and parses only the values that are asked for:
 * a text of any size costs no more memory than the largest of them. What is skipped is checked for its strings
 * and brackets alone.
 *
 * `members` and `elements` step into the value at hand and have to be run to their end; what the loop's body does
 * not read is skipped.
 *
 * @throws MalformedInput, each method, with the byte where the text breaks its structure
 */
export class JsonSlices {
  readonly #bytes: Uint8Array;
  readonly #buffer: Buffer;
  readonly #format: InputFormat;
  readonly #maxDepth: number;
  readonly #maxParsedBytes: number;
  /** The brackets open within a value that is being skipped. */
  readonly #open: Uint8Array;
  #at = 0;
  #depth = 0;

  constructor(bytes: Uint8Array, { format, maxDepth, maxParsedBytes = 2 ** 20 }: JsonSlicesOptions) {
    this.#bytes = bytes;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#format = format;
    this.#maxDepth = maxDepth;
    this.#maxParsedBytes = maxParsedBytes;
    this.#open = new Uint8Array(maxDepth + 1);
    if (!isUtf8(bytes)) throw this.#malformed(0, "not UTF-8");
    this.#skipSpace();
  }

  /** What kind of value comes next, by its first byte. */
  get kind(): "object" | "array" | "string" | "other" {
    const first = this.#bytes[this.#at];
    if (first === OPENING_BRACE) return "object";
    if (first === OPENING_BRACKET) return "array";
    return first === QUOTE ? "string" : "other";
  }

  /** Steps through the members of the object that comes next: each key, then its value is at hand. */
  *members(): Generator<string, void, void> {
    this.#enter(OPENING_BRACE, "an object");
    while (!this.#leaves(CLOSING_BRACE)) {
      if (this.#bytes[this.#at] !== QUOTE) throw this.#unexpected("a key");
      const start = this.#at;
      this.#at = this.#endOfString(start);
      const key = this.#string(start, this.#at);
      this.#skipSpace();
      if (this.#bytes[this.#at] !== COLON) throw this.#unexpected("a colon");
      this.#at++;
      this.#skipSpace();
      const value = this.#at;
      yield key;
      if (this.#at === value) this.skip();
      this.#separator(CLOSING_BRACE);
    }
  }

  /** Steps through the elements of the array that comes next: each index, then its value is at hand. */
  *elements(): Generator<number, void, void> {
    this.#enter(OPENING_BRACKET, "an array");
    for (let index = 0; !this.#leaves(CLOSING_BRACKET); index++) {
      const value = this.#at;
      yield index;
      if (this.#at === value) this.skip();
      this.#separator(CLOSING_BRACKET);
    }
  }

  /** Passes over the value that comes next, and tells where it stands. */
  skip(): JsonSlice {
    const start = this.#at;
    const first = this.#bytes[start];
    if (first === QUOTE) this.#at = this.#endOfString(start);
    else if (first === OPENING_BRACE || first === OPENING_BRACKET) this.#at = this.#endOfContainer(start);
    else this.#at = this.#endOfScalar(start);
    const end = this.#at;
    this.#skipSpace();
    return { start, end };
  }

  /** The string that comes next; undefined, and passed over, where another value does. */
  text(): string | undefined {
    const isString = this.kind === "string";
    const { start, end } = this.skip();
    return isString ? this.#string(start, end) : undefined;
  }

  /** Parses the value that comes next. */
  value(): unknown {
    return this.parse(this.skip());
  }

  /** Parses a value that was passed over. */
  parse({ start, end }: JsonSlice): unknown {
    const size = end - start;
    if (size > this.#maxParsedBytes) {
      throw this.#malformed(start, `a value of ${size} bytes, more than ${this.#maxParsedBytes}`);
    }
    try {
      return JSON.parse(this.#buffer.toString("utf8", start, end));
    } catch {
      throw this.#malformed(start, "not valid JSON");
    }
  }

  /** Makes sure that nothing follows. */
  end(): void {
    this.#skipSpace();
    if (this.#at < this.#bytes.length) throw this.#unexpected("the end");
  }

  #enter(bracket: number, what: string): void {
    if (this.#bytes[this.#at] !== bracket) throw this.#unexpected(what);
    this.#depth++;
    if (this.#depth > this.#maxDepth) throw this.#tooDeep(this.#at);
    this.#at++;
    this.#skipSpace();
  }

  #leaves(bracket: number): boolean {
    if (this.#bytes[this.#at] !== bracket) return false;
    this.#depth--;
    this.#at++;
    this.#skipSpace();
    return true;
  }

  /** Passes over a comma that another value follows; the closing bracket stays. */
  #separator(closing: number): void {
    this.#skipSpace();
    if (this.#bytes[this.#at] === closing) return;
    if (this.#bytes[this.#at] !== COMMA) throw this.#unexpected("a comma or the end of what is open");
    this.#at++;
    this.#skipSpace();
    if (this.#bytes[this.#at] === closing) throw this.#unexpected("a value after the comma");
  }

  #skipSpace(): void {
    let at = this.#at;
    while (isSpace(this.#bytes[at])) at++;
    this.#at = at;
  }

  #endOfString(start: number): number {
    const bytes = this.#bytes;
    for (let at = start + 1; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) return at + 1;
      if (byte === BACKSLASH) at++;
    }
    throw this.#malformed(start, "a string without an end");
  }

  #endOfContainer(start: number): number {
    const bytes = this.#bytes;
    const room = this.#maxDepth - this.#depth;
    let open = 0;
    for (let at = start; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) at = this.#endOfString(at) - 1;
      else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
        if (open === room) throw this.#tooDeep(at);
        this.#open[open++] = byte;
      } else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) {
        open--;
        // In ASCII, a closing bracket is two after its opening one.
        if (this.#open[open] !== byte - 2) throw this.#malformed(at, "a bracket that closes another one");
        if (open === 0) return at + 1;
      }
    }
    throw this.#malformed(start, "a bracket that is never closed");
  }

  #endOfScalar(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    while (at < bytes.length && !endsScalar(bytes[at])) at++;
    if (at === start) throw this.#unexpected("a value");
    return at;
  }

  #string(start: number, end: number): string {
    const text = this.#buffer.toString("utf8", start + 1, end - 1);
    return NEEDS_PARSING.test(text) ? String(this.parse({ start, end })) : text;
  }

  #unexpected(wanted: string): MalformedInput {
    const at = this.#at;
    return this.#malformed(at, at < this.#bytes.length ? `not ${wanted}` : `the end, not ${wanted}`);
  }

  #tooDeep(at: number): MalformedInput {
    return this.#malformed(at, `nested more than ${this.#maxDepth} levels deep`);
  }

  #malformed(at: number, problem: string): MalformedInput {
    return new MalformedInput(this.#format, `byte ${at}`, problem);
  }
}

/** A string with an escape, or with a control character that JSON does not allow in one. */
const NEEDS_PARSING = /[\\\u0000-\u001f]/;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function endsScalar(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSING_BRACE || byte === CLOSING_BRACKET || isSpace(byte);
}
