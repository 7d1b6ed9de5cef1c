import { Int32List } from "../../callgraph/int32-list.ts";
import type { StackFrames } from "../format/stack-frames.ts";

/** A table of stacks has room for twice as many. */
const FIRST_SLOTS = 2 ** 12;

/**
 * Finds the stack whose samples weigh the least, on average, without keeping frames: stacks are told apart by hashes of
 * 64 bits. Of a million stacks, two have the same once in thirty million profiles.
 */
export class LightestStack {
  /** Open addressing: 0 for a free slot, else stack + 1. */
  #slots = new Int32Array(FIRST_SLOTS);
  readonly #low = new Int32List();
  readonly #high = new Int32List();
  readonly #samples = new Int32List();
  #weights = new Float64Array(FIRST_SLOTS / 2);
  /** Of samples that are not merged with others of their stack. */
  #leastApart = Number.POSITIVE_INFINITY;

  add({ frames, depth }: StackFrames, weight: number, staysApart: boolean): void {
    if (staysApart) {
      if (weight > 0) this.#leastApart = Math.min(this.#leastApart, weight);
      return;
    }
    let low = 0;
    let high = 0;
    for (let at = 0; at < depth; at++) {
      const frame = (frames[at] ?? 0) + 1;
      low = Math.imul(low ^ frame, 0x9e37_79b1);
      low ^= low >>> 15;
      high = Math.imul(high ^ frame, 0x85eb_ca6b);
      high ^= high >>> 13;
    }
    const stack = this.#stackOf(low, high);
    this.#samples.set(stack, this.#samples.at(stack) + 1);
    this.#weights[stack] = (this.#weights[stack] ?? 0) + weight;
  }

  /** What one of its samples weighs, above 0; Infinity where there is none. */
  least(): number {
    let least = this.#leastApart;
    for (let stack = 0; stack < this.#samples.length; stack++) {
      const weight = (this.#weights[stack] ?? 0) / this.#samples.at(stack);
      if (weight > 0 && weight < least) least = weight;
    }
    return least;
  }

  #stackOf(low: number, high: number): number {
    const slot = this.#slotOf(low, high);
    const known = (this.#slots[slot] ?? 0) - 1;
    if (known >= 0) return known;
    this.#low.push(low);
    this.#high.push(high);
    this.#samples.push(0);
    this.#slots[slot] = this.#samples.length;
    if (this.#samples.length * 2 === this.#slots.length) this.#grow();
    return this.#samples.length - 1;
  }

  /** Where the stack is, or would be. */
  #slotOf(low: number, high: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = low & mask;
    for (let used = slots[slot] ?? 0; used !== 0; used = slots[slot] ?? 0) {
      if (this.#low.at(used - 1) === low && this.#high.at(used - 1) === high) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let stack = 0; stack < this.#samples.length; stack++) {
      this.#slots[this.#slotOf(this.#low.at(stack), this.#high.at(stack))] = stack + 1;
    }
    const weights = new Float64Array(this.#slots.length / 2);
    weights.set(this.#weights);
    this.#weights = weights;
  }
}
