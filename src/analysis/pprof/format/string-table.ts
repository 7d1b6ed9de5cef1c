import { Int32List } from "../../callgraph/int32-list.ts";

/** The strings of a profile, where they stand in its message: decoded when they are first asked for. */
export class StringTable {
  readonly #message: Buffer;
  readonly #starts = new Int32List();
  readonly #ends = new Int32List();
  readonly #decoded = new Map<number, string>();

  constructor(message: Uint8Array) {
    this.#message = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  }

  get length(): number {
    return this.#starts.length;
  }

  /** Adds the string between two offsets of the message. */
  add(start: number, end: number): void {
    this.#starts.push(start);
    this.#ends.push(end);
  }

  /** The string at an index, undefined where there is none. */
  at(index: number): string | undefined {
    const known = this.#decoded.get(index);
    if (known !== undefined) return known;
    const start = this.#starts.at(index);
    if (start < 0) return undefined;
    const text = this.#message.toString("utf8", start, this.#ends.at(index));
    this.#decoded.set(index, text);
    return text;
  }
}
