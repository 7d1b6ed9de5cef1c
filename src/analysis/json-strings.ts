import { Buffer } from "node:buffer";
import type { Int32List } from "./callgraph/int32-list.ts";
import { BACKSLASH, QUOTE } from "./json-bytes.ts";
import type { JsonSlices } from "./json-slices.ts";

/** An array of strings that are decoded when they are asked for: a profile has far more than are read. */
export class JsonStrings {
  /** Index of the first element that is no string; with one, the array is of no use. */
  readonly firstOther: number | undefined;
  readonly #json: JsonSlices;
  readonly #start: Int32List;
  readonly #end: Int32List;
  readonly #hasEscapes: boolean;

  /** @param places where in the bytes each element stands, quotes and all */
  constructor(json: JsonSlices, places: { readonly starts: Int32List; readonly ends: Int32List }) {
    this.#json = json;
    this.#start = places.starts;
    this.#end = places.ends;
    this.firstOther = indexOfOther(this.#start.toArray(), json.bytes);
    this.#hasEscapes = json.bytes.includes(BACKSLASH);
  }

  get length(): number {
    return this.#start.length;
  }

  /** What `startOf` and `endOf` are places in. */
  get bytes(): Uint8Array {
    return this.#json.bytes;
  }

  /** First byte of the string, within its quotes and as it is written, escapes and all; -1 without a string. */
  startOf(index: number): number {
    const start = this.#start.at(index);
    return start < 0 ? -1 : start + 1;
  }

  /** Past the string's last byte; -1 without a string. */
  endOf(index: number): number {
    const end = this.#end.at(index);
    return end < 0 ? -1 : end - 1;
  }

  /** undefined where there is none, such as at -1 or NaN. */
  at(index: number): string | undefined {
    const start = this.#start.at(index);
    return start < 0 ? undefined : this.#json.textAt(start, this.#end.at(index));
  }

  /** Whether the string is this one, which is of ASCII. */
  is(index: number, text: string): boolean {
    const start = this.#start.at(index);
    const end = this.#end.at(index);
    if (!this.#hasEscapes && end - start !== text.length + 2) return false;
    return start >= 0 && this.#json.isTextAt(start, end, text);
  }

  /** Whether this string, which is of ASCII, is among them. */
  has(text: string): boolean {
    return this.indicesOf(text).size > 0;
  }

  /** Where this string, which is of ASCII, stands. */
  indicesOf(text: string): ReadonlySet<number> {
    const indices = new Set<number>();
    if (!this.#mayHave(text)) return indices;
    for (let index = 0; index < this.length; index++) if (this.is(index, text)) indices.add(index);
    return indices;
  }

  /** Without escapes, a string stands in the bytes as it is: to look there takes far less than to look at each. */
  #mayHave(text: string): boolean {
    const { buffer, byteOffset, length } = this.bytes;
    return this.#hasEscapes || Buffer.from(buffer, byteOffset, length).includes(`"${text}"`);
  }
}

function indexOfOther(starts: Int32Array, bytes: Uint8Array): number | undefined {
  for (let index = 0; index < starts.length; index++) {
    if (bytes[starts[index] ?? 0] !== QUOTE) return index;
  }
  return undefined;
}
