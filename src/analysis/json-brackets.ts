import {
  BACKSLASH,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
} from "./json-bytes.ts";

/** What is wrong with a value that the text ends within. */
export const UNENDED = "a string without an end";
export const UNCLOSED = "a bracket that is never closed";

/** The brackets that are open within a value that is passed over. */
export class OpenBrackets {
  readonly #open: number[] = [];
  /** What is wrong with the byte at which `pass` ended. */
  problem: string | undefined;
  readonly #maxDepth: number;
  readonly #around: number;

  /** @param around how many are open around the value */
  constructor(maxDepth: number, around: number) {
    this.#maxDepth = maxDepth;
    this.#around = around;
  }

  get areClosed(): boolean {
    return this.#open.length === 0;
  }

  open(bracket: number): void {
    if (this.#around + this.#open.length < this.#maxDepth) this.#open.push(bracket);
    else this.problem = `nested more than ${this.#maxDepth} levels deep`;
  }

  /**
   * Passes over these bytes from within a bracket up to where all are closed; gives where it ended, which is
   * before the end of the bytes too at a string that goes on beyond them, and at a problem.
   */
  pass(bytes: Uint8Array, start: number): number {
    let at = start;
    // One loop with nothing in it but this: what is passed over is most of a profile.
    while (at < bytes.length) {
      const byte = bytes[at] ?? 0;
      if (IS_PLAIN[byte] === 1) at++;
      else if (byte === QUOTE) {
        const end = endOfString(bytes, at);
        if (end < 0) return at;
        at = end;
      } else {
        this.#step(byte);
        if (this.problem !== undefined) return at;
        at++;
        if (this.#open.length === 0) return at;
      }
    }
    return at;
  }

  #step(bracket: number): void {
    if (bracket === OPENING_BRACE || bracket === OPENING_BRACKET) this.open(bracket);
    // In ASCII, a closing bracket is two after its opening one.
    else if (this.#open.at(-1) === bracket - 2) this.#open.pop();
    else this.problem = "a bracket that closes another one";
  }
}

/** 1 for what is neither a quote nor a bracket. */
const IS_PLAIN = new Uint8Array(256).fill(1);
for (const byte of [QUOTE, OPENING_BRACE, OPENING_BRACKET, CLOSING_BRACE, CLOSING_BRACKET])
  IS_PLAIN[byte] = 0;

/** Where the string that begins there ends; -1 where no string does, or its end is not at hand. */
export function endOfString(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) return -1;
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
  }
  return -1;
}
