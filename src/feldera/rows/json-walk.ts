import { decodeExactJson, LONG_DIGITS } from "../json.ts";
import type { RecurringTexts } from "./recurring-texts.ts";

/** Which members of an object are read: each whole, or some of its own in turn. The others are passed over. */
export interface Wanted {
  readonly [key: string]: Wanted | "whole";
}

interface Member {
  readonly key: string;
  readonly inner: Plan | "whole";
}

/** What is wanted, by the length of its key. */
export type Plan = readonly (readonly Member[])[];

export function planOf(wanted: Wanted): Plan {
  const plan: Member[][] = [];
  for (const [key, inner] of Object.entries(wanted)) {
    while (plan.length <= key.length) plan.push([]);
    plan[key.length]?.push({ key, inner: inner === "whole" ? inner : planOf(inner) });
  }
  return plan;
}

/** What is thrown where the text ends before the value does: often, and so made once. */
export const INCOMPLETE = new Error("the text ends before the value does");

/** So many bytes of a string are looked at one by one, before the search that is faster for long ones. */
const SHORT_STRING = 48;

export interface JsonWalkOptions {
  readonly texts: RecurringTexts;
  readonly maxDepth: number;
  /** How many brackets are open around the text. */
  readonly depth: number;
}

/**
 * Walks through JSON and makes values of what is wanted of it. What is passed over is checked for its strings and
 * brackets alone.
 *
 * @throws SyntaxError where the text is no JSON or is nested too deeply, and INCOMPLETE where it ends too early
 */
export class JsonWalk {
  /** Where the walk stands. */
  at = 0;
  readonly #text: Buffer;
  readonly #texts: RecurringTexts;
  readonly #maxDepth: number;
  /** How many brackets are open around it. */
  #depth: number;
  /** Whether there is a backslash in the string that was passed over last. */
  #isEscaped = false;

  constructor(text: Buffer, { texts, maxDepth, depth }: JsonWalkOptions) {
    this.#text = text;
    this.#texts = texts;
    this.#maxDepth = maxDepth;
    this.#depth = depth;
  }

  /** The byte that comes next, after any space. */
  next(): number {
    let byte = this.#text[this.at];
    while (byte === SPACE || byte === LINE_FEED || byte === RETURN || byte === TAB) {
      byte = this.#text[++this.at];
    }
    if (byte === undefined) throw INCOMPLETE;
    return byte;
  }

  /** The value that comes next: of an object what is wanted, where a member comes twice the last. */
  value(wanted: Plan | "whole"): unknown {
    const first = this.next();
    if (first === OPENING_BRACE && wanted !== "whole") return this.#object(wanted);
    const start = this.at;
    this.#pass(first);
    if (first === QUOTE && !this.#isEscaped) return this.#texts.at(this.#text, start + 1, this.at - 1);
    if (this.at - start < LONG_DIGITS) {
      const short = this.#texts.at(this.#text, start, this.at);
      return short === "null" ? null : JSON.parse(short);
    }
    return decodeExactJson(this.#text.subarray(start, this.at), this.#maxDepth - this.#depth);
  }

  #object(plan: Plan): Readonly<Record<string, unknown>> {
    const read: Record<string, unknown> = {};
    this.#step(1);
    for (let byte = this.next(); byte !== CLOSING_BRACE; byte = this.#nextMember()) {
      if (byte !== QUOTE) throw this.#unexpected();
      const member = this.#member(plan);
      if (this.next() !== COLON) throw this.#unexpected();
      this.at++;
      if (member === undefined) this.#pass(this.next());
      else read[member.key] = this.value(member.inner);
    }
    this.#step(-1);
    return read;
  }

  /** Past a comma to the key after it; or to the end of the object. */
  #nextMember(): number {
    const byte = this.next();
    if (byte === CLOSING_BRACE) return byte;
    if (byte !== COMMA) throw this.#unexpected();
    this.at++;
    if (this.next() !== QUOTE) throw this.#unexpected();
    return QUOTE;
  }

  /** Passes over a key; tells what is wanted of its value, if anything. */
  #member(plan: Plan): Member | undefined {
    const start = this.at + 1;
    this.#passString();
    if (this.#isEscaped) {
      const key: unknown = JSON.parse(this.#text.toString("utf8", start - 1, this.at));
      return plan.flat().find((one) => one.key === key);
    }
    return plan[this.at - 1 - start]?.find(({ key }) => this.#isSpelled(key, start));
  }

  /** Compares from the end, since many keys begin alike. */
  #isSpelled(key: string, start: number): boolean {
    for (let i = key.length - 1; i >= 0; i--) if (this.#text[start + i] !== key.charCodeAt(i)) return false;
    return true;
  }

  #pass(first: number): void {
    if (first === QUOTE) this.#passString();
    else if (first === OPENING_BRACE || first === OPENING_BRACKET) this.#passContainer();
    else this.#passScalar();
  }

  #passString(): void {
    const text = this.#text;
    const near = Math.min(text.length, this.at + SHORT_STRING);
    for (let at = this.at + 1; at < near && text[at] !== BACKSLASH; at++) {
      if (text[at] !== QUOTE) continue;
      this.#isEscaped = false;
      this.at = at + 1;
      return;
    }
    this.#passLongString();
  }

  #passLongString(): void {
    const text = this.#text;
    const start = this.at + 1;
    let end = text.indexOf(QUOTE, start);
    while (end !== -1 && backslashesBefore(text, end) % 2 === 1) end = text.indexOf(QUOTE, end + 1);
    if (end === -1) throw INCOMPLETE;
    this.#isEscaped = text.subarray(start, end).includes(BACKSLASH);
    this.at = end + 1;
  }

  #passContainer(): void {
    const text = this.#text;
    const open: number[] = [];
    do {
      const byte = text[this.at];
      if (byte === undefined) throw INCOMPLETE;
      if (byte === QUOTE) {
        this.#passString();
        continue;
      }
      if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
        open.push(byte);
        this.#requireDepth(this.#depth + open.length);
      } else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) {
        // In ASCII, a closing bracket is two after its opening one.
        if (open.pop() !== byte - 2) throw this.#unexpected();
      }
      this.at++;
    } while (open.length > 0);
  }

  #passScalar(): void {
    const text = this.#text;
    const start = this.at;
    let byte = text[start];
    while (byte !== undefined && !endsScalar(byte)) byte = text[++this.at];
    if (byte === undefined) throw INCOMPLETE;
    if (this.at === start) throw this.#unexpected();
  }

  #step(by: 1 | -1): void {
    this.#depth += by;
    this.#requireDepth(this.#depth);
    this.at++;
  }

  #requireDepth(depth: number): void {
    if (depth > this.#maxDepth) throw new SyntaxError(`nested more than ${this.#maxDepth} levels deep`);
  }

  #unexpected(): SyntaxError {
    const found = String.fromCharCode(this.#text[this.at] ?? 0);
    return new SyntaxError(`Unexpected ${JSON.stringify(found)}`);
  }
}

function backslashesBefore(text: Buffer, end: number): number {
  let count = 0;
  while (text[end - 1 - count] === BACKSLASH) count++;
  return count;
}

function endsScalar(byte: number): boolean {
  return byte === COMMA || byte === CLOSING_BRACE || byte === CLOSING_BRACKET || byte <= SPACE;
}

const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
export const COMMA = 0x2c;
const COLON = 0x3a;
export const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
export const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
