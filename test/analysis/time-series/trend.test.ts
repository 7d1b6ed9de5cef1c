import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SeriesFacts, seriesFacts } from "../../../src/analysis/time-series/trend.ts";

const second = (values: readonly number[]) => values.map((value, i) => ({ ms: i * 1000, value }));

describe("the facts of a series", () => {
  test("of no points are none", () => {
    expect(seriesFacts([])).toBeUndefined();
  });

  test("are its extremes, its last value and its median", () => {
    expect(seriesFacts(second([4, 1, 3, 2]))).toEqual({
      min: 1,
      max: 4,
      last: 2,
      median: 2.5,
      buckets: [4, 1, 3, 2],
    });
  });

  test("tell a straight line by its slope", () => {
    const { trend } = seriesFacts(second(Array.from({ length: 61 }, (_, i) => 100 + 2 * i))) ?? {};
    expect(trend?.direction).toBe("rising");
    expect(trend?.per_sec).toBeCloseTo(2, 9);
    expect(trend?.change).toBeCloseTo(120, 9);
  });

  test("are not moved by an outlier", () => {
    const values = Array.from({ length: 30 }, (_, i) => 100 + (i % 2) + (i === 20 ? 1e6 : 0));
    expect(seriesFacts(second(values))?.trend?.direction).toBe("steady");
  });

  test("call a change of less than half a percent steady", () => {
    const values = Array.from({ length: 30 }, (_, i) => 1e6 + i);
    expect(seriesFacts(second(values))?.trend).toEqual({ direction: "steady", change: 29, per_sec: 1 });
  });

  test("call what swings a thousandfold uneven", () => {
    const values = Array.from({ length: 60 }, (_, i) => (i % 5 === 0 ? 10_000 : 10));
    expect(seriesFacts(second(values))?.trend?.direction).toBe("uneven");
  });

  test("call what swings by half steady", () => {
    const values = Array.from({ length: 60 }, (_, i) => (i % 5 === 0 ? 15 : 10));
    expect(seriesFacts(second(values))?.trend?.direction).toBe("steady");
  });

  test("tell a jump from a slope", () => {
    const jump = Array.from({ length: 60 }, (_, i) => (i < 30 ? 158 : 297));
    expect(seriesFacts(second(jump))?.trend).toMatchObject({ direction: "rising", course: "one_jump" });
    const slope = Array.from({ length: 60 }, (_, i) => 158 + i);
    expect(seriesFacts(second(slope))?.trend).not.toHaveProperty("course");
  });

  test("tell what has filled from what still rises", () => {
    const fills = Array.from({ length: 60 }, (_, i) => 100 + Math.min(i, 30) * 5);
    expect(seriesFacts(second(fills))?.trend).toMatchObject({ direction: "rising", course: "levelled_off" });
  });

  test("of four points hold no trend", () => {
    expect(seriesFacts(second([1, 2, 3, 4]))).not.toHaveProperty("trend");
  });

  const points = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), {
    minLength: 1,
    maxLength: 200,
  });

  test("keep their schema, and every bucket between the extremes", () => {
    fc.assert(
      fc.property(points, (values) => {
        const facts = SeriesFacts.parse(seriesFacts(second(values)));
        expect(facts.buckets.length).toBe(Math.min(values.length, 30));
        for (const bucket of facts.buckets) {
          expect(bucket).toBeGreaterThanOrEqual(facts.min - 1e-3);
          expect(bucket).toBeLessThanOrEqual(facts.max + 1e-3);
        }
      }),
    );
  });

  test("turn with the series", () => {
    const opposite = { rising: "falling", falling: "rising", steady: "steady", uneven: "uneven" } as const;
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 80 }),
        (values) => {
          const { trend } = seriesFacts(second(values)) ?? {};
          const { trend: turned } = seriesFacts(second(values.map((value) => -value))) ?? {};
          expect(trend && opposite[trend.direction]).toBe(turned?.direction);
        },
      ),
    );
  });
});
