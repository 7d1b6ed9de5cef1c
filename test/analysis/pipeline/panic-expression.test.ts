import { describe, expect, test } from "vitest";
import {
  expressionsBehind,
  panicExpressions,
  wholeExpressions,
} from "../../../src/analysis/pipeline/panic-expression.ts";
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
      panicExpressions("line 2 column 16: Error converting 2500063641 to INTEGER: out of range", BEFORE),
    ).toEqual([{ line: 2, column: 16, code: "SUM(ABS(cents))" }]);
  });

  test("is an operation with all of its operands, and ends where the next begins", () => {
    expect(panicExpressions("line 2 column 42: overflow", BEFORE)).toMatchObject([{ code: "cents / items" }]);
  });

  test.each([
    ["CAST(a AS INT) +\n  CAST(b AS INT) AS c FROM t", "CAST(a AS INT) + CAST(b AS INT)"],
    ["a::INT, b FROM t", "a::INT"],
    ["x || ', (' || y) FROM t", "x || ', (' || y"],
    ["f(x) > 4;\nCREATE VIEW w AS SELECT 1", "f(x) > 4"],
  ])("of %j is %j", (text, code) => {
    expect(expressionsBehind("line 1 column 8: overflow", `SELECT ${text}`)).toMatchObject([{ code }]);
  });

  test("is whole where the compiler has it, if that begins at the very place", () => {
    const placed = [{ line: 2, column: 16, code: "SUM(ABS(cents))" }];
    const piece = { start_line: 2, start_column: 16, code: "SUM(ABS(cents))\n + 1" };
    expect(wholeExpressions(placed, [piece])).toEqual([{ ...placed[0], code: "SUM(ABS(cents)) + 1" }]);
    expect(wholeExpressions(placed, [{ ...piece, start_column: 42 }])).toEqual(placed);
  });

  test("is not known where the panic names no place, or none that the program has", () => {
    expect(panicExpressions("Could not convert timestamp to DateTime", BEFORE)).toEqual([]);
    expect(panicExpressions("line 9 column 1: overflow", BEFORE)).toEqual([]);
    expect(panicExpressions("line 2 column 900: overflow", BEFORE)).toEqual([]);
  });

  test("is not told where the program was compiled again since", () => {
    expect(panicExpressions("line 2 column 16: overflow", pipeline("2026-11-29T02:00:00Z"))).toEqual([]);
  });
});

describe("where a panic tells only what was computed", () => {
  const codes = (cause: string, program: string) => expressionsBehind(cause, program).map(({ code }) => code);

  test("it is the only such expression of the program, with its operands and its place", () => {
    expect(panicExpressions("'88086 / 0' causes overflow for type INTEGER", BEFORE)).toEqual([
      { line: 2, column: 42, code: "cents / items", operation: "division" },
    ]);
  });

  test("all of the kind are named where there are several, and none of another kind", () => {
    const program = "SELECT a / b, (x + y) / f(z, (1)), MOD(a, b), a % b, a * b, a - b FROM t";
    expect(codes("Attempt to divide by zero: 1/0", program)).toEqual(["a / b", "(x + y) / f(z, (1))"]);
    expect(codes("attempt to calculate the remainder with a divisor of zero", program)).toEqual([
      "MOD(a, b)",
      "a % b",
    ]);
    expect(codes("'2147483647 * 2' causes overflow for type INTEGER", program)).toEqual(["a * b"]);
    expect(codes("'-2147483648 - 2' causes overflow for type INTEGER", program)).toEqual(["a - b"]);
  });

  test.each([
    ["AVG(score * 100 / max_score)", "/", ["score * 100 / max_score"]],
    ["a % (b + 1) * c / d", "/", ["a % (b + 1) * c / d"]],
    ["a + b / c", "/", ["b / c"]],
    ["a + b * c - d", "-", ["a + b * c - d"]],
    ["COUNT(*) / c", "/", ["COUNT(*) / c"]],
  ])("of a row of operators that bind alike what stands before is its left side: %s", (code, sign, told) => {
    expect(codes(`'1 ${sign} 0' causes overflow for type INTEGER`, `SELECT ${code} FROM t`)).toEqual(told);
  });

  test("what is divided by a number other than zero is none, where the divisor was zero", () => {
    const program =
      "SELECT a / 60, b / (24 * 60), c / -2.5, d / 0.5, e / f(60), g / (h / 60), i % 7, MOD(j, 10), MOD(k, f(l, 10)) FROM t";
    for (const cause of [
      "'5880 / 0' causes overflow for type INTEGER",
      "Attempt to divide by zero: 5880/0.00",
      "overflow in INTERVAL division 1 / 0",
    ]) {
      expect(expressionsBehind(cause, program)).toMatchObject([
        { code: "d / 0.5", besides: true },
        { code: "e / f(60)", besides: true },
        { code: "g / (h / 60)", besides: true },
      ]);
    }
    for (const cause of [
      "attempt to calculate the remainder with a divisor of zero",
      "Attempt to modulo by zero: 1%0",
    ]) {
      expect(expressionsBehind(cause, program)).toMatchObject([{ code: "MOD(k, f(l, 10))", besides: true }]);
    }
    expect(codes("'5880 / 0' causes overflow for type INTEGER", "SELECT a / 60 FROM t")).toEqual([]);
  });

  test("it may be by a number where the divisor was another than zero", () => {
    for (const cause of [
      "'-128 / -1' causes overflow for type TINYINT",
      "Attempt to divide by zero: 12345/7",
    ]) {
      expect(codes(cause, "SELECT a / -1, b / 7 FROM t")).toEqual(["a / -1", "b / 7"]);
    }
  });

  test("what stands in comments, strings, quoted names and lists of columns is none", () => {
    const program = `-- a / b
      CREATE TABLE t (c INT) WITH ('connectors' = '[{"url":"http://host/a/b-c*d"}]'); /* x / y */
      CREATE VIEW v AS SELECT DISTINCT *, t.*, COUNT(*), -c, "a-b/c*d" FROM t`;
    for (const sign of ["/", "*", "-"]) {
      expect(codes(`'1 ${sign} 0' causes overflow for type INTEGER`, program)).toEqual([]);
    }
  });

  test("a value that a message quotes is not taken for what was computed", () => {
    expect(
      codes("Error converting '1 / 0' to INTEGER: invalid digit found in string", "SELECT a / b"),
    ).toEqual([]);
  });

  describe("an error that a function gave", () => {
    const program = `CREATE FUNCTION postage(grams INT) RETURNS INT;
      CREATE FUNCTION twice(x INT) RETURNS INT AS x * 2;
      CREATE VIEW sent AS SELECT parcel, postage(f(grams)) AS cents, twice(1) FROM parcels;`;
    const error = 'called `Result::unwrap()` on an `Err` value: "no postage for this weight"';
    const ofOperator = "pipes/feldera_pipe_operator_c4de2fd473f42e09/src/lib.rs:91:30";

    test("is of the only call of one that the user wrote", () => {
      expect(expressionsBehind(error, program, ofOperator)).toEqual([
        { line: 3, column: 42, code: "postage(f(grams))", operation: "user-defined function call" },
      ]);
    });

    test("is of none where Feldera's own code gave it, or where that is not told", () => {
      expect(expressionsBehind(error, program, "crates/sqllib/src/casts.rs:168:31")).toEqual([]);
      expect(expressionsBehind(error, program)).toEqual([]);
      expect(expressionsBehind(error, "SELECT postage(1)", ofOperator)).toEqual([]);
    });
  });
});
