/** An integer of 64 bits: a number where that is exact, else a bigint. */
export type Int64 = number | bigint;

/** Integers of 64 bits: doubles where all of them and their sums are exact, else bigints. */
export type Int64Array = Float64Array | BigInt64Array;

/** The sum, which wraps around at 64 bits as Go's does. */
export function added(left: Int64, right: Int64): Int64 {
  if (typeof left === "number" && typeof right === "number") {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return normal(BigInt.asIntN(64, BigInt(left) + BigInt(right)));
}

/** The value without its sign; the least integer of all keeps its own, having no counterpart. */
export function magnitude(value: Int64): Int64 {
  if (value >= 0) return value;
  return typeof value === "number" ? -value : normal(BigInt.asIntN(64, -value));
}

/** Orders by magnitude, the smallest first. */
export function compareMagnitudes(left: Int64, right: Int64): number {
  const [smaller, larger] = [magnitude(left), magnitude(right)];
  if (smaller < larger) return -1;
  return smaller > larger ? 1 : 0;
}

/**
 * Sums of weights that are exact in 64 bits, whatever sums them up in doubles: weights beyond 2^53 are summed up
 * in three parts of few bits each.
 *
 * @param sumsOf computes sums that are linear in the weights
 */
export function exactSums(
  weights: Int64Array,
  sumsOf: (weights: Float64Array) => readonly Float64Array[],
): readonly Int64Array[] {
  if (weights instanceof Float64Array) return sumsOf(weights);
  const [low = [], middle = [], high = []] = [
    sumsOf(Float64Array.from(weights, (weight) => Number(weight & PART_MASK))),
    sumsOf(Float64Array.from(weights, (weight) => Number((weight >> PART_BITS) & PART_MASK))),
    sumsOf(Float64Array.from(weights, (weight) => Number(weight >> (2n * PART_BITS)))),
  ];
  return low.map((sums, index) =>
    BigInt64Array.from(sums, (sum, at) => {
      const above = (big(high[index]?.[at]) << PART_BITS) + big(middle[index]?.[at]);
      return (above << PART_BITS) + BigInt(sum);
    }),
  );
}

/** A part of 22 bits leaves a double room for two thousand million of them. */
const PART_BITS = 22n;
const PART_MASK = (1n << PART_BITS) - 1n;

function big(sum = 0): bigint {
  return BigInt(sum);
}

function normal(value: bigint): Int64 {
  const rounded = Number(value);
  return Number.isSafeInteger(rounded) ? rounded : value;
}
