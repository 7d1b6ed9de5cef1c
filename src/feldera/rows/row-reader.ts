import { isUtf8 } from "node:buffer";
import {
  CLOSING_BRACKET,
  COMMA,
  INCOMPLETE,
  JsonWalk,
  OPENING_BRACKET,
  type Plan,
  planOf,
  type Wanted,
} from "./json-walk.ts";
import { RecurringTexts } from "./recurring-texts.ts";

/** How much room there is for what has not been read yet, in bytes; a row that needs more doubles it. */
const ROOM_BYTES = 256 * 1024;
/** So many bytes are read at once: some rows and not the beginning of one. */
const READ_AT_ONCE = 128 * 1024;

/**
 * Reads the rows of a JSON array as their bytes come, of each what is wanted: no more is kept of the text than the row
 * that has not come whole yet.
 *
 * @throws SyntaxError, each method, where the text is no array of JSON or is nested too deeply
 */
export class RowReader {
  readonly #take: (row: unknown) => void;
  readonly #plan: Plan;
  readonly #texts = new RecurringTexts();
  readonly #maxDepth: number;
  #room = Buffer.alloc(0);
  /** How many bytes of it are text that has not been read. */
  #filled = 0;
  /** A row was looked for in so many bytes, and is longer. */
  #tooFew = 0;
  #stage: Stage = "array";

  constructor(wanted: Wanted, maxDepth: number, take: (row: unknown) => void) {
    this.#take = take;
    this.#plan = planOf(wanted);
    this.#maxDepth = maxDepth;
  }

  /** Takes the next bytes. They are copied: whoever sent them may use their memory again. */
  push(bytes: Uint8Array): void {
    const filled = this.#filled + bytes.length;
    if (filled > this.#room.length) {
      const room = Buffer.allocUnsafeSlow(Math.max(filled, 2 * this.#room.length, ROOM_BYTES));
      room.set(this.#room.subarray(0, this.#filled));
      this.#room = room;
    }
    this.#room.set(bytes, this.#filled);
    this.#filled = filled;
    // A long row is not looked at again for each of its pieces.
    if (filled >= Math.max(READ_AT_ONCE, 2 * this.#tooFew)) this.#read();
  }

  /** Makes sure that the array has come whole. */
  end(): void {
    this.#read();
    if (this.#stage !== "after") throw new SyntaxError("Unexpected end of JSON input");
  }

  /** Reads as far as the text goes. */
  #read(): void {
    const text = this.#room.subarray(0, this.#filled);
    const walk = new JsonWalk(text, { texts: this.#texts, maxDepth: this.#maxDepth, depth: 1 });
    const rows: unknown[] = [];
    let done = 0;
    try {
      for (;;) {
        this.#step(walk, rows);
        done = walk.at;
      }
    } catch (error) {
      if (error !== INCOMPLETE) throw error;
    }
    if (!isUtf8(text.subarray(0, done))) throw new SyntaxError("not UTF-8");
    for (const row of rows) this.#take(row);
    this.#room.copyWithin(0, done, this.#filled);
    this.#filled -= done;
    this.#tooFew = done > 0 ? 0 : this.#filled;
  }

  /** Passes a bracket or a comma, or reads a row. @throws INCOMPLETE where there is none of them yet */
  #step(walk: JsonWalk, rows: unknown[]): void {
    const byte = walk.next();
    const isEnd = byte === CLOSING_BRACKET && (this.#stage === "first row" || this.#stage === "comma");
    const isSign = isEnd || byte === SIGNS[this.#stage];
    if (isSign) walk.at++;
    else if (this.#stage === "row" || this.#stage === "first row") rows.push(walk.value(this.#plan));
    else throw new SyntaxError(`Unexpected ${JSON.stringify(String.fromCharCode(byte))}`);
    this.#stage = isEnd ? "after" : NEXT[this.#stage];
  }
}

/** What of the array comes next. */
type Stage = "array" | "first row" | "row" | "comma" | "after";

const SIGNS: Readonly<Partial<Record<Stage, number>>> = { array: OPENING_BRACKET, comma: COMMA };

const NEXT: Readonly<Record<Stage, Stage>> = {
  array: "first row",
  "first row": "comma",
  row: "comma",
  comma: "row",
  after: "after",
};
