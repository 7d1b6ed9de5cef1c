/** A map from integers to integers, both of 32 bits and none of them negative, without an object per entry. */
export class Int32Map {
  /** Open addressing: at even places a key plus one, 0 where there is none, and behind it the value. */
  #entries: Int32Array = new Int32Array(2 ** 11);
  #size = 0;

  /** The value of a key, -1 for a key without one. */
  get(key: number): number {
    const place = this.#placeOf(key);
    return this.#entries[place] === 0 ? -1 : (this.#entries[place + 1] ?? -1);
  }

  set(key: number, value: number): void {
    const place = this.#placeOf(key);
    const isNew = this.#entries[place] === 0;
    this.#entries[place] = key + 1;
    this.#entries[place + 1] = value;
    if (isNew && ++this.#size * 4 > this.#entries.length) this.#grow();
  }

  /** Where the key is, or would be. */
  #placeOf(key: number): number {
    const entries = this.#entries;
    const mask = entries.length - 1;
    let place = (Math.imul(key + 1, 0x9e3779b1) >>> 7) & mask & ~1;
    for (let found = entries[place]; found !== 0 && found !== key + 1; found = entries[place]) {
      place = (place + 2) & mask;
    }
    return place;
  }

  #grow(): void {
    const before = this.#entries;
    this.#entries = new Int32Array(before.length * 2);
    for (let place = 0; place < before.length; place += 2) {
      const key = before[place] ?? 0;
      if (key === 0) continue;
      const moved = this.#placeOf(key - 1);
      this.#entries[moved] = key;
      this.#entries[moved + 1] = before[place + 1] ?? 0;
    }
  }
}
