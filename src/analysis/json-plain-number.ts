import { endsScalar, isDigit, MINUS, POINT, spells, ZERO } from "./json-bytes.ts";

/** null, as NaN, or a number of digits and perhaps a decimal point, of no more of them than can be read exactly. */
export class PlainNumber {
  value = 0;

  /** Reads what begins there; gives where it ends, -1 where it is not plain or not all at hand. */
  read(bytes: Uint8Array, start: number): number {
    return bytes[start] === LETTER_N ? this.#readNull(bytes, start) : this.#readNumber(bytes, start);
  }

  #readNull(bytes: Uint8Array, start: number): number {
    const end = start + NULL.length;
    if (!spells(bytes, start, NULL) || !endsScalar(bytes[end])) return -1;
    this.value = Number.NaN;
    return end;
  }

  #readNumber(bytes: Uint8Array, start: number): number {
    const isNegative = bytes[start] === MINUS;
    const first = isNegative ? start + 1 : start;
    let at = first;
    let digits = 0;
    let byte = bytes[at];
    for (; isDigit(byte); byte = bytes[++at]) digits = digits * 10 + (byte - ZERO);
    if (at === first || (bytes[first] === ZERO && at > first + 1)) return -1;
    let afterPoint = 0;
    if (byte === POINT) {
      const point = at;
      byte = bytes[++at];
      for (; isDigit(byte); byte = bytes[++at]) digits = digits * 10 + (byte - ZERO);
      afterPoint = at - point - 1;
      if (afterPoint === 0) return -1;
    }
    const power = EXACT_POWERS_OF_TEN[afterPoint];
    if (power === undefined || digits > Number.MAX_SAFE_INTEGER || !endsScalar(byte)) return -1;
    this.value = isNegative ? -digits / power : digits / power;
    return at;
  }
}

const LETTER_N = 0x6e;
const NULL = "null";

/** A quotient of integers and powers of ten that are exact is rounded once, as the decimal number would be. */
const EXACT_POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
