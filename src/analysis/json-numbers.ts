import { startOfNext } from "./json-bytes.ts";
import { PlainNumber } from "./json-plain-number.ts";
import type { JsonSlices } from "./json-slices.ts";
import { MalformedInput } from "./malformed.ts";

/** An array of numbers, with NaN for null and Infinity for any other value. */
export class JsonNumbers {
  readonly #values: Int32Array | Float64Array;
  readonly #problem: MalformedInput | undefined;

  constructor(values: Int32Array | Float64Array, problem: MalformedInput | undefined) {
    this.#values = values;
    this.#problem = problem;
  }

  /** @throws MalformedInput where an element is not valid JSON */
  get values(): Int32Array | Float64Array {
    if (this.#problem !== undefined) throw this.#problem;
    return this.#values;
  }
}

/** Reads the elements of one array after the other. */
export class NumberReader {
  readonly #plain = new PlainNumber();
  /** For all arrays: it grows to the longest. */
  #values = new Float64Array(2 ** 11);
  #length = 0;
  #areInt32 = true;
  #problem: MalformedInput | undefined;

  /** Adds those that are plain and at hand, one after the other; gives where the last of them ends, -1 for none. */
  addPlain(bytes: Uint8Array, start: number): number {
    const plain = this.#plain;
    let last = -1;
    for (let at = start; at >= 0; at = startOfNext(bytes, last)) {
      const end = plain.read(bytes, at);
      if (end < 0) return last;
      this.#add(plain.value);
      last = end;
    }
    return last;
  }

  /** Adds any other, which is at hand. What is wrong with it is told where the numbers are asked for. */
  add(json: JsonSlices): void {
    try {
      this.#add(json.number());
    } catch (error) {
      if (!(error instanceof MalformedInput)) throw error;
      this.#problem ??= error;
      this.#add(Number.NaN);
    }
  }

  /** Those that were added, in no more memory than they need: the next are of another array. */
  take(): JsonNumbers {
    const values = this.#values.subarray(0, this.#length);
    const numbers = new JsonNumbers(this.#areInt32 ? new Int32Array(values) : values.slice(), this.#problem);
    this.#length = 0;
    this.#areInt32 = true;
    this.#problem = undefined;
    return numbers;
  }

  #add(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
    if (!Object.is(value | 0, value)) this.#areInt32 = false;
  }
}
