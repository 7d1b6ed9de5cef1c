const NEWLINE = 10;

/** What is kept of the ends of a line that is longer than the limit, in bytes. */
const END_BYTES = 1024;

/** A line without its end. */
export type Line =
  | { readonly kind: "line"; readonly bytes: Buffer }
  | { readonly kind: "too long"; readonly head: Buffer; readonly tail: Buffer };

/** Splits a stream of bytes into lines, of which none is kept beyond `maxBytes`. */
export class LineSplitter {
  readonly #maxBytes: number;
  #parts: Buffer[] = [];
  #bytes = 0;
  #ends: { head: Buffer; tail: Buffer } | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that end within `chunk`. */
  *split(chunk: Buffer): Generator<Line> {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      this.#add(chunk.subarray(from, end));
      from = end + 1;
      yield this.#take();
    }
    this.#add(chunk.subarray(from));
  }

  #add(part: Buffer): void {
    if (this.#ends !== undefined) {
      const { head, tail } = this.#ends;
      this.#ends = {
        head: head.length < END_BYTES ? startOf(Buffer.concat([head, startOf(part)])) : head,
        tail: endOf(Buffer.concat([tail, endOf(part)])),
      };
      return;
    }
    this.#parts.push(part);
    this.#bytes += part.length;
    if (this.#bytes <= this.#maxBytes) return;
    const all = Buffer.concat(this.#parts);
    this.#ends = { head: Buffer.from(startOf(all)), tail: Buffer.from(endOf(all)) };
    this.#parts = [];
  }

  #take(): Line {
    const line: Line =
      this.#ends === undefined
        ? { kind: "line", bytes: Buffer.concat(this.#parts) }
        : { kind: "too long", ...this.#ends };
    this.#parts = [];
    this.#bytes = 0;
    this.#ends = undefined;
    return line;
  }
}

function startOf(bytes: Buffer): Buffer {
  return bytes.subarray(0, END_BYTES);
}

function endOf(bytes: Buffer): Buffer {
  return bytes.subarray(Math.max(0, bytes.length - END_BYTES));
}
