import fc from "fast-check";
import { expect, test } from "vitest";
import { scaleOf } from "../../src/page/history/scale.ts";

const MIB = 2 ** 20;
const limitOf = (value: number) => ({ limit: { value, says: "memory limit" } });

test("A limit far above the use is not on the axis, which has the use", () => {
  const scale = scaleOf({ unit: "bytes", min: 100 * MIB, max: 440 * MIB, ...limitOf(22_900 * MIB) });
  expect(scale.hasLimit).toBe(false);
  expect(scale.from).toBe(0);
  expect(scale.to).toBeLessThan(500 * MIB);
});

test("A limit that is near, or passed, is on the axis from 0 on", () => {
  for (const max of [1100, 3000]) {
    const scale = scaleOf({ unit: "bytes", min: 990 * MIB, max: max * MIB, ...limitOf(2048 * MIB) });
    expect(scale.hasLimit).toBe(true);
    expect(scale.from).toBe(0);
    expect(scale.to).toBeGreaterThan(Math.max(max, 2048) * MIB);
  }
});

test("What grows a little on much is seen to grow, and what does not vary is not made to", () => {
  const heightOf = (min: number, max: number) => {
    const { from, to } = scaleOf({ unit: "bytes", min: min * MIB, max: max * MIB });
    return ((max - min) * MIB) / (to - from);
  };
  expect(heightOf(2000, 2120)).toBeGreaterThan(0.8);
  expect(heightOf(2000, 2008)).toBeLessThan(0.1);
});

test("Rates begin at 0", () => {
  expect(scaleOf({ unit: "records_per_s", min: 4900, max: 5000 }).from).toBe(0);
});

test("All of a series is on the axis, whatever its figures", () => {
  const figures = fc.double({ min: 0, max: 1e15, noNaN: true });
  const units = fc.constantFrom("bytes" as const, "records" as const, "records_per_s" as const);
  fc.assert(
    fc.property(
      units,
      figures,
      figures,
      fc.option(figures, { nil: undefined }),
      (unit, one, other, limit) => {
        const [min, max] = [Math.min(one, other), Math.max(one, other)];
        const { from, to, hasLimit } = scaleOf({
          unit,
          min,
          max,
          ...(limit !== undefined && limitOf(limit)),
        });
        expect(from).toBeLessThanOrEqual(min);
        expect(to).toBeGreaterThanOrEqual(max);
        expect(to).toBeGreaterThan(from);
        if (hasLimit) expect(to).toBeGreaterThanOrEqual(limit ?? 0);
      },
    ),
  );
});
