import { describe, expect, test } from "vitest";
import { rowsInJson } from "../../../src/analysis/stats/json-rows.ts";
import { parseError } from "../../../src/analysis/stats/parse-error.ts";
import { parseLoss } from "../../../src/analysis/stats/parse-loss.ts";
import type { Framing } from "../../../src/feldera/settings/framing.ts";

const rows = (count: number) =>
  Array.from({ length: count }, (_, id) => ({
    id,
    at: "2026-11-24 08:00:00",
    parts: [{ code: "a}" }, { code: "b" }],
    price: { cents: 250 },
  }));

const NDJSON = (count: number) => rows(count).map((row) => JSON.stringify(row));

const fragmentOf = (text: string) =>
  parseError({ message: `Parse error: x\nInvalid fragment: '${text}'` }).fragment;

describe("rows of JSON that did not parse are counted", () => {
  test.each<[string, string]>([
    ["an array with each on a line", `[\n${NDJSON(12).join(",\n")}\n]`],
    ["an array on one line", JSON.stringify(rows(12))],
    ["an indented array", JSON.stringify(rows(12), null, 2)],
    ["an array indented by tabs", JSON.stringify(rows(12), null, "\t")],
    [
      "an array whose rows begin behind the end of another",
      `[${rows(12)
        .map((row) => JSON.stringify(row, null, 2))
        .join(", ")}]`,
    ],
    ["lines", NDJSON(12).join("\n")],
    ["lines in which a brace is not closed", NDJSON(12).join("\n").replace("}]", "")],
    ["lines with Windows' breaks", NDJSON(12).join("\r\n")],
    ["arrays, one a line", [rows(7), rows(5)].map((some) => JSON.stringify(some)).join("\n")],
    [
      "indented rows, one after another",
      rows(12)
        .map((row) => JSON.stringify(row, null, 4))
        .join("\n"),
    ],
    [
      "indented changes in an array",
      JSON.stringify(
        rows(12).map((insert) => ({ insert })),
        null,
        2,
      ),
    ],
  ])("in %s", (_, text) => {
    expect(rowsInJson(fragmentOf(text))).toBe(12);
  });

  test.each([
    ["indented", JSON.stringify(rows(400), null, 2)],
    ["on one line, of which the end begins within a quoted text", JSON.stringify(rows(400))],
    ["in lines", NDJSON(400).join("\n")],
  ])("of a long text by what of it is told: %s", (_, text) => {
    const head = text.slice(0, text.lastIndexOf('"at"', 2048));
    const tail = text.slice(text.indexOf("code", text.length - 2048));
    const told = rowsInJson(
      fragmentOf(`${head}\n... [${text.length - head.length - tail.length} bytes elided] ...\n${tail}`),
    );
    expect(told).toBeGreaterThan(340);
    expect(told).toBeLessThan(460);
  });

  test("as one of a row that is written over many lines", () => {
    expect(rowsInJson(fragmentOf(JSON.stringify({ id: 1, parts: rows(9) }, null, 2)))).toBe(1);
  });

  test("not in what has no object", () => {
    expect(rowsInJson(fragmentOf("[\n1,\n2\n]"))).toBeUndefined();
  });
});

/** What an error of JSON says of a text. */
function lossOf(framing: Partial<Framing>, reason: string, ...texts: readonly string[]) {
  return parseLoss({
    errors: texts.length,
    texts: texts.map((text) => ({ message: `Parse error: ${reason}\nInvalid fragment: '${text}'` })),
    rows_read: 0,
    bytes_read: 0,
    framing: { format: "json", spans_lines: true, in_arrays: false, update_format: "raw", ...framing },
  });
}

const NO_DOCUMENT = "failed to parse string as a JSON document: expected value at line 3 column 9";
const CUT = "failed to parse string as a JSON document: EOF while parsing an object at line 9 column 0";
const OF_ARRAY = "error deserializing string as a JSON array of updates: unknown field `id`";

describe("a text of JSON that did not parse loses", () => {
  test("the rows of an array whose rows are of another update format, and no quote or brace is open", () => {
    const framing = { in_arrays: true, update_format: "insert_delete" };
    const loss = lossOf(framing, OF_ARRAY, JSON.stringify(rows(40), null, 2));
    expect(loss).toMatchObject({ rows: 40, is_uncounted: false, mismatch: { is: "update format" } });
    expect(loss).not.toHaveProperty("swallowed");
    expect(lossOf(framing, OF_ARRAY, JSON.stringify(rows(40)))).toMatchObject({ rows: 40 });
  });

  test("the rows of an array with a word that is no JSON, and no quote or brace is open", () => {
    const text = JSON.stringify(rows(40), null, 2).replace("250", "NaN");
    const loss = lossOf({ in_arrays: true }, NO_DOCUMENT, text);
    expect(loss).toMatchObject({ rows: 40, mismatch: { is: "not valid", word: "NaN" } });
    expect(loss).not.toHaveProperty("swallowed");
  });

  test("one row where it is one, though written over many lines", () => {
    const text = JSON.stringify({ id: 1, parts: rows(9) }, null, 2);
    expect(lossOf({}, "failed to deserialize JSON record: x", text)).toMatchObject({
      rows: 1,
      is_estimate: false,
    });
    expect(lossOf({}, NO_DOCUMENT, text)).not.toHaveProperty("swallowed");
  });

  test("the lines after a brace that is not closed", () => {
    const loss = lossOf({}, NO_DOCUMENT, NDJSON(40).join("\n").replace("}]", ""));
    expect(loss).toMatchObject({ rows: 40, swallowed: { rows: 40 } });
    expect(loss?.swallowed).not.toHaveProperty("with_its_piece");
  });

  test("with each line for itself, what was read with a line that is no JSON", () => {
    const loss = lossOf({ spans_lines: false }, NO_DOCUMENT, NDJSON(40).join("\n").replace("250", "NaN"));
    expect(loss).toMatchObject({ rows: 40, swallowed: { rows: 40, with_its_piece: true } });
  });

  test("with each line for itself, nobody knows how many rows that go on over lines", () => {
    const cut = JSON.stringify(rows(9)[0], null, 2).replace(/\n\}$/, "\n");
    const loss = lossOf({ spans_lines: false }, CUT, cut, '"id": 1', '"at": 2', "}");
    expect(loss).toMatchObject({ is_uncounted: true, mismatch: { is: "over lines" } });
    const array = lossOf({ spans_lines: false, in_arrays: true }, CUT, `[\n${NDJSON(2).join(",\n")},\n`);
    expect(array).toMatchObject({ mismatch: { is: "over lines" } });
  });

  test("with each line for itself, the last one where the text was cut off", () => {
    expect(lossOf({ spans_lines: false }, CUT, '{"id": 1, "at":')).toMatchObject({
      rows: 1,
      mismatch: { is: "cut off" },
    });
    const open = `{"id": 1, "price":\n${NDJSON(1).join("")}\n`;
    expect(lossOf({ spans_lines: false }, CUT, open)).toMatchObject({ mismatch: { is: "cut off" } });
  });
});
