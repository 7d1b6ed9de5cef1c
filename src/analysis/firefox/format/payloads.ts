import { Int32List } from "../../callgraph/int32-list.ts";
import { CLOSING_BRACE, isDigit, startOfNext, ZERO } from "../../json-bytes.ts";
import type { JsonSlices } from "../../json-slices.ts";

/** As Feldera writes them, up to a number and the closing brace. */
const FELDERAS = new TextEncoder().encode('{"type":"FelderaMarker","name":');

/** With that many digits a number is below 2^31. */
const MAX_DIGITS = 9;

/** What `Payloads` has for a marker of others. */
export const NOT_FELDERAS = -2;

/**
 * What of the elements of `markers.data` is read: they come by the hundred thousand, and are not kept. Index into the
 * strings of each marker's text, -1 without one.
 */
export class Payloads {
  readonly text: Int32Array;

  constructor(text: Int32Array) {
    this.text = text;
  }
}

/** Reads those of one table after the other. */
export class PayloadReader {
  /** For all tables: it grows to the longest. */
  readonly #text = new Int32List();

  /** Those that were added, in no more memory than they need: the next are of another table. */
  take(): Payloads {
    const payloads = new Payloads(this.#text.toArray().slice());
    this.#text.clear();
    return payloads;
  }

  /** Adds those at hand that are as Feldera writes them, one after the other; gives where the last ends, -1 for none. */
  addFelderas(bytes: Uint8Array, start: number): number {
    let last = -1;
    for (let at = start; at >= 0; at = startOfNext(bytes, last)) {
      const end = this.#addOne(bytes, at);
      if (end < 0) return last;
      last = end;
    }
    return last;
  }

  /** Gives where it ends; -1 where it is not as Feldera writes it, or not all at hand. */
  #addOne(bytes: Uint8Array, start: number): number {
    for (let at = 0; at < FELDERAS.length; at++) if (bytes[start + at] !== FELDERAS[at]) return -1;
    const first = start + FELDERAS.length;
    let at = first;
    let index = 0;
    for (let byte = bytes[at]; isDigit(byte); byte = bytes[++at]) index = index * 10 + (byte - ZERO);
    const isPlain = at > first && at <= first + MAX_DIGITS && (bytes[first] !== ZERO || at === first + 1);
    if (!isPlain || bytes[at] !== CLOSING_BRACE) return -1;
    this.#text.push(index);
    return at + 1;
  }

  /** Adds any other, which is at hand. */
  add(json: JsonSlices): void {
    let isFelderas = false;
    let text = -1;
    if (json.kind === "object") {
      json.enterObject();
      while (json.nextMember()) {
        if (json.keyIs("type")) isFelderas = json.textIs("FelderaMarker");
        else if (json.keyIs("name")) text = indexOrNone(json.number());
      }
    }
    this.#text.push(isFelderas ? text : NOT_FELDERAS);
  }
}

/** An index beyond the end of what it points into finds nothing there. */
export function indexOrNone(value: number): number {
  return (value | 0) === value ? value : -1;
}
