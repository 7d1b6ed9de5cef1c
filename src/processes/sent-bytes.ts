import { once } from "node:events";
import type { Readable } from "node:stream";
import { BytesInParts, ComingBytes } from "../analysis/bytes-in-parts.ts";
import { LENGTH_BYTES, type Request } from "./messages.ts";

/** The bytes that follow a request on stdin: one field's after another's, or those of one field in parts. */
export class SentBytes {
  readonly #stdin: Readable;
  readonly #fields: Request["bytes"];
  readonly #inParts: boolean;
  /** Of all fields, or of the part that is being read. */
  #left: number;
  #areOver: boolean;
  #atHand: Buffer = Buffer.alloc(0);

  constructor(stdin: Readable, { bytes, inParts }: Pick<Request, "bytes" | "inParts">) {
    this.#stdin = stdin;
    this.#fields = bytes;
    this.#inParts = inParts;
    this.#left = inParts ? 0 : bytes.reduce((sum, { length = 0 }) => sum + length, 0);
    this.#areOver = this.#left === 0 && !inParts;
  }

  /** All of them, by their fields. */
  async fields(): Promise<Record<string, Uint8Array>> {
    const all = new Uint8Array(this.#left);
    let at = 0;
    for await (const part of this.#parts()) {
      all.set(part, at);
      at += part.length;
    }
    const bytes: Record<string, Uint8Array> = {};
    let start = 0;
    for (const { field, length = 0 } of this.#fields) {
      bytes[field] = all.subarray(start, start + length);
      start += length;
    }
    return bytes;
  }

  /** Those of one field, to be read as they come. */
  fieldInParts(): Record<string, ComingBytes> {
    let isTaken = false;
    const parts = () => {
      if (isTaken) throw new Error("bytes that come in parts were read before");
      isTaken = true;
      return this.#parts();
    };
    return Object.fromEntries(
      this.#fields.map(({ field, length }) => [
        field,
        length === undefined ? new ComingBytes(parts) : new BytesInParts(length, parts),
      ]),
    );
  }

  /** Reads what was not read, and throws it away. */
  async passRest(): Promise<void> {
    for await (const _ of this.#parts());
  }

  async *#parts(): AsyncGenerator<Uint8Array, void, void> {
    for (;;) {
      if (this.#left === 0 && this.#inParts && !this.#areOver) {
        this.#left = await this.#length();
        this.#areOver = this.#left === 0;
      }
      if (this.#areOver) return;
      const part = await this.#read(this.#left);
      this.#left -= part.length;
      this.#areOver = this.#left === 0 && !this.#inParts;
      yield part;
    }
  }

  async #length(): Promise<number> {
    let bytes = Buffer.alloc(0);
    while (bytes.length < LENGTH_BYTES)
      bytes = Buffer.concat([bytes, await this.#read(LENGTH_BYTES - bytes.length)]);
    return bytes.readUIntBE(0, LENGTH_BYTES);
  }

  /** What comes next, one byte at least. */
  async #read(most: number): Promise<Buffer> {
    while (this.#atHand.length === 0) {
      const read: Buffer | null = this.#stdin.read();
      if (read === null) await once(this.#stdin, "readable");
      else this.#atHand = read;
    }
    const next = this.#atHand.subarray(0, most);
    this.#atHand = this.#atHand.subarray(most);
    return next;
  }
}
