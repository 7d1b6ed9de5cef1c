/** A power of two. */
const PLACES = 2048;
/** A longer text seldom comes twice. */
const LONGEST_TEXT = 64;
const LAST_OF_ASCII = 0x7f;

/** Strings out of bytes: one that comes again and again, as states and versions do, is made once. */
export class RecurringTexts {
  readonly #texts = new Array<string>(PLACES).fill("");

  /** What stands there in UTF-8. */
  at(bytes: Buffer, start: number, end: number): string {
    if (end - start > LONGEST_TEXT) return bytes.toString("utf8", start, end);
    let hash = end - start;
    let units = 0;
    for (let i = start; i < end; i++) {
      const byte = bytes[i] ?? 0;
      units |= byte;
      hash = (hash * 31 + byte) | 0;
    }
    if (units > LAST_OF_ASCII) return bytes.toString("utf8", start, end);
    const place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    const known = this.#texts[place] ?? "";
    if (isAt(known, bytes, start, end)) return known;
    const text = bytes.toString("utf8", start, end);
    this.#texts[place] = text;
    return text;
  }
}

/** Of texts of ASCII. */
function isAt(text: string, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = text.length - 1; i >= 0; i--) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
