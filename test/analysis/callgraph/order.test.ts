import fc from "fast-check";
import { expect, test } from "vitest";
import { compareUtf8 } from "../../../src/analysis/callgraph/order.ts";

test("compareUtf8 orders as the bytes of UTF-8 do", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "\ud7ff", "\ue000", "\uffff", "𐐷", "😀") });
  fc.assert(
    fc.property(text, text, (left, right) => {
      expect(compareUtf8(left, right)).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
    }),
    { numRuns: 1000, seed: 1 },
  );
});
