import fc from "fast-check";
import { expect, test } from "vitest";
import { firstEndingAfter, layoutFlame } from "../../src/page/flame/layout.ts";

/** A tree of frames: a parent before its children, which together are no wider than it. */
const trees = fc
  .array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 100 }), fc.boolean()), { minLength: 1, maxLength: 60 })
  .map((drawn) => {
    const parent: number[] = [];
    const total: number[] = [];
    const free: number[] = [];
    for (const [pick, share] of drawn) {
      const above = parent.length === 0 ? -1 : (pick % (parent.length + 1)) - 1;
      const weight = Math.floor(((above < 0 ? 1000 : (free[above] ?? 0)) * share) / 100);
      if (above >= 0) free[above] = (free[above] ?? 0) - weight;
      parent.push(above);
      total.push(weight);
      free.push(weight);
    }
    const zeros = total.map(() => 0);
    const hidden = drawn.map(([, , isHidden]) => isHidden);
    return {
      frames: {
        function: zeros,
        parent,
        total,
        self: free,
        operator: zeros,
        left_out: zeros,
        left_out_total: zeros,
      },
      isHidden: (frame: number) => hidden[frame] === true,
    };
  });

test("Frames stand within what calls them, and none over another", () => {
  fc.assert(
    fc.property(trees, ({ frames: { parent, total }, frames, isHidden }) => {
      const { from, rows } = layoutFlame(frames, isHidden);
      for (const [frame, above] of parent.entries()) {
        if (above < 0) continue;
        expect(from[frame]).toBeGreaterThanOrEqual(from[above] ?? 0);
        expect((from[frame] ?? 0) + (total[frame] ?? 0)).toBeLessThanOrEqual(
          (from[above] ?? 0) + (total[above] ?? 0),
        );
      }
      for (const inRow of rows) {
        for (const [at, frame] of inRow.slice(1).entries()) {
          const before = inRow[at] ?? 0;
          expect(from[frame]).toBeGreaterThanOrEqual((from[before] ?? 0) + (total[before] ?? 0));
        }
      }
    }),
  );
});

test("To hide frames moves others up and nothing aside; all others are still shown, once", () => {
  fc.assert(
    fc.property(trees, ({ frames, isHidden }) => {
      const whole = layoutFlame(frames, () => false);
      const folded = layoutFlame(frames, isHidden);
      expect([...folded.from]).toEqual([...whole.from]);
      const shown = folded.rows.flat().sort((a, b) => a - b);
      expect(shown).toEqual(frames.total.map((_, frame) => frame).filter((frame) => !isHidden(frame)));
      for (const frame of shown) expect(folded.row[frame]).toBeLessThanOrEqual(whole.row[frame] ?? 0);
    }),
  );
});

test("The first frame that is seen is found as by looking at each", () => {
  fc.assert(
    fc.property(trees, fc.integer({ min: 0, max: 1000 }), ({ frames, isHidden }, place) => {
      const layout = layoutFlame(frames, isHidden);
      for (const inRow of layout.rows) {
        const wide = inRow.filter((frame) => (frames.total[frame] ?? 0) > 0);
        const found = firstEndingAfter(inRow, place, layout);
        const seen = wide.find((frame) => (layout.from[frame] ?? 0) + (frames.total[frame] ?? 0) > place);
        expect(inRow.slice(found).find((frame) => (frames.total[frame] ?? 0) > 0)).toBe(seen);
      }
    }),
  );
});

test("Where two profiles are compared, what is gone is as wide as it was, and stands within what called it", () => {
  const changes = fc.array(fc.integer({ min: -500, max: 100 }), { minLength: 60, maxLength: 60 });
  fc.assert(
    fc.property(trees, changes, ({ frames, isHidden }, by) => {
      const change = frames.total.map((now, frame) => Math.min(now, by[frame] ?? 0));
      const { from, widths } = layoutFlame({ ...frames, change }, isHidden);
      for (const [frame, above] of frames.parent.entries()) {
        const now = frames.total[frame] ?? 0;
        expect(widths[frame]).toBeGreaterThanOrEqual(Math.max(now, now - (change[frame] ?? 0)));
        if (above < 0) continue;
        const right = (from[above] ?? 0) + (widths[above] ?? 0);
        expect((from[frame] ?? 0) + (widths[frame] ?? 0)).toBeLessThanOrEqual(right);
      }
    }),
  );
});
