const BLOCK_BYTES = 64 * 2 ** 10;

/**
 * The last bytes of a stream: as many as the limit says, and at most two blocks more. They are copied into blocks,
 * since a stream may come a byte at a time, and each of its chunks would cost more than it holds. The oldest block
 * is filled anew, so that a stream at full speed leaves nothing to be cleared away.
 */
export class NewestBytes {
  read = 0;
  dropped = 0;
  readonly #limit: number;
  /** In the stream's order. */
  readonly #full: Uint8Array<ArrayBuffer>[] = [];
  #filling = new Uint8Array(BLOCK_BYTES);
  #filled = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Uint8Array): void {
    this.read += chunk.length;
    for (let at = 0; at < chunk.length; ) {
      if (this.#filled === BLOCK_BYTES) this.#nextBlock();
      const part = chunk.subarray(at, at + BLOCK_BYTES - this.#filled);
      this.#filling.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
    }
  }

  chunks(): Uint8Array[] {
    return [...this.#full, this.#filling.subarray(0, this.#filled)];
  }

  #nextBlock(): void {
    this.#full.push(this.#filling);
    this.#filled = 0;
    const isSurplus = (this.#full.length - 1) * BLOCK_BYTES >= this.#limit;
    const oldest = isSurplus ? this.#full.shift() : undefined;
    this.dropped += oldest?.length ?? 0;
    this.#filling = oldest ?? new Uint8Array(BLOCK_BYTES);
  }
}
