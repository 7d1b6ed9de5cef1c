import type { Int64, Int64Array } from "./int64.ts";

/** Sums of integers of 64 bits, exact however large: in doubles as long as these hold them, then in bigints. */
export class Int64Sums {
  readonly #sums: number[] = [];
  #large: bigint[] | undefined;
  /** What all that was added comes to without signs, as long as a double holds it exactly. */
  #magnitude = 0;

  /** Adds to a sum, which wraps around at 64 bits; a new one comes right behind those that there are. */
  add(index: number, value: Int64): void {
    if (this.#large === undefined) {
      this.#magnitude += Math.abs(Number(value));
      if (typeof value === "number" && this.#magnitude <= Number.MAX_SAFE_INTEGER) {
        this.#sums[index] = (this.#sums[index] ?? 0) + value;
        return;
      }
      this.#large = this.#sums.map(BigInt);
    }
    this.#large[index] = BigInt.asIntN(64, (this.#large[index] ?? 0n) + BigInt(value));
  }

  at(index: number): Int64 {
    return this.#large?.[index] ?? this.#sums[index] ?? 0;
  }

  toArray(): Int64Array {
    return this.#large === undefined ? Float64Array.from(this.#sums) : BigInt64Array.from(this.#large);
  }
}
