/** A list of 32-bit integers that grows, without an object per item. */
export class Int32List {
  #items = new Int32Array(2 ** 11);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The item, or -1 beyond the end. */
  at(index: number): number {
    return index < this.#length ? (this.#items[index] ?? -1) : -1;
  }

  /** Replaces an item; does nothing beyond the end. */
  set(index: number, item: number): void {
    if (index < this.#length) this.#items[index] = item;
  }

  push(item: number): void {
    if (this.#length === this.#items.length) {
      // Large steps leave little behind, and what is not yet written to takes no memory.
      const larger = new Int32Array(this.#items.length * 8);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.#length++] = item;
  }

  clear(): void {
    this.#length = 0;
  }

  /** The items, in the list's own memory: to be asked for when the list is complete. */
  toArray(): Int32Array {
    return this.#items.subarray(0, this.#length);
  }
}
