import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { quantile } from "../../../src/analysis/metrics/quantile.ts";

const of = (buckets: { gt: number; le: number; count: number }[]) => ({ buckets, count: 0, sum: undefined });

describe("a quantile", () => {
  test("is linear within its bucket", () => {
    const histogram = of([
      { gt: 0.1, le: 0.2, count: 50 },
      { gt: 0.2, le: 0.6, count: 50 },
    ]);
    expect(quantile(histogram, 0.5)?.value).toBeCloseTo(0.2, 9);
    expect(quantile(histogram, 0.9)?.value).toBeCloseTo(0.52, 9);
    expect(quantile(histogram, 0.25)?.value).toBeCloseTo(0.15, 9);
  });

  test("in a lowest bucket without a bound below begins at 0", () => {
    expect(quantile(of([{ gt: -Infinity, le: 10, count: 4 }]), 0.5)).toEqual({ value: 5 });
    expect(quantile(of([{ gt: -Infinity, le: 0, count: 4 }]), 0.5)).toEqual({ value: 0, bound: "at most" });
  });

  test("in the open last bucket is more than its bound, and no more is known", () => {
    const histogram = of([
      { gt: 0, le: 1, count: 1 },
      { gt: 1, le: Infinity, count: 9 },
    ]);
    expect(quantile(histogram, 0.5)).toEqual({ value: 1, bound: "more than" });
    expect(quantile(of([{ gt: -Infinity, le: Infinity, count: 1 }]), 0.5)).toBeUndefined();
  });

  test("of nothing is not there", () => {
    expect(quantile(of([]), 0.5)).toBeUndefined();
  });

  test("lies in the bucket of the observation that it stands for, and grows with the share", () => {
    const observations = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(
        observations,
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 100 }),
        (all, a, b) => {
          const buckets = Array.from({ length: 10 }, (_, i) => {
            const [gt, le] = [i * 10, (i + 1) * 10];
            return { gt, le, count: all.filter((one) => one > gt && one <= le).length };
          }).filter(({ count }) => count > 0);
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          const value = (percent: number) => quantile(of(buckets), percent / 100)?.value ?? Number.NaN;
          expect(value(low)).toBeLessThanOrEqual(value(high));
          const exact = all.toSorted((x, y) => x - y)[Math.ceil((low * all.length) / 100) - 1] ?? Number.NaN;
          const gt = Math.floor((exact - 1) / 10) * 10;
          expect(value(low)).toBeGreaterThan(gt - 1e-9);
          expect(value(low)).toBeLessThanOrEqual(gt + 10 + 1e-9);
        },
      ),
    );
  });
});
