import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  added,
  compareMagnitudes,
  exactSums,
  type Int64,
  magnitude,
} from "../../../src/analysis/callgraph/int64.ts";
import { Int64Sums } from "../../../src/analysis/callgraph/int64-sums.ts";

const MOST = 2n ** 63n - 1n;
const LEAST = -(2n ** 63n);

/** Of every magnitude: small ones are numbers, as what reads them makes them. */
const int64 = fc
  .tuple(fc.bigInt({ min: LEAST, max: MOST }), fc.integer({ min: 0, max: 63 }))
  .map(([value, shift]): Int64 => {
    const shifted = value >> BigInt(shift);
    return Number.isSafeInteger(Number(shifted)) ? Number(shifted) : shifted;
  });

function wrapped(sum: bigint): bigint {
  return BigInt.asIntN(64, sum);
}

describe("added", () => {
  test("is the sum, which wraps around at 64 bits", () => {
    fc.assert(
      fc.property(int64, int64, (left, right) => {
        expect(BigInt(added(left, right))).toBe(wrapped(BigInt(left) + BigInt(right)));
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  test.each([
    [2 ** 53 - 1, 1, 2n ** 53n],
    [2 ** 53 - 1, 2, 2n ** 53n + 1n],
    [MOST, 1, LEAST],
    [2n ** 60n, -(2n ** 60n), 0],
  ])("%s and %s make %s", (left, right, sum) => {
    expect(added(left, right)).toBe(sum);
  });
});

test("magnitudes have no sign, but for the least integer, whose counterpart does not exist", () => {
  fc.assert(
    fc.property(int64, (value) => {
      const positive = BigInt(value) < 0n ? -BigInt(value) : BigInt(value);
      expect(BigInt(magnitude(value))).toBe(wrapped(positive));
    }),
    { numRuns: 500, seed: 2 },
  );
  expect(magnitude(LEAST)).toBe(LEAST);
});

test("magnitudes are compared to the last digit", () => {
  expect(compareMagnitudes(2n ** 60n, -(2n ** 60n) - 1n)).toBe(-1);
  expect(compareMagnitudes(-3, 3)).toBe(0);
  expect(compareMagnitudes(2 ** 53 - 1, 2n ** 53n)).toBe(-1);
});

describe("Int64Sums", () => {
  test("are those of bigints", () => {
    const additions = fc.array(fc.record({ index: fc.nat({ max: 5 }), value: int64 }), { maxLength: 60 });
    fc.assert(
      fc.property(additions, (list) => {
        const sums = new Int64Sums();
        const expected = Array.from({ length: 6 }, () => 0n);
        for (let index = 0; index < 6; index++) sums.add(index, 0);
        for (const { index, value } of list) {
          sums.add(index, value);
          expected[index] = wrapped((expected[index] ?? 0n) + BigInt(value));
        }
        expect(expected.map((_, index) => BigInt(sums.at(index)))).toEqual(expected);
        expect([...sums.toArray()].map(BigInt)).toEqual(expected);
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  test("stay in doubles as long as these hold them", () => {
    const sums = new Int64Sums();
    sums.add(0, 2 ** 52);
    sums.add(0, 2 ** 52 - 1);
    expect(sums.toArray()).toEqual(Float64Array.of(2 ** 53 - 1));
    sums.add(0, 2);
    expect(sums.toArray()).toEqual(BigInt64Array.of(2n ** 53n + 1n));
  });
});

test("exactSums of what sums up in doubles are those of bigints", () => {
  const weights = fc.array(fc.bigInt({ min: LEAST, max: MOST }), { maxLength: 200 });
  fc.assert(
    fc.property(weights, (list) => {
      const [[sum = 0] = []] = exactSums(BigInt64Array.from(list), (part) => [
        Float64Array.of(part.reduce((total, weight) => total + weight, 0)),
      ]);
      expect(BigInt(sum)).toBe(wrapped(list.reduce((total, weight) => total + weight, 0n)));
    }),
    { numRuns: 500, seed: 4 },
  );
});
