import type { JsonStrings } from "../../json-strings.ts";
import { readableName } from "../../names/demangle.ts";

/** The strings of functions, of which each is decoded once for all threads. */
export class KnownStrings {
  readonly #strings: JsonStrings;
  readonly #known = new Map<number, string>();
  readonly #readable = new Map<number, string>();

  constructor(strings: JsonStrings) {
    this.#strings = strings;
  }

  get length(): number {
    return this.#strings.length;
  }

  /** undefined where there is none, such as at -1. */
  at(index: number): string | undefined {
    const known = this.#known.get(index);
    if (known !== undefined) return known;
    const text = this.#strings.at(index);
    if (text !== undefined) this.#known.set(index, text);
    return text;
  }

  /** The same of a function's name, without what a compiler made of it. */
  readable(index: number): string {
    const known = this.#readable.get(index);
    if (known !== undefined) return known;
    const name = readableName(this.at(index) ?? "");
    this.#readable.set(index, name);
    return name;
  }
}
