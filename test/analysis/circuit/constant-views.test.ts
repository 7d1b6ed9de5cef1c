import { expect, test } from "vitest";
import { measuredPipeline } from "../../support/compiled-program.ts";

const constantOf = (change?: (recorded: string) => string) =>
  measuredPipeline("constant_view_measured", change).circuit_profile?.constant_views;

test("a view whose condition nothing can meet is a constant without rows", () => {
  expect(constantOf()).toEqual([{ view: "cold_ok", line: 91, condition: "celsius BETWEEN 6.0 AND 2.0" }]);
});

test("of a LIMIT 0, which leaves no row either, the WHERE is not told as why", () => {
  const limited = (recorded: string) =>
    recorded.replace("WHERE celsius BETWEEN 6.0 AND 2.0;", "WHERE celsius > 2.0       LIMIT 0;");
  expect(constantOf(limited)).toEqual([{ view: "cold_ok", line: 91, is_limited: true }]);
});

test("a view of constants has rows", () => {
  const withOne = (recorded: string) =>
    recorded.replaceAll(/("state_records_count","value":\{"type":"count","value":)0/g, "$11");
  expect(constantOf(withOne)).toEqual([]);
});

test("a view of what a table has is none", () => {
  const ofTable = (recorded: string) =>
    recorded.replace('"operation":"constant"', '"operation":"source_multiset","table":"t"');
  expect(constantOf(ofTable)).toEqual([]);
});

test("whether it has rows is not known where its constant is not counted", () => {
  const uncounted = (recorded: string) => recorded.replaceAll("state_records_count", "other_count");
  expect(constantOf(uncounted)).toEqual([]);
});
