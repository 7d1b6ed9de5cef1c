import fc from "fast-check";
import { expect, test } from "vitest";
import { ticks, tickText } from "../../src/page/time/ticks.ts";

test("Ticks lie within what is shown, one step apart, and no more than there is room for", () => {
  const moments = fc.integer({ min: 0, max: Date.UTC(2040, 0) });
  const spans = fc.integer({ min: 1000, max: 4e10 });
  fc.assert(
    fc.property(moments, spans, fc.integer({ min: 2, max: 20 }), (from, span, most) => {
      const { at, step } = ticks(from, from + span, most);
      expect(at.length).toBeLessThanOrEqual(most + 1);
      for (const [index, ms] of at.entries()) {
        expect(ms).toBeGreaterThanOrEqual(from);
        expect(ms).toBeLessThanOrEqual(from + span);
        expect(ms % step).toBe(0);
        if (index > 0) expect(ms - (at[index - 1] ?? 0)).toBe(step);
      }
    }),
  );
});

test("A tick has no more than its step tells apart, and a day's first has the day", () => {
  const ms = Date.UTC(2026, 10, 21, 7, 46, 19);
  expect(tickText(ms, 5000)).toBe("07:46:19");
  expect(tickText(ms, 60_000)).toBe("07:46");
  expect(tickText(ms, 86_400_000)).toBe("11-21");
  expect(tickText(Date.UTC(2026, 10, 21), 3_600_000)).toBe("11-21");
});
