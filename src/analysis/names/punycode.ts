/** Longer ones are no names that a person wrote; it also bounds the work, which grows with the square. */
const MAX_LENGTH = 256;

const BASE = 36;
const T_MIN = 1;
const T_MAX = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_POINT = 128;
const FIRST_BIAS = 72;

/**
 * Decodes Punycode (RFC 3492) as Rust's mangling writes it: `_` in place of `-`, and lower case only.
 *
 * @returns undefined where it is not Punycode, or longer than 256 characters
 */
export function decodePunycode(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const separator = text.lastIndexOf("_");
  const points = [...text.slice(0, Math.max(0, separator))];
  let point = FIRST_POINT;
  let bias = FIRST_BIAS;
  let insertAt = 0;
  let isFirst = true;
  let position = separator + 1;
  if (position === text.length) return undefined;
  while (position < text.length) {
    let delta = 0;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(text.charAt(position));
      if (digit === undefined) return undefined;
      position++;
      delta += digit * weight;
      const threshold = Math.min(T_MAX, Math.max(T_MIN, k - bias));
      if (digit < threshold) break;
      weight *= BASE - threshold;
      if (weight > 2 ** 31) return undefined;
    }
    insertAt += delta;
    const length = points.length + 1;
    bias = adapted(delta, length, isFirst);
    isFirst = false;
    point += Math.floor(insertAt / length);
    insertAt %= length;
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
    points.splice(insertAt, 0, String.fromCodePoint(point));
    insertAt++;
  }
  return points.join("");
}

function adapted(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / length);
  let k = 0;
  while (rest > ((BASE - T_MIN) * T_MAX) / 2) {
    rest = Math.floor(rest / (BASE - T_MIN));
    k += BASE;
  }
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}

function digitOf(character: string): number | undefined {
  if (character >= "a" && character <= "z") return character.charCodeAt(0) - 97;
  if (character >= "0" && character <= "9") return character.charCodeAt(0) - 22;
  return undefined;
}
