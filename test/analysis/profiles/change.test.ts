import { describe, expect, test } from "vitest";
import { changeBetween } from "../../../src/analysis/profiles/change.ts";

const exact = (value: number) => ({ value, deviation: undefined });

describe("a change", () => {
  test.each([
    [10, 25, "grew"],
    [25, 10, "shrank"],
    [0, 10, "new"],
    [10, 0, "gone"],
    [10, 10, "same"],
    [0, 0, "same"],
    [-10, 5, "grew"],
  ])("from %d to %d is told by its direction: %s", (before, after, direction) => {
    expect(changeBetween(exact(before), exact(after))).toEqual({
      before,
      after,
      change: after - before,
      direction,
    });
  });

  test.each([
    [15, true],
    [15.001, false],
    [-15, true],
    [-15.001, false],
    [0, true],
  ])("of %d is within noise up to three standard deviations of both figures: %s", (change, isWithin) => {
    const { noise } = changeBetween({ value: 100, deviation: 3 }, { value: 100 + change, deviation: 4 });
    expect(noise).toMatchObject({ deviation: 5, isWithin });
    expect(noise?.deviations).toBeCloseTo(change / 5, 9);
  });

  test("of figures that sampling cannot have missed is none of noise", () => {
    const none = { value: 0, deviation: 0 };
    expect(changeBetween(none, none).noise).toEqual({ deviation: 0, deviations: 0, isWithin: true });
  });
});
