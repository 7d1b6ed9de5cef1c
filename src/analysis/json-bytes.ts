/** The bytes that JSON is built of. */
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const POINT = 0x2e;
export const ZERO = 0x30;
export const COLON = 0x3a;
export const OPENING_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSING_BRACKET = 0x5d;
export const OPENING_BRACE = 0x7b;
export const CLOSING_BRACE = 0x7d;

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

export function isDigit(byte: number | undefined): byte is number {
  return byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
}

/** Whether a number or a literal stands before this byte, and not beyond it. */
export function endsScalar(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSING_BRACE || byte === CLOSING_BRACKET || isSpace(byte);
}

/** Whether these bytes begin with the text, which is of ASCII. */
export function spells(bytes: Uint8Array, start: number, text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** Where an array's next element begins, of one that ends there; -1 where none is at hand right behind a comma. */
export function startOfNext(bytes: Uint8Array, end: number): number {
  const next = bytes[end + 1];
  const isAtHand = bytes[end] === COMMA && next !== undefined && next !== CLOSING_BRACKET && !isSpace(next);
  return isAtHand ? end + 1 : -1;
}
