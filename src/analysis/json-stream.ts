import { Buffer } from "node:buffer";
import type { Int32List } from "./callgraph/int32-list.ts";
import { endOfString, OpenBrackets, UNCLOSED, UNENDED } from "./json-brackets.ts";
import {
  BACKSLASH,
  CLOSING_BRACE,
  CLOSING_BRACKET,
  COLON,
  COMMA,
  endsScalar,
  isDigit,
  isSpace,
  OPENING_BRACE,
  OPENING_BRACKET,
  QUOTE,
  startOfNext,
} from "./json-bytes.ts";
import { JsonSlices, type JsonSlicesOptions } from "./json-slices.ts";
import { MalformedInput } from "./malformed.ts";

/** What waits wherever it needs more of the text, until the stream has been given that. */
export type Reading<Result> = Generator<undefined, Result, undefined>;

/** A value, copied out of the text. */
export interface Kept {
  readonly bytes: Uint8Array;
  /** Where the value begins in the text. */
  readonly start: number;
}

export type JsonStreamOptions = Pick<JsonSlicesOptions, "format" | "maxDepth" | "maxParsedBytes">;

/**
 * Walks JSON that comes in parts: a text of any size takes no more memory than a part and what is kept. As with
 * `JsonSlices`, what is passed over is checked for its strings and brackets alone, and a walk steps into the object or
 * array that comes next and has to run to its end. The text is UTF-8, which the caller checks.
 *
 * @throws MalformedInput, each reading, with the byte where the text breaks its structure
 */
export class JsonStream {
  readonly #options: JsonStreamOptions;
  readonly #maxDepth: number;
  /** What of the text is at hand, and where it begins in the text. */
  #bytes: Uint8Array = new Uint8Array();
  #base = 0;
  #at = 0;
  #given: Uint8Array | undefined;
  #isOver = false;
  #depth = 0;
  /** Of a value that is kept: what is no longer at hand, and where in the bytes at hand it goes on; -1 for no value. */
  #parts: Uint8Array[] = [];
  #partBytes = 0;
  #keptFrom = -1;
  /** The bytes at hand, where values in them are read. */
  #slices: JsonSlices | undefined;
  /** Where bytes at hand that come of several parts are put together, each time anew. */
  #room = Buffer.alloc(0);

  constructor(options: JsonStreamOptions) {
    this.#options = options;
    this.#maxDepth = options.maxDepth;
  }

  /** Takes the next part of the text, or nothing at its end; the reading then goes on. */
  give(part: Uint8Array | undefined): void {
    this.#given = part;
  }

  /** The first byte of what comes next; undefined at the end. */
  *first(): Reading<number | undefined> {
    yield* this.#skipSpace();
    return this.#bytes[this.#at];
  }

  /** Steps through the object that comes next, and has each member's value read, by its key. */
  *members(readValue: (key: string) => Reading<void>): Reading<void> {
    yield* this.#enter(OPENING_BRACE, "an object");
    for (let isFirst = true; yield* this.#next(CLOSING_BRACE, isFirst); isFirst = false) {
      if (this.#bytes[this.#at] !== QUOTE) throw this.#unexpected("a key");
      const key = yield* this.read(textOf);
      if ((yield* this.first()) !== COLON) throw this.#unexpected("a colon");
      this.#at++;
      yield* this.#skipSpace();
      yield* readValue(key);
    }
  }

  /**
   * Steps through the array that comes next.
   *
   * @param read reads the element that comes next
   * @param readAtHand reads elements in the bytes at hand, as many as it can, one after the other, and gives where the
   * last ends; -1, and nothing read, where the one that begins there is not all at hand or is for `read`, which takes longer
   */
  *elements(read: () => Reading<void>, readAtHand = NOT_AT_HAND): Reading<void> {
    yield* this.#enter(OPENING_BRACKET, "an array");
    for (let isFirst = true; yield* this.#next(CLOSING_BRACKET, isFirst); isFirst = false) {
      const end = readAtHand(this.#bytes, this.#at);
      if (end < 0) yield* read();
      else this.#at = end;
    }
  }

  /** As `elements`, but refused for what `pass` refuses an array for: its brackets and strings come before its commas. */
  *column(read: () => Reading<void>, readAtHand: ReadAtHand): Reading<void> {
    const start = this.#base + this.#at;
    try {
      yield* this.elements(read, readAtHand);
    } catch (error) {
      const byte = this.#bytes[this.#at];
      const isOfString = error instanceof MalformedInput && error.problem === UNENDED;
      if (byte === CLOSING_BRACE) throw this.#refused("a bracket that closes another one");
      if (byte === undefined && !isOfString) throw this.#malformed(start, UNCLOSED);
      throw error;
    }
  }

  /**
   * Has the value that comes next read where it stands. Where what is at hand ends within it, it is read anew with more
   * at hand, and what reads it must not mind.
   */
  *read<Result>(readValue: (json: JsonSlices) => Result): Reading<Result> {
    for (;;) {
      this.#slices ??= new JsonSlices(this.#bytes, { ...this.#options, offset: this.#base, isUtf8: true });
      const slices = this.#slices;
      slices.seek(this.#at, this.#depth);
      try {
        const result = readValue(slices);
        this.#at = slices.position;
        return result;
      } catch (error) {
        const isCut = error instanceof MalformedInput && slices.isCut(this.#at, this.#depth);
        const atHand = this.#bytes.length - this.#at;
        if (!isCut || !(yield* this.#more(atHand))) throw error;
      }
    }
  }

  /** Passes over the value that comes next. */
  *pass(): Reading<void> {
    const first = this.#bytes[this.#at];
    if (first === QUOTE) yield* this.#passString();
    else if (first === OPENING_BRACE || first === OPENING_BRACKET) yield* this.#passContainer();
    else yield* this.#passScalar();
  }

  /** Copies the value that comes next. */
  keep(): Reading<Kept> {
    return this.#keep(this.pass());
  }

  /** Copies the array that comes next, and lists where in the copy each of its elements begins and ends. */
  keepPlaces(starts: Int32List, ends: Int32List): Reading<Kept> {
    const stream = this;
    function* read(): Reading<void> {
      starts.push(stream.#placeInKept(stream.#at));
      yield* stream.pass();
      ends.push(stream.#placeInKept(stream.#at));
    }
    const readAtHand = (bytes: Uint8Array, start: number) => {
      const toPlace = this.#partBytes - this.#keptFrom;
      let last = -1;
      for (let at = start; at >= 0; at = startOfNext(bytes, last)) {
        const end = endOfString(bytes, at);
        if (end < 0) return last;
        starts.push(at + toPlace);
        ends.push(end + toPlace);
        last = end;
      }
      return last;
    };
    return this.#keep(this.elements(read, readAtHand));
  }

  /** Makes sure that nothing follows. */
  *end(): Reading<void> {
    if ((yield* this.first()) !== undefined) throw this.#unexpected("the end");
  }

  /**
   * Gets more of the text, so many bytes if there are; false where there is none. What is at hand then begins with what was
   * not yet passed.
   */
  *#more(least = 1): Reading<boolean> {
    const parts: Uint8Array[] = [];
    for (let bytes = 0; bytes < least && !this.#isOver; ) {
      yield undefined;
      if (this.#given === undefined) this.#isOver = true;
      else parts.push(this.#given);
      bytes += this.#given?.length ?? 0;
    }
    const [first, ...others] = parts;
    if (first === undefined) return false;
    if (this.#keptFrom >= 0) {
      this.#moveKept();
      this.#keptFrom = 0;
    }
    const rest = this.#bytes.subarray(this.#at);
    this.#base += this.#at;
    this.#at = 0;
    this.#bytes = rest.length === 0 && others.length === 0 ? first : this.#together([rest, ...parts]);
    this.#slices = undefined;
    return true;
  }

  #together(parts: readonly Uint8Array[]): Uint8Array {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const room = this.#room.length < length ? Buffer.allocUnsafeSlow(2 * length) : this.#room;
    let at = 0;
    for (const part of parts) {
      room.set(part, at);
      at += part.length;
    }
    this.#room = room;
    return room.subarray(0, length);
  }

  *#keep(pass: Reading<void>): Reading<Kept> {
    const start = this.#base + this.#at;
    this.#keptFrom = this.#at;
    yield* pass;
    const last = this.#bytes.subarray(this.#keptFrom, this.#at);
    const bytes = this.#parts.length === 0 ? copyOf(last) : Buffer.concat([...this.#parts, last]);
    this.#keptFrom = -1;
    this.#parts = [];
    this.#partBytes = 0;
    return { bytes, start };
  }

  /** Copies what of the value at hand has been passed. */
  #moveKept(): void {
    this.#parts.push(copyOf(this.#bytes.subarray(this.#keptFrom, this.#at)));
    this.#partBytes += this.#at - this.#keptFrom;
  }

  #placeInKept(at: number): number {
    return this.#partBytes + at - this.#keptFrom;
  }

  *#enter(bracket: number, what: string): Reading<void> {
    if ((yield* this.first()) !== bracket) throw this.#unexpected(what);
    this.#depth++;
    this.#requireDepth(this.#depth);
    this.#at++;
  }

  /** Whether another member or element follows; steps out of the container where none does. */
  *#next(closing: number, isFirst: boolean): Reading<boolean> {
    const byte = yield* this.first();
    if (byte === closing) {
      this.#depth--;
      this.#at++;
      return false;
    }
    if (isFirst) return true;
    if (byte !== COMMA) throw this.#unexpected("a comma or the end of what is open");
    this.#at++;
    if ((yield* this.first()) === closing) throw this.#unexpected("a value after the comma");
    return true;
  }

  *#skipSpace(): Reading<void> {
    for (;;) {
      while (isSpace(this.#bytes[this.#at])) this.#at++;
      if (this.#at < this.#bytes.length || !(yield* this.#more())) return;
    }
  }

  *#passString(): Reading<void> {
    const start = this.#base + this.#at;
    this.#at++;
    for (;;) {
      const bytes = this.#bytes;
      let at = this.#at;
      // What is escaped is passed together with the backslash before it.
      while (at < bytes.length && bytes[at] !== QUOTE) {
        const length = bytes[at] === BACKSLASH ? 2 : 1;
        if (at + length > bytes.length) break;
        at += length;
      }
      this.#at = at;
      if (bytes[at] === QUOTE) {
        this.#at++;
        return;
      }
      if (!(yield* this.#more())) throw this.#malformed(start, UNENDED);
    }
  }

  *#passScalar(): Reading<void> {
    const start = this.#base + this.#at;
    do {
      while (this.#at < this.#bytes.length && !endsScalar(this.#bytes[this.#at])) this.#at++;
    } while (this.#at === this.#bytes.length && (yield* this.#more()));
    if (this.#base + this.#at === start) throw this.#unexpected("a value");
  }

  *#passContainer(): Reading<void> {
    const start = this.#base + this.#at;
    const brackets = new OpenBrackets(this.#maxDepth, this.#depth);
    brackets.open(this.#bytes[this.#at] ?? 0);
    if (brackets.problem === undefined) this.#at++;
    let mayBeNumbers = isDigit(this.#bytes[this.#at]);
    while (brackets.problem === undefined) {
      if (mayBeNumbers) mayBeNumbers = this.#passNumbers();
      this.#at = brackets.pass(this.#bytes, this.#at);
      if (brackets.areClosed) return;
      if (this.#bytes[this.#at] === QUOTE) yield* this.#passString();
      else if (this.#at === this.#bytes.length && !(yield* this.#more()))
        throw this.#malformed(start, UNCLOSED);
    }
    throw this.#refused(brackets.problem);
  }

  /** Passes over all scalars of an array that are at hand, which is much faster; false where others come before its end. */
  #passNumbers(): boolean {
    const bytes = this.#bytes;
    const closing = bytes.indexOf(CLOSING_BRACKET, this.#at);
    const end = closing < 0 ? bytes.length : closing;
    const scalars = bytes.subarray(this.#at, end);
    if (OTHERS.some((byte) => scalars.includes(byte))) return false;
    this.#at = end;
    return true;
  }

  #requireDepth(depth: number): void {
    if (depth > this.#maxDepth) throw this.#refused(`nested more than ${this.#maxDepth} levels deep`);
  }

  #unexpected(wanted: string): MalformedInput {
    return this.#refused(this.#at < this.#bytes.length ? `not ${wanted}` : `the end, not ${wanted}`);
  }

  #refused(problem: string): MalformedInput {
    return this.#malformed(this.#base + this.#at, problem);
  }

  #malformed(at: number, problem: string): MalformedInput {
    return new MalformedInput(this.#options.format, `byte ${at}`, problem);
  }
}

function textOf(json: JsonSlices): string {
  return json.text() ?? "";
}

/** A slice would keep all the bytes that it is of. */
function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

type ReadAtHand = (bytes: Uint8Array, at: number) => number;

const NOT_AT_HAND: ReadAtHand = () => -1;

/** What an array of scalars that are no strings does not have in it. */
const OTHERS = [QUOTE, OPENING_BRACE, OPENING_BRACKET, CLOSING_BRACE];
