import { Buffer, isUtf8 } from "node:buffer";
import { UNCLOSED, UNENDED } from "./json-brackets.ts";
import {
  BACKSLASH,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COLON,
  COMMA,
  isDigit,
  MINUS,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
  spells,
} from "./json-bytes.ts";
import { PlainNumber } from "./json-plain-number.ts";
import { JsonScan } from "./json-scan.ts";
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
  /** Where in a larger text the bytes begin, for errors; 0 unless given. */
  readonly offset?: number;
  /** That they are UTF-8 is known; it is checked unless given. */
  readonly isUtf8?: true;
}

/** What kind of value it is, by its first byte. */
export type JsonKind = "object" | "array" | "string" | "number" | "null" | "other";

/**
 * Walks JSON in a Uint8Array and parses only the values that are asked for: a text of any size costs no more
 * memory than the largest of them. What is skipped is checked for its strings and brackets alone.
 *
 * A walk steps into the object or array at hand, and has to run to its end; what is not read before the next step
 * is skipped. `members` and `elements` are for loops over few, `enterObject` and `nextMember`, `enterArray` and
 * `nextElement` for those over millions.
 *
 * @throws MalformedInput, each method, with the byte where the text breaks its structure
 */
export class JsonSlices {
  readonly bytes: Uint8Array;
  readonly #buffer: Buffer;
  readonly #scan: JsonScan;
  readonly #maxParsedBytes: number;
  readonly #plain = new PlainNumber();
  #at = 0;
  #depth = 0;
  /** Whether nothing has been read since the walk stepped into the container at hand. */
  #hasEntered = false;
  /** Where the last step of the walk left a value to be read. */
  #pending = -1;
  #keyStart = 0;
  #keyEnd = 0;

  constructor(bytes: Uint8Array, options: JsonSlicesOptions) {
    const { format, maxDepth, maxParsedBytes = MAX_PARSED_BYTES, offset = 0 } = options;
    this.bytes = bytes;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#scan = new JsonScan(bytes, format, maxDepth, offset);
    this.#maxParsedBytes = maxParsedBytes;
    if (options.isUtf8 !== true && !isUtf8(bytes)) throw this.#malformed(0, "not UTF-8");
    this.#skipSpace();
  }

  /** What comes next. */
  get kind(): JsonKind {
    const first = this.bytes[this.#at];
    if (first === QUOTE) return "string";
    if (isDigit(first) || first === MINUS) return "number";
    if (first === OPENING_BRACE) return "object";
    if (first === OPENING_BRACKET) return "array";
    return first === LETTER_N ? "null" : "other";
  }

  /** Goes back to a value that was passed over, which then comes next; `depth` brackets are open around it. */
  seek(start: number, depth = 0): void {
    this.#at = start;
    this.#depth = depth;
    this.#pending = -1;
  }

  /** Whether the bytes end before the value does that begins there. */
  isCut(start: number, depth: number): boolean {
    try {
      this.#scan.endOfValue(start, depth);
      return false;
    } catch (error) {
      return error instanceof MalformedInput && [UNENDED, UNCLOSED].includes(error.problem);
    }
  }

  /** Steps through the members of the object that comes next: each key, then its value is at hand. */
  *members(): Generator<string, void, void> {
    this.enterObject();
    while (this.nextMember()) yield this.textAt(this.#keyStart, this.#keyEnd);
  }

  /** Steps through the elements of the array that comes next: each index, then its value is at hand. */
  *elements(): Generator<number, void, void> {
    this.enterArray();
    for (let index = 0; this.nextElement(); index++) yield index;
  }

  enterObject(): void {
    this.#enter(OPENING_BRACE, "an object");
  }

  /**
   * Steps into the object that comes next if it begins with these bytes, which are of ASCII and end before a value,
   * and leaves that value at hand.
   */
  enterObjectOf(beginning: string): boolean {
    if (!spells(this.bytes, this.#at, beginning)) return false;
    this.enterObject();
    this.#hasEntered = false;
    this.#at += beginning.length - 1;
    this.#skipSpace();
    this.#pending = this.#at;
    return true;
  }

  enterArray(): void {
    this.#enter(OPENING_BRACKET, "an array");
  }

  /** Steps to the next member's value; false, and past the object, after the last. */
  nextMember(): boolean {
    if (!this.#next(CLOSING_BRACE)) return false;
    if (this.bytes[this.#at] !== QUOTE) throw this.#unexpected("a key");
    this.#keyStart = this.#at;
    this.#at = this.#scan.endOfString(this.#at);
    this.#keyEnd = this.#at;
    this.#skipSpace();
    if (this.bytes[this.#at] !== COLON) throw this.#unexpected("a colon");
    this.#at++;
    this.#skipSpace();
    this.#pending = this.#at;
    return true;
  }

  /** Steps to the next element; false, and past the array, after the last. */
  nextElement(): boolean {
    if (!this.#next(CLOSING_BRACKET)) return false;
    this.#pending = this.#at;
    return true;
  }

  /** Whether the member at hand, before its value is read, has this key, which is of ASCII. */
  keyIs(key: string): boolean {
    return this.isTextAt(this.#keyStart, this.#keyEnd, key);
  }

  /** Where the value that comes next begins. */
  get position(): number {
    return this.#at;
  }

  /** Passes over the value that comes next; gives where it ends. */
  pass(): number {
    const end = this.#scan.endOfValue(this.#at, this.#depth);
    this.#at = this.#scan.endOfSpace(end);
    return end;
  }

  /** Passes over the value that comes next, and tells where it stands. */
  skip(): JsonSlice {
    return { start: this.position, end: this.pass() };
  }

  /** The string that comes next; undefined, and passed over, where another value does. */
  text(): string | undefined {
    const start = this.#at;
    const end = this.pass();
    return this.bytes[start] === QUOTE ? this.textAt(start, end) : undefined;
  }

  /** Whether the value that comes next, and is passed over, is this string, which is of ASCII. */
  textIs(text: string): boolean {
    const start = this.#at;
    const end = this.pass();
    return this.bytes[start] === QUOTE && this.isTextAt(start, end, text);
  }

  /** The number that comes next, as JSON.parse reads it; NaN for null, Infinity for any other value. */
  number(): number {
    const end = this.#plain.read(this.bytes, this.#at);
    if (end < 0) return this.#otherNumber();
    this.#at = end;
    this.#skipSpace();
    return this.#plain.value;
  }

  /** Parses the value that comes next. */
  value(): unknown {
    return this.parse(this.skip());
  }

  /** Parses a value that was passed over. */
  parse({ start, end }: JsonSlice): unknown {
    this.#requireParsable(start, end);
    try {
      return JSON.parse(this.#buffer.toString("utf8", start, end));
    } catch {
      throw this.#malformed(start, "not valid JSON");
    }
  }

  /** A string that was passed over. */
  textAt(start: number, end: number): string {
    this.#requireParsable(start, end);
    const text = this.#buffer.toString("utf8", start + 1, end - 1);
    return NEEDS_PARSING.test(text) ? String(this.parse({ start, end })) : text;
  }

  /** Whether a string that was passed over is this one, which is of ASCII. */
  isTextAt(start: number, end: number, text: string): boolean {
    const length = end - start - 2;
    if (length === text.length) return spells(this.bytes, start + 1, text);
    // An escape takes more bytes than what it stands for.
    const mayBeEscaped = length > text.length && this.bytes.subarray(start, end).includes(BACKSLASH);
    return mayBeEscaped && this.textAt(start, end) === text;
  }

  /** Makes sure that nothing follows. */
  end(): void {
    this.#skipSpace();
    if (this.#at < this.bytes.length) throw this.#unexpected("the end");
  }

  #enter(bracket: number, what: string): void {
    if (this.bytes[this.#at] !== bracket) throw this.#unexpected(what);
    this.#depth++;
    this.#scan.requireDepth(this.#depth, this.#at);
    this.#at++;
    this.#skipSpace();
    this.#hasEntered = true;
  }

  /** Whether another member or element follows; steps out of the container where none does. */
  #next(closing: number): boolean {
    const isFirst = this.#hasEntered;
    this.#hasEntered = false;
    if (!isFirst && this.#at === this.#pending) this.pass();
    if (this.bytes[this.#at] === closing) {
      this.#depth--;
      this.#at++;
      this.#skipSpace();
      return false;
    }
    if (!isFirst) this.#comma(closing);
    return true;
  }

  /** Passes over a comma that another value follows. */
  #comma(closing: number): void {
    if (this.bytes[this.#at] !== COMMA) throw this.#unexpected("a comma or the end of what is open");
    this.#at++;
    this.#skipSpace();
    if (this.bytes[this.#at] === closing) throw this.#unexpected("a value after the comma");
  }

  #skipSpace(): void {
    this.#at = this.#scan.endOfSpace(this.#at);
  }

  #requireParsable(start: number, end: number): void {
    const size = end - start;
    if (size > this.#maxParsedBytes) {
      throw this.#malformed(start, `a value of ${size} bytes, more than ${this.#maxParsedBytes}`);
    }
  }

  #otherNumber(): number {
    const { kind } = this;
    const slice = this.skip();
    if (kind === "string" || kind === "object" || kind === "array") return Number.POSITIVE_INFINITY;
    if (slice.end - slice.start === 4 && spells(this.bytes, slice.start, "null")) return Number.NaN;
    const value = this.parse(slice);
    return typeof value === "number" ? value : Number.POSITIVE_INFINITY;
  }

  #unexpected(wanted: string): MalformedInput {
    const at = this.#at;
    return this.#malformed(at, at < this.bytes.length ? `not ${wanted}` : `the end, not ${wanted}`);
  }

  #malformed(at: number, problem: string): MalformedInput {
    return this.#scan.malformed(at, problem);
  }
}

const MAX_PARSED_BYTES = 2 ** 20;

/** A string with an escape, or with a control character that JSON does not allow in one. */
const NEEDS_PARSING = /[\\\u0000-\u001f]/;

const LETTER_N = 0x6e;
