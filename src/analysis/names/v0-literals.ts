import { NotRustV0 } from "./v0-cursor.ts";

export const BASIC_TYPES: Readonly<Record<string, string>> = {
  a: "i8",
  b: "bool",
  c: "char",
  d: "f64",
  e: "str",
  f: "f32",
  h: "u8",
  i: "isize",
  j: "usize",
  l: "i32",
  m: "u32",
  n: "i128",
  o: "u128",
  p: "_",
  s: "i16",
  t: "u16",
  u: "()",
  v: "...",
  x: "i64",
  y: "u64",
  z: "!",
};

/** Hexadecimal digits as a decimal number, or as they are where the number has more than 64 bits. */
export function integerText(digits: string): string {
  const significant = digits.replace(/^0+/, "");
  return significant.length > 16 ? `0x${digits}` : BigInt(`0x0${significant}`).toString();
}

export function booleanText(digits: string): string {
  const value = integerText(digits);
  if (value !== "0" && value !== "1") throw new NotRustV0("neither true nor false");
  return value === "1" ? "true" : "false";
}

/** The character of this code point, as Rust writes it. */
export function characterText(digits: string): string {
  const point = Number(integerText(digits));
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw new NotRustV0("not a character");
  return quoted(String.fromCodePoint(point), "'");
}

/** The string of these UTF-8 bytes, as Rust writes it. */
export function stringText(digits: string): string {
  if (digits.length % 2 === 1) throw new NotRustV0("half a byte in a string");
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
  return quoted(utf8(bytes), '"');
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NotRustV0("a string that is not UTF-8");
  }
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\t": "\\t",
  "\r": "\\r",
  "\n": "\\n",
  "\\": "\\\\",
};

/** In quotes, with the escapes of Rust's `char::escape_debug`. */
function quoted(text: string, quote: string): string {
  const escaped = Array.from(text, (character) => {
    if (character === quote) return `\\${quote}`;
    const short = SHORT_ESCAPES[character];
    if (short !== undefined) return short;
    const isPrintable = character === " " || !/[\p{C}\p{Z}\p{Grapheme_Extend}]/u.test(character);
    return isPrintable ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`;
  });
  return quote + escaped.join("") + quote;
}
