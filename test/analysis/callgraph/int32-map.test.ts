import fc from "fast-check";
import { expect, test } from "vitest";
import { Int32Map } from "../../../src/analysis/callgraph/int32-map.ts";

test("holds what a Map holds", () => {
  const key = fc.oneof(fc.nat({ max: 50 }), fc.nat({ max: 2 ** 31 - 2 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.nat()), { maxLength: 3000, size: "max" }), (entries) => {
      const [map, reference] = [new Int32Map(), new Map<number, number>()];
      for (const [each, value] of entries) {
        expect(map.get(each)).toBe(reference.get(each) ?? -1);
        map.set(each, value);
        reference.set(each, value);
      }
      for (const [each, value] of reference) expect(map.get(each)).toBe(value);
    }),
    { numRuns: 50, seed: 1 },
  );
});
