import { describe, expect, test } from "vitest";
import { panicExpression } from "../../../src/analysis/pipeline/panic-expression.ts";
import { Pipeline } from "../../../src/feldera/schemas/pipeline.ts";

const CODE =
  "CREATE VIEW v AS\n  SELECT shop, SUM(ABS(cents)) AS cents, cents / items AS each\n  FROM sales;";

const pipeline = (compiled: string) =>
  Pipeline.parse({
    name: "till",
    program_code: CODE,
    program_status_since: compiled,
    deployment_resources_status_since: "2026-11-29T01:00:00Z",
  });

const BEFORE = pipeline("2026-11-29T00:00:00Z");

describe("the expression of the SQL that panicked", () => {
  test("is the whole call at the line and column that the panic names", () => {
    expect(
      panicExpression("line 2 column 16: Error converting 2500063641 to INTEGER: out of range", BEFORE),
    ).toEqual({
      line: 2,
      column: 16,
      code: "SUM(ABS(cents))",
    });
  });

  test("is the rest of the line where it is no call", () => {
    expect(panicExpression("line 2 column 42: overflow", BEFORE)?.code).toBe("cents / items AS each");
  });

  test("is not known where the panic names no place, or none that the program has", () => {
    expect(panicExpression("'88086 / 0' causes overflow for type INTEGER", BEFORE)).toBeUndefined();
    expect(panicExpression("line 9 column 1: overflow", BEFORE)).toBeUndefined();
    expect(panicExpression("line 2 column 900: overflow", BEFORE)).toBeUndefined();
  });

  test("is not told where the program was compiled again since", () => {
    expect(panicExpression("line 2 column 16: overflow", pipeline("2026-11-29T02:00:00Z"))).toBeUndefined();
  });
});
