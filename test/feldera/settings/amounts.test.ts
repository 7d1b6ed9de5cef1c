import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDuration } from "../../../src/feldera/settings/duration.ts";
import { parseSize } from "../../../src/feldera/settings/size.ts";

const MOST = 2n ** 64n - 1n;

const SIZES: readonly (readonly [string, bigint])[] = [
  ["", 1n],
  ["k", 10n ** 3n],
  ["K", 10n ** 3n],
  ["M", 10n ** 6n],
  ["G", 10n ** 9n],
  ["T", 10n ** 12n],
  ["P", 10n ** 15n],
  ["E", 10n ** 18n],
  ["Ki", 1n << 10n],
  ["Mi", 1n << 20n],
  ["Gi", 1n << 30n],
  ["Ti", 1n << 40n],
  ["Pi", 1n << 50n],
  ["Ei", 1n << 60n],
];

const NANOSECONDS: readonly (readonly [string, bigint])[] = [
  ["ns", 1n],
  ["us", 10n ** 3n],
  ["µs", 10n ** 3n],
  ["μs", 10n ** 3n],
  ["ms", 10n ** 6n],
  ["s", 10n ** 9n],
  ["m", 60n * 10n ** 9n],
  ["h", 3_600n * 10n ** 9n],
  ["d", 86_400n * 10n ** 9n],
];

const digits = (maxLength: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${maxLength}}$`));

/** The number that is written `whole.fraction`, times `per`, to the nearest, halves up. */
function exactly(whole: string, fraction: string, per: bigint): bigint {
  const denominator = 10n ** BigInt(fraction.length);
  return (2n * BigInt(whole + fraction) * per + denominator) / (2n * denominator);
}

describe("a size", () => {
  test.each([
    ["16G", 16_000_000_000n],
    ["16Gi", 17_179_869_184n],
    ["1.5G", 1_500_000_000n],
    ["1.1Gi", 1_181_116_006n],
    ["1181116006B", 1_181_116_006n],
    ["0B", 0n],
    ["512MiB", 536_870_912n],
    ["+1k", 1_000n],
    [".5Ki", 512n],
    ["5.M", 5_000_000n],
    ["18446744073709551615", MOST],
  ])("of %s is %i bytes", (text, amount) => {
    expect(parseSize(text)).toMatchObject({ amount });
  });

  test.each(SIZES)("counts whole units of %j exactly, with or without a B behind them", (unit, per) => {
    fc.assert(
      fc.property(fc.bigInt(0n, MOST / per), fc.constantFrom("", "B"), (count, b) => {
        expect(parseSize(`${count}${unit}${b}`)).toEqual({ amount: count * per, hasUnit: unit + b !== "" });
      }),
    );
  });

  test.each(SIZES)("takes fractions of %j to the nearest byte", (unit, per) => {
    fc.assert(
      fc.property(digits(1), digits(18), (whole, fraction) => {
        expect(parseSize(`${whole}.${fraction}${unit}`)).toMatchObject({
          amount: exactly(whole, fraction, per),
        });
      }),
    );
  });

  test.each([
    ["", "no number"],
    ["+", "no number"],
    [".", "no number"],
    ["Mi", "no number"],
    ["lots", "unknown unit"],
    ["16 G", "unknown unit"],
    [" 16G", "unknown unit"],
    ["16g", "unknown unit"],
    ["16GB/s", "unknown unit"],
    ["16m", "unknown unit"],
    ["1e9", "unknown unit"],
    ["1.2.3G", "unknown unit"],
    ["16G\n", "unknown unit"],
    ["16BB", "unknown unit"],
    ["-1G", "negative"],
    ["18446744073709551616", "too large"],
    ["19E", "too large"],
    ["9".repeat(100_000), "too large"],
  ])("of %j is none: %s", (text, wrong) => {
    expect(parseSize(text)).toEqual({ wrong });
  });
});

describe("a duration", () => {
  test.each([
    ["0", 0n],
    ["500ms", 500_000_000n],
    ["1h30m", 5_400_000_000_000n],
    ["2d", 172_800_000_000_000n],
    ["1.5h", 5_400_000_000_000n],
    ["1d2h3m4s5ms6us7ns", 93_784_005_006_007n],
    ["+5.s", 5_000_000_000n],
    ["1s1s", 2_000_000_000n],
  ])("of %s is %i ns", (text, amount) => {
    expect(parseDuration(text)).toEqual({ amount, hasUnit: true });
  });

  test.each(NANOSECONDS)("counts whole units of %s exactly", (unit, per) => {
    fc.assert(
      fc.property(fc.bigInt(0n, (MOST * 10n ** 9n) / per / 10n ** 3n), (count) => {
        fc.pre(count.toString().length <= 20);
        expect(parseDuration(`${count}${unit}`)).toMatchObject({ amount: count * per });
      }),
    );
  });

  test("is the sum of its terms, in whatever order, fractions to the nearest ns", () => {
    const term = fc.tuple(digits(9), digits(9), fc.constantFrom(...NANOSECONDS));
    fc.assert(
      fc.property(fc.array(term, { minLength: 1, maxLength: 8 }), (terms) => {
        const text = terms.map(([whole, fraction, [unit]]) => `${whole}.${fraction}${unit}`).join("");
        const amount = terms.reduce(
          (sum, [whole, fraction, [, per]]) => sum + exactly(whole, fraction, per),
          0n,
        );
        expect(parseDuration(text)).toMatchObject({ amount });
      }),
    );
  });

  test.each([
    ["", "no number"],
    ["s", "no number"],
    ["1hm", "unknown unit"],
    ["1h m", "unknown unit"],
    ["30", "no unit"],
    ["1h30", "no unit"],
    ["1..2s", "no unit"],
    ["forever", "unknown unit"],
    ["1w", "unknown unit"],
    ["1 s", "unknown unit"],
    ["-1s", "negative"],
    ["18446744073709551616s", "too large"],
    [`${"9".repeat(100_000)}s`, "too large"],
  ])("of %j is none: %s", (text, wrong) => {
    expect(parseDuration(text)).toEqual({ wrong });
  });
});
