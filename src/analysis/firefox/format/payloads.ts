import { Int32List } from "../../callgraph/int32-list.ts";
import { CLOSING_BRACE, isDigit, ZERO } from "../../json-bytes.ts";
import type { JsonSlices } from "../../json-slices.ts";

/** As Feldera writes them, up to a number and the closing brace. */
const FELDERAS = new TextEncoder().encode('{"type":"FelderaMarker","name":');

/** With that many digits a number is below 2^31. */
const MAX_DIGITS = 9;

/** What of the elements of `markers.data` is read: they come by the hundred thousand, and are not kept. */
export class Payloads {
  /** 1 where it is one of Feldera's. */
  readonly isFelderas: Uint8Array;
  /** Index into the strings of the marker's text, -1 without one. */
  readonly text: Int32Array;

  constructor(isFelderas: Uint8Array, text: Int32Array) {
    this.isFelderas = isFelderas;
    this.text = text;
  }
}

/** Reads them one after the other. */
export class PayloadReader {
  readonly #isFelderas = new Int32List();
  readonly #text = new Int32List();

  /** In no more memory than they need: lists have room for many more, and there may be a thousand. */
  payloads(): Payloads {
    return new Payloads(Uint8Array.from(this.#isFelderas.toArray()), this.#text.toArray().slice());
  }

  /** Adds one that is as Feldera writes it, and gives where it ends; -1 where it is not, or not all at hand. */
  addFelderas(bytes: Uint8Array, start: number): number {
    for (let at = 0; at < FELDERAS.length; at++) if (bytes[start + at] !== FELDERAS[at]) return -1;
    const first = start + FELDERAS.length;
    let at = first;
    let index = 0;
    for (let byte = bytes[at]; isDigit(byte); byte = bytes[++at]) index = index * 10 + (byte - ZERO);
    const isPlain = at > first && at <= first + MAX_DIGITS && (bytes[first] !== ZERO || at === first + 1);
    if (!isPlain || bytes[at] !== CLOSING_BRACE) return -1;
    this.#add(true, index);
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
    this.#add(isFelderas, text);
  }

  #add(isFelderas: boolean, text: number): void {
    this.#isFelderas.push(isFelderas ? 1 : 0);
    this.#text.push(text);
  }
}

/** An index beyond the end of what it points into finds nothing there. */
export function indexOrNone(value: number): number {
  return (value | 0) === value ? value : -1;
}
