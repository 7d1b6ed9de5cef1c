import { describe, expect, test } from "vitest";
import { parseLoss } from "../../../src/analysis/stats/parse-loss.ts";

const BOLTS = [
  { name: "id", type: "BIGINT" },
  { name: "name", type: "VARCHAR" },
  { name: "made", type: "DATE" },
  { name: "qty", type: "INTEGER" },
];

interface Given {
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly rows_read?: number;
  readonly has_header?: boolean;
}

/** @param lines each with the field that the error names; a first one that has names is told as event 1 */
function mismatchOf(
  lines: readonly (readonly [field: string, line: string])[],
  { columns = BOLTS, rows_read = 0, has_header = false }: Given = {},
) {
  return parseLoss({
    errors: lines.length,
    texts: lines.map(([field, line], at) => ({
      message: `Parse error (event #${at + 1}): failed to deserialize CSV record: error parsing field '${field}': field 0: invalid digit found in string\nInvalid fragment: '${line}\n'`,
    })),
    rows_read,
    bytes_read: rows_read * 20,
    framing: { format: "csv", quotes: true, has_header, delimiter: "," },
    columns,
  })?.mismatch;
}

const PAIR = [
  { name: "name", type: "VARCHAR" },
  { name: "qty", type: "INTEGER" },
];

describe("fields of CSV in another order than the columns", () => {
  test("are told where each value goes round by one place, none with another", () => {
    const lines = [
      ["id", "bolt,2026-01-31,5,17"],
      ["id", "nut,2026-02-01,7,18"],
    ] as const;
    expect(mismatchOf(lines)).toEqual({ is: "order", field: "id", other: "made" });
  });

  test("are told by the header that was taken for a row, whether or not its rows were read", () => {
    const header = ["qty", "qty,name"] as const;
    const of = { is: "order", field: "qty", other: "name", header: ["qty", "name"] };
    expect(mismatchOf([header, ["qty", "5,bolt"]], { columns: PAIR })).toEqual(of);
    expect(mismatchOf([header], { columns: PAIR, rows_read: 40 })).toEqual(of);
  });

  test("are only likely where a text takes what a number would", () => {
    const lines = [
      ["qty", "5,bolt"],
      ["qty", "7,nut"],
    ] as const;
    const likely = { is: "order", field: "qty", other: "name", is_likely: true };
    expect(mismatchOf(lines, { columns: PAIR, has_header: true })).toEqual(likely);
  });
});

describe("fields of CSV in the order of the columns", () => {
  test("have a header that says so", () => {
    expect(mismatchOf([["qty", "name,qty"]], { columns: PAIR, rows_read: 40 })).toEqual({ is: "header" });
  });

  test("have a wrong value, where no other place has one that would do", () => {
    const lines = [
      ["id", "17x,bolt,2026-01-31,5"],
      ["id", "18x,nut,2026-02-01,7"],
    ] as const;
    expect(mismatchOf(lines)).toMatchObject({ is: "value", field: "id" });
  });

  test("have a wrong value, where a text has a number and it is almost one itself", () => {
    expect(mismatchOf([["qty", "8001,5 kg"]], { columns: PAIR })).toMatchObject({
      is: "value",
      field: "qty",
    });
  });

  test("have a wrong value, where a text is one in one line of several", () => {
    const lines = [
      ["qty", "5,bolt"],
      ["qty", "screw,many"],
    ] as const;
    expect(mismatchOf(lines, { columns: PAIR })).toMatchObject({ is: "value", field: "qty" });
  });

  test("have a wrong value, where other rows were read", () => {
    expect(mismatchOf([["qty", "5,bolt"]], { columns: PAIR, rows_read: 40 })).toMatchObject({ is: "value" });
  });
});
