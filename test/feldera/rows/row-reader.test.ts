import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExactJson } from "../../../src/feldera/json.ts";
import type { Wanted } from "../../../src/feldera/rows/json-walk.ts";
import { RowReader } from "../../../src/feldera/rows/row-reader.ts";

const WANTED = { name: "whole", error: { code: "whole" }, count: "whole" } as const;

/** @param sizes of the pieces that the text comes in; the last is what is left */
function rowsOf(text: string | Buffer, sizes: readonly number[] = [], wanted: Wanted = WANTED): unknown[] {
  const bytes = Buffer.from(text);
  const rows: unknown[] = [];
  const reader = new RowReader(wanted, 100, (row) => rows.push(row));
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    reader.push(bytes.subarray(at, at + size));
    at += size;
  }
  reader.end();
  return rows;
}

/** Of a value what is wanted of it, as it is when the whole is parsed. */
function picked(value: unknown, wanted: Wanted | "whole"): unknown {
  if (wanted === "whole" || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      const within = Object.hasOwn(wanted, key) ? wanted[key] : undefined;
      return within === undefined ? [] : [[key, picked(inner, within)]];
    }),
  );
}

const row = fc.record(
  {
    name: fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("Running", "a \\ b", '"', "é", "Ã©")),
    error: fc.oneof(
      fc.constant(null),
      fc.record({ message: fc.string({ maxLength: 300 }), code: fc.jsonValue() }),
    ),
    count: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
    other: fc.jsonValue(),
  },
  { requiredKeys: [] },
);

describe("rows of a list that are read as it comes", () => {
  test("are those of the whole, in whatever pieces it comes", () => {
    const pieces = fc.array(fc.nat({ max: 400 }), { maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(row, fc.jsonValue())),
        pieces,
        fc.constantFrom(0, 1),
        (list, sizes, indent) => {
          const text = JSON.stringify(list, undefined, indent);
          const parsed = parseExactJson(text, 100);
          expect(rowsOf(text, sizes)).toEqual(
            Array.isArray(parsed) && parsed.map((one) => picked(one, WANTED)),
          );
        },
      ),
    );
  });

  test("a row longer than the room, and more rows than fit into it, come whole", () => {
    const list = Array.from({ length: 300 }, (_, i) => ({
      name: `p${i}`,
      other: "x".repeat(i === 7 ? 400_000 : 3000),
    }));
    const sizes = Array.from({ length: 30 }, () => 65_536);
    expect(rowsOf(JSON.stringify(list), sizes)).toEqual(list.map(({ name }) => ({ name })));
  });

  test("an integer beyond 2^53 stays exact, and of a member that comes twice the last counts", () => {
    expect(rowsOf('[{"count":18446744073709551615,"name":"a","n\\u0061me":"b"}]')).toEqual([
      { count: 18446744073709551615n, name: "b" },
    ]);
  });

  test.each([
    "",
    "[",
    "[1",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1]]",
    "{}",
    '[{"name"}]',
    '[{"name":1,}]',
    '[{"a":[}]}]',
    '["a]',
  ])("refuses %s", (text) => expect(() => rowsOf(text)).toThrow(SyntaxError));

  test("refuses what is no UTF-8 and what is nested too deeply", () => {
    expect(() => rowsOf(Buffer.from('[{"name":"\xff"}]', "latin1"))).toThrow("not UTF-8");
    expect(() => rowsOf(`[{"other":${"[".repeat(99)}${"]".repeat(99)}}]`)).toThrow("100 levels");
    expect(rowsOf(`[{"other":${"[".repeat(98)}${"]".repeat(98)}}]`)).toEqual([{}]);
  });
});
