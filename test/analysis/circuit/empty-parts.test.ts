import { expect, test } from "vitest";
import { playedPipeline } from "../../support/compiled-program.ts";
import type { Counted } from "../../support/made-profile.ts";

const signsOf = (counted: Readonly<Record<string, Counted>>) =>
  playedPipeline("unions", counted).circuit_profile;
const partsOf = (counted: Readonly<Record<string, Counted>>) => signsOf(counted)?.empty_parts;

const many = { in: 4_000, out: 4_000 };
const nothing = { in: 0, out: 0 };

/** UNION ALL of north, south and the sales of west, once for its view and once for the totals over it. */
const sales = (south: Counted, west: Counted) => ({
  s0: many,
  s1: many,
  s2: south,
  s3: south,
  s4: many,
  s6: west,
  s9: many,
  s10: south,
  s11: west,
});

test("a part of a UNION whose condition none of its rows meets is told once, however often the view is used", () => {
  expect(partsOf(sales(many, { in: 4_000, out: 0 }))).toMatchObject([
    {
      view: "all_sales",
      tables: ["west"],
      dead_end: { kind: "filter", condition: "kind = 'sale'", records_in: 4_000 },
    },
  ]);
});

test("so is one of a table of which no row has come", () => {
  expect(partsOf(sales(nothing, many))).toEqual([{ view: "all_sales", tables: ["south"] }]);
});

test("none is told where all parts give something, or none does", () => {
  expect(partsOf(sales(many, many))).toEqual([]);
  const all = Object.keys(sales(many, many)).map((name) => [name, nothing]);
  expect(partsOf(Object.fromEntries(all))).toEqual([]);
  expect(signsOf(Object.fromEntries(all))?.empty_views).toContain("all_sales");
});

test("a UNION of which one part gives something is no empty view", () => {
  expect(signsOf(sales(nothing, nothing))?.empty_views).not.toContain("all_sales");
});
