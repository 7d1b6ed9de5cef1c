import type { JsonStrings } from "../../json-strings.ts";

/** The strings of functions, of which each is decoded once for all threads. */
export class KnownStrings {
  readonly #strings: JsonStrings;
  readonly #known = new Map<number, string | undefined>();

  constructor(strings: JsonStrings) {
    this.#strings = strings;
  }

  get length(): number {
    return this.#strings.length;
  }

  /** undefined where there is none, such as at -1. */
  at(index: number): string | undefined {
    if (!this.#known.has(index)) this.#known.set(index, this.#strings.at(index));
    return this.#known.get(index);
  }
}
