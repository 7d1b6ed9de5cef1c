/** Feldera keeps sizes, and the seconds of durations, in 64 bits. */
export const MOST = 2n ** 64n - 1n;

/** Why a setting has no value that Feldera would take. */
export const UNREADABLE = [
  "no number",
  "unknown unit",
  "no unit",
  "negative",
  "not a whole number",
  "too large",
  "wrong kind",
  "written twice",
] as const;

export type Unreadable = (typeof UNREADABLE)[number];

/** An exact amount in the smallest unit (bytes, or nanoseconds), or why there is none. */
export type Amount =
  | { readonly amount: bigint; readonly hasUnit: boolean; readonly wrong?: never }
  | { readonly wrong: Unreadable; readonly amount?: never };

/** Digits after the point that Feldera reads. */
const FRACTION_DIGITS = 18;

/** More digits than a number of 64 bits has. */
const TOO_MANY_DIGITS = 21;

/**
 * `whole.fraction` units, where a unit is `per` of the smallest; the fraction is rounded to the nearest, halves up.
 * Undefined where that is too large by far.
 */
export function scaled(whole: string, fraction: string, per: bigint): bigint | undefined {
  const digits = whole.replace(/^0+/, "");
  if (digits.length >= TOO_MANY_DIGITS) return undefined;
  const read = fraction.slice(0, FRACTION_DIGITS);
  const denominator = 10n ** BigInt(read.length);
  return BigInt(digits) * per + (BigInt(read) * per + denominator / 2n) / denominator;
}

/** A bare number counts a unit, which its setting's former name tells. */
export function counted(count: number | bigint, per: bigint): Amount {
  if (count < 0) return { wrong: "negative" };
  if (typeof count === "number" && !Number.isInteger(count)) return { wrong: "not a whole number" };
  return BigInt(count) > MOST ? { wrong: "too large" } : { amount: BigInt(count) * per, hasUnit: true };
}
