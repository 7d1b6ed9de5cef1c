import { Buffer } from "node:buffer";
import { endOfString, OpenBrackets, UNCLOSED, UNENDED } from "./json-brackets.ts";
import {
  CLOSING_BRACE,
  CLOSING_BRACKET,
  endsScalar,
  isDigit,
  isSpace,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
} from "./json-bytes.ts";
import { type InputFormat, MalformedInput } from "./malformed.ts";

/**
 * Finds where values end in the bytes of a JSON text. Strings and brackets are checked, nothing else.
 *
 * @throws MalformedInput, each method, with the byte
 */
export class JsonScan {
  readonly #bytes: Uint8Array;
  readonly #buffer: Buffer;
  readonly #format: InputFormat;
  readonly #maxDepth: number;
  readonly #offset: number;

  /** @param offset where in a larger text the bytes begin */
  constructor(bytes: Uint8Array, format: InputFormat, maxDepth: number, offset: number) {
    this.#offset = offset;
    this.#bytes = bytes;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#format = format;
    this.#maxDepth = maxDepth;
  }

  /** @param depth how many brackets are open around the value */
  endOfValue(start: number, depth: number): number {
    const first = this.#bytes[start];
    if (first === QUOTE) return this.endOfString(start);
    return first === OPENING_BRACE || first === OPENING_BRACKET
      ? this.#endOfContainer(start, depth)
      : this.#endOfScalar(start);
  }

  endOfString(start: number): number {
    const end = endOfString(this.#bytes, start);
    if (end < 0) throw this.malformed(start, UNENDED);
    return end;
  }

  endOfSpace(start: number): number {
    let at = start;
    while (isSpace(this.#bytes[at])) at++;
    return at;
  }

  /** Refuses a bracket at which that many are open. */
  requireDepth(depth: number, at: number): void {
    if (depth > this.#maxDepth) throw this.malformed(at, `nested more than ${this.#maxDepth} levels deep`);
  }

  malformed(at: number, problem: string): MalformedInput {
    return new MalformedInput(this.#format, `byte ${this.#offset + at}`, problem);
  }

  #endOfContainer(start: number, depth: number): number {
    this.requireDepth(depth + 1, start);
    const endOfNumbers = this.#endOfNumbers(start);
    if (endOfNumbers >= 0) return endOfNumbers;
    const brackets = new OpenBrackets(this.#maxDepth, depth);
    const end = brackets.pass(this.#bytes, start);
    if (brackets.problem !== undefined) throw this.malformed(end, brackets.problem);
    if (brackets.areClosed) return end;
    // It ended at a string: to look for its end tells that it has none.
    if (end < this.#bytes.length) this.endOfString(end);
    throw this.malformed(start, UNCLOSED);
  }

  /** The end of an array of scalars that are no strings, which is found much faster; -1 for all else. */
  #endOfNumbers(start: number): number {
    if (!isDigit(this.#bytes[start + 1])) return -1;
    const end = this.#buffer.indexOf(CLOSING_BRACKET, start);
    if (end < 0) return -1;
    const elements = this.#buffer.subarray(start + 1, end);
    const others = [QUOTE, OPENING_BRACE, OPENING_BRACKET, CLOSING_BRACE];
    return others.some((byte) => elements.includes(byte)) ? -1 : end + 1;
  }

  #endOfScalar(start: number): number {
    const bytes = this.#bytes;
    let at = start;
    while (at < bytes.length && !endsScalar(bytes[at])) at++;
    if (at === start)
      throw this.malformed(start, start < bytes.length ? "not a value" : "the end, not a value");
    return at;
  }
}
