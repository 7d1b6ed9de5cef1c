/** Numbers that are the same ones for the same seed and case. */
export class Random {
  #state: number;

  constructor(seed: number, caseNumber: number) {
    this.#state = Math.imul(seed, 0x9e3779b1) ^ Math.imul(caseNumber + 1, 0x85ebca6b);
  }

  /** An integer from 0 to below the bound. (Mulberry32.) */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  }

  chance(probability: number): boolean {
    return this.below(1_000_000) < probability * 1_000_000;
  }

  pick<T>(first: T, ...others: readonly T[]): T {
    const index = this.below(others.length + 1);
    return index === 0 ? first : (others[index - 1] ?? first);
  }

  /** An item of the list, undefined if it is empty. */
  of<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }
}
