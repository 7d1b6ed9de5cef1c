import { expect, test } from "vitest";
import { asksForOld, unequalColumns } from "../../../src/analysis/operators/sql-conditions.ts";

test.each([
  "t < NOW() - INTERVAL 45 MINUTES",
  "kind = 1 AND t + INTERVAL 1 HOUR <= NOW()",
  "NOW() - INTERVAL 1 DAY > t",
])("%s asks for what is old enough alone", (asked) => {
  expect(asksForOld(`CREATE VIEW v AS SELECT a FROM b WHERE ${asked};`)).toBe(true);
});

test.each([
  "t >= NOW() - INTERVAL 45 MINUTES",
  "NOW() - INTERVAL 1 DAY < t",
  "t < NOW() - INTERVAL 1 HOUR AND t > NOW() - INTERVAL 1 DAY",
  "t BETWEEN NOW() - INTERVAL 1 DAY AND NOW()",
  "t < TIMESTAMP '2026-01-01 00:00:00'",
])("%s asks for something else", (asked) => {
  expect(asksForOld(`CREATE VIEW v AS SELECT a FROM b WHERE ${asked};`)).toBe(false);
});

test.each([
  ["status <> 'x'", "status <> 'x'"],
  ["a = 1 AND status NOT IN ('x', 'y')", "status NOT IN ('x', 'y')"],
  ["a = 1", ""],
  ["status <> 'x' OR status IS NULL", ""],
  ["COALESCE(status, '') <> 'x'", "  <> 'x'"],
  ["note = 'is NOT so'", ""],
])("of %s what asks to be other than something is %j", (condition, unequal) => {
  expect(unequalColumns(condition).trim()).toBe(unequal.trim());
});
