import { expect, test } from "vitest";
import { comparedIn } from "../../../src/analysis/operators/compared-types.ts";
import { isOfNotNull, withoutNullTests } from "../../../src/analysis/operators/sql-conditions.ts";
import { neverPartIn } from "../../../src/analysis/operators/time-parts.ts";

const TABLES = {
  waste: { shop: "INTEGER", sku: "VARCHAR", on_day: "DATE", Sold: "BIGINT" },
  sales: { shop: "INTEGER", item: "VARCHAR", sold_at: "TIMESTAMP", sold: "VARCHAR" },
};

const compared = (condition: string) => comparedIn(condition, ["waste", "sales"], { columnTypes: TABLES });

test.each([
  ["t.sold_at = w.on_day", { is: "day and moment", day: "w.on_day", moment: "t.sold_at" }],
  [
    't.shop = w.shop AND w."on_day" = t.sold_at',
    { is: "day and moment", day: 'w."on_day"', moment: "t.sold_at" },
  ],
  ["t.shop = w.shop", { is: "no text" }],
  ["t.shop = w.shop AND t.item = w.sku", { is: "text" }],
  // Of these columns one is renamed, or has a type in each table, or is asked for otherwise.
  ["t.shop = w.branch", { is: "untold" }],
  ["t.shop = w.sold", { is: "untold" }],
  ["t.shop = w.shop AND t.sold_at > w.on_day", { is: "untold" }],
])("what %s compares", (condition, expected) => {
  expect(compared(condition)).toEqual(expected);
});

test("without the schema it is not known what a condition compares", () => {
  expect(comparedIn("t.shop = w.shop", ["waste"], { columnTypes: undefined })).toBeUndefined();
});

test.each([
  ["EXTRACT(DOW FROM starts_at) = 0", { part: "DOW", never: 0, least: 1, most: 7 }],
  ["kind = 'x' AND dayofweek(CAST(at AS DATE)) = 8", { part: "DAYOFWEEK", never: 8, least: 1, most: 7 }],
  ["EXTRACT(HOUR FROM at) = 24", { part: "HOUR", never: 24, least: 0, most: 23 }],
  ["EXTRACT(DOW FROM starts_at) = 1", undefined],
  ["EXTRACT(HOUR FROM at) = 0", undefined],
  ["EXTRACT(DOW FROM at) = 0 OR late", undefined],
  ["NOT EXTRACT(DOW FROM at) = 0", undefined],
  ["EXTRACT(EPOCH FROM at) = 0", undefined],
  ["EXTRACT(DOW FROM at) = 0.5", undefined],
])("what %s asks of a time that none is", (condition, expected) => {
  expect(neverPartIn(condition)).toEqual(expected);
});

test.each([
  ["gone IS NULL AND x = 1", "  AND x = 1"],
  ["COALESCE(gone, f(1)) = FALSE", "  = FALSE"],
  ["gone IS DISTINCT FROM 'a'", " "],
  ["gone IS NOT NULL", "gone IS NOT NULL"],
])("what %s asks of NULL as of any other value is left out", (condition, left) => {
  expect(withoutNullTests(condition)).toBe(left);
});

test.each([
  ["to_station IS NOT NULL", true],
  ["(t.to_station IS NOT NULL)", true],
  ["a IS NOT NULL AND b = 1", false],
  ["a IS NULL", false],
])("whether %s asks for no more than that a column is not NULL", (condition, expected) => {
  expect(isOfNotNull(condition)).toBe(expected);
});
