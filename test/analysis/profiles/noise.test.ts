import { describe, expect, test } from "vitest";
import { samplingDeviation } from "../../../src/analysis/profiles/noise.ts";

/** As Feldera has jemalloc set. */
const RATE = 2 ** 19;
const RUNS = 4000;

/** Estimates of what `count` allocations of `size` bytes weigh, each from a sampling of its own. */
function estimates(count: number, size: number): number[] {
  const random = randomNumbers(size);
  const probability = 1 - Math.exp(-size / RATE);
  return Array.from({ length: RUNS }, () => {
    let sampled = 0;
    for (let index = 0; index < count; index++) if (random() < probability) sampled++;
    return (sampled * size) / probability;
  });
}

/** Numbers in [0, 1) by xorshift, the same for the same seed. */
function randomNumbers(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

describe("simulated sampling", () => {
  test.each([
    ["much smaller than the distance", 4096, 4096],
    ["of a sixteenth", 32_768, 600],
    ["as large", RATE, 40],
    ["four times as large", 4 * RATE, 20],
  ])("of allocations %s deviates by the formula", (_, size, count) => {
    const values = estimates(count, size);
    const weighs = size / (1 - Math.exp(-size / RATE));
    const expected = Math.sqrt(count * size * (weighs - size));
    expect(mean(values) / (count * size)).toBeCloseTo(1, 1);
    expect(deviationOf(values) / expected).toBeCloseTo(1, 1);
    expect(deviationOf(values)).toBeLessThan(samplingDeviation(count * size, RATE) * 1.05);
  });

  test("of small allocations reaches the bound", () => {
    const bound = samplingDeviation(4096 * 4096, RATE);
    expect(deviationOf(estimates(4096, 4096)) / bound).toBeCloseTo(1, 1);
  });
});

test("a site of one sample deviates by all that it weighs", () => {
  expect(samplingDeviation(RATE, RATE)).toBe(RATE);
  expect(samplingDeviation(0, RATE)).toBe(0);
  expect(samplingDeviation(-4 * RATE, RATE)).toBe(2 * RATE);
});
