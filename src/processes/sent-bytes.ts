import { once } from "node:events";
import type { Readable } from "node:stream";
import { BytesInParts } from "../analysis/bytes-in-parts.ts";
import type { Request } from "./messages.ts";

/** The bytes that follow a request on stdin, one field's after another's. */
export class SentBytes {
  readonly #stdin: Readable;
  readonly #fields: Request["bytes"];
  #left: number;

  constructor(stdin: Readable, fields: Request["bytes"]) {
    this.#stdin = stdin;
    this.#fields = fields;
    this.#left = fields.reduce((sum, { length }) => sum + length, 0);
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
    for (const { field, length } of this.#fields) {
      bytes[field] = all.subarray(start, start + length);
      start += length;
    }
    return bytes;
  }

  /** Those of one field, to be read as they come. */
  fieldInParts(): Record<string, BytesInParts> {
    let isTaken = false;
    const parts = () => {
      if (isTaken) throw new Error("bytes that come in parts were read before");
      isTaken = true;
      return this.#parts();
    };
    return Object.fromEntries(
      this.#fields.map(({ field, length }) => [field, new BytesInParts(length, parts)]),
    );
  }

  /** Reads what was not read, and throws it away. */
  async passRest(): Promise<void> {
    for await (const _ of this.#parts());
  }

  async *#parts(): AsyncGenerator<Uint8Array, void, void> {
    while (this.#left > 0) {
      const part: Uint8Array | null = this.#stdin.read();
      if (part === null) {
        await once(this.#stdin, "readable");
      } else {
        this.#left -= part.length;
        yield part;
      }
    }
  }
}
