import { describe, expect, test } from "vitest";
import { repeatedSums } from "../../../src/analysis/program/repeated-sums.ts";
import { placesOfProgram } from "../../support/compiled-program.ts";

const found = repeatedSums(placesOfProgram("repeated_sums"));
const of = (view: string) => found.filter((one) => one.view === view).map(({ view: _, ...one }) => one);

describe("a SUM takes a row as often as a join gives it", () => {
  test("where rows of another table refer to its primary key, and not those of that table", () => {
    expect(of("paid")).toEqual([{ column: "total", of: "orders", by: "payments", reference: ["order_id"] }]);
  });

  test("of columns that are named without their table", () => {
    expect(of("bought")).toEqual([{ column: "total", of: "orders", by: "items", reference: ["order_id"] }]);
  });

  test("where rows of two tables refer to one row of a third", () => {
    expect(of("both_sides")).toEqual([
      { column: "qty", of: "items", by: "payments", reference: ["order_id"] },
    ]);
  });

  test("where a part of the other table's key is known", () => {
    expect(of("all_kinds")).toEqual([
      { column: "total", of: "orders", by: "addresses", reference: ["order_id"] },
    ]);
  });
});

describe("a SUM takes a row once", () => {
  test.each([
    ["by_line", "where the join looks up what it refers to, with a key or without"],
    ["per_kind", "in groups by the rest of the other table's key"],
    ["shipped", "where the rest of the other table's key is one text"],
    ["grouped_before", "where the other table is grouped before"],
    ["newest", "where it is no SUM"],
  ])("in %s, %s", (view) => expect(of(view)).toEqual([]));
});
