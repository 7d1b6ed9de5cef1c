import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { innermostIntervals } from "../../../../src/analysis/firefox/operators/innermost-interval.ts";

function innermost(times: readonly number[], intervals: readonly (readonly [number, number])[]): number[] {
  const startMs = Float64Array.from(intervals, ([start]) => start);
  const endMs = Float64Array.from(intervals, ([, end]) => end);
  return [...innermostIntervals(Float64Array.from(times), { startMs, endMs })];
}

describe("the innermost interval of a time", () => {
  test("is the one that holds it, both ends included", () => {
    expect(innermost([0, 1, 2, 3, 4], [[1, 3]])).toEqual([-1, 0, 0, 0, -1]);
  });

  test("is the last that started of those that nest", () => {
    expect(
      innermost(
        [1, 2.5, 4, 6],
        [
          [0, 10],
          [2, 5],
          [3, 4],
        ],
      ),
    ).toEqual([0, 1, 2, 0]);
  });

  test("is the later one where two overlap, and the earlier one again only if it lasts longer", () => {
    expect(
      innermost(
        [1, 3, 5],
        [
          [0, 4],
          [2, 6],
        ],
      ),
    ).toEqual([0, 1, 1]);
  });

  test("is found for times in any order", () => {
    expect(
      innermost(
        [6, 3, 1],
        [
          [0, 2],
          [5, 7],
        ],
      ),
    ).toEqual([1, -1, 0]);
  });

  test("is what looking at every interval finds", () => {
    const interval = fc
      .tuple(fc.nat(30), fc.nat(8))
      .map(([start, length]) => [start, start + length] as const);
    fc.assert(
      fc.property(fc.array(fc.nat(40)), fc.array(interval, { maxLength: 20 }), (times, unsorted) => {
        const intervals = unsorted.toSorted((a, b) => a[0] - b[0] || b[1] - a[1]);
        const expected = times.map((time) =>
          intervals.findLastIndex(([start, end]) => start <= time && time <= end),
        );
        expect(innermost(times, intervals)).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
