import { decodePunycode } from "./punycode.ts";

/** The name breaks the grammar of RFC 2603, or a limit. */
export class NotRustV0 extends Error {
  override readonly name = "NotRustV0";
}

/** Eleven digits hold 64 bits, as the hash of a crate has. Smaller numbers, all that is written out, are exact. */
const BASE_62 = /[0-9a-zA-Z]{0,11}_/y;
const LENGTH = /(?:0|[1-9][0-9]{0,6}(?![0-9]))_?/y;
const HEX = /[0-9a-f]*_/y;

/** Reads the terminals of the grammar, one after the other. */
export class V0Cursor {
  readonly #text: string;
  position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get rest(): string {
    return this.#text.slice(this.position);
  }

  peek(): string {
    return this.#text.charAt(this.position);
  }

  next(): string {
    const character = this.peek();
    if (character === "") throw new NotRustV0("ends too early");
    this.position++;
    return character;
  }

  eat(character: string): boolean {
    const isThere = this.peek() === character;
    if (isThere) this.position++;
    return isThere;
  }

  /** `_` is 0, `0_` is 1, and so on. */
  base62(): number {
    const digits = this.#match(BASE_62).slice(0, -1);
    if (digits === "") return 0;
    let value = 0;
    for (const digit of digits) value = value * 62 + digitOf(digit);
    return value + 1;
  }

  /** The number after a tag, counted from 1; 0 where the tag is not there. */
  numberAfter(tag: string): number {
    return this.eat(tag) ? this.base62() + 1 : 0;
  }

  /** A name, its disambiguator read before. */
  identifier(): string {
    const isPunycode = this.eat("u");
    const length = Number.parseInt(this.#match(LENGTH), 10);
    const name = this.#text.slice(this.position, this.position + length);
    if (name.length < length) throw new NotRustV0("ends within an identifier");
    this.position += length;
    return isPunycode ? (decodePunycode(name) ?? `punycode{${name}}`) : name;
  }

  /** Lower-case hexadecimal digits, perhaps none. */
  hexadecimal(): string {
    return this.#match(HEX).slice(0, -1);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.#text)?.[0];
    if (match === undefined) throw new NotRustV0(`no ${pattern.source} at ${this.position}`);
    this.position += match.length;
    return match;
  }
}

function digitOf(digit: string): number {
  if (digit <= "9") return Number(digit);
  return digit >= "a" ? digit.charCodeAt(0) - 87 : digit.charCodeAt(0) - 29;
}
