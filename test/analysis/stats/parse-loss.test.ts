import { describe, expect, test } from "vitest";
import { type ParsedInput, parseLoss } from "../../../src/analysis/stats/parse-loss.ts";
import { InputStats } from "../../../src/feldera/schemas/stats.ts";
import type { Framing } from "../../../src/feldera/settings/framing.ts";
import { recording } from "../../support/responses.ts";

const JSON_LINES = { format: "json", spans_lines: true, in_arrays: false };

const textOf = (fragment: string) => ({
  message: `Parse error: failed to parse string as a JSON document: expected ident at line 2 column 2\nInvalid fragment: '${fragment}'`,
});

function lossOf(fragments: readonly string[], others: Partial<ParsedInput> = {}) {
  const texts = fragments.map(textOf);
  return parseLoss({
    errors: texts.length,
    texts,
    rows_read: 100,
    bytes_read: 5000,
    framing: JSON_LINES,
    ...others,
  });
}

describe("what is lost because it does not parse", () => {
  test("is not known in rows where no error's text is told, and an estimate where some are", () => {
    expect(lossOf([], { errors: 28 })).toMatchObject({ errors: 28, is_uncounted: true });
    expect(lossOf(["[1"], { errors: 28 })).toMatchObject({ is_uncounted: false, is_estimate: true });
    expect(lossOf(["[1"])).toMatchObject({ is_uncounted: false, is_estimate: false });
  });

  test("is told with the words of a binary format, and without its bytes", () => {
    const of = (message: string) =>
      parseLoss({
        errors: 1,
        texts: [{ message }],
        rows_read: 10,
        bytes_read: 500,
        framing: { format: "avro" },
      });
    expect(of("Parse error (event #7): no magic byte\nInvalid bytes: [123, 34]")).toMatchObject({
      rows: 1,
      newest: { event: 7, reason: "no magic byte", fragment: "" },
    });
    expect(of("Parse error: no such schema")?.newest).toMatchObject({ reason: "no such schema" });
    expect(
      of(
        "Parse error: not a valid Debezium message: expected Avro record, but found 'Null'\nInvalid bytes: []",
      ),
    ).toMatchObject({ errors: 1, rows: 0 });
  });

  test("is told with the row, counted without a header, and not with what a query gives", () => {
    const of = (message: string, framing?: Framing) =>
      parseLoss({ errors: 1, texts: [{ message }], rows_read: 10, bytes_read: 500, framing })?.newest?.event;
    const LINE = "Parse error (event #7): failed to deserialize CSV record: x\nInvalid fragment: 'y,z'";
    expect(of(LINE, { format: "csv", has_header: true })).toBe(6);
    expect(of(LINE, { format: "csv", has_header: false })).toBe(7);
    expect(
      of("Parse error (event #7): Failed to deserialize table record from PostgreSQL: x"),
    ).toBeUndefined();
  });

  test("is no row for a column of Postgres whose type is not read, whose row is read without it", () => {
    const unread = {
      message:
        "Parse error: error deserializing table records from PostgreSQL: unrecognized column type 'jsonb' for column 'prefs'",
    };
    const missing = {
      message: "Parse error (event #9): Failed to deserialize table record from PostgreSQL: x",
    };
    const of = (texts: readonly { message: string }[], errors: number) =>
      parseLoss({ errors, texts, rows_read: 50, bytes_read: 500, framing: undefined });
    expect(of([unread, unread], 2000)).toMatchObject({ rows: 0, mismatch: { is: "unread type" } });
    expect(of([unread, missing], 2000)).toMatchObject({ rows: 1000, mismatch: { is: "unread type" } });
  });

  test("is no row for lines before a header, and one for each after it", () => {
    const at = (event: number, line: string) => ({
      message: `Parse error (event #${event}): failed to deserialize CSV record: error parsing field 'id': field 0: x\nInvalid fragment: '${line}\n'`,
    });
    const of = (...texts: { message: string }[]) =>
      parseLoss({
        errors: texts.length,
        texts,
        rows_read: 10,
        bytes_read: 500,
        framing: { format: "csv", has_header: true, quotes: true },
        columns: [
          { name: "id", type: "INTEGER" },
          { name: "name", type: "VARCHAR" },
        ],
      });
    const title = at(2, "# of today, x");
    expect(of(title, at(3, "id,name"))).toMatchObject({ errors: 2, rows: 0, mismatch: { is: "header" } });
    expect(of(title, at(3, "id,name"), at(7, "x,y"))).toMatchObject({ rows: 1 });
    expect(of(title)).toMatchObject({ rows: 1 });
  });

  test("is nothing without an error", () => {
    expect(lossOf([])).toBeUndefined();
  });

  test("is a row for each error of a recorded file", () => {
    const { metrics, parse_errors } = InputStats.parse(
      JSON.parse(recording("parse_errors_connector_stats").body.toString()),
    );
    const loss = parseLoss({
      errors: Number(metrics?.num_parse_errors),
      texts: parse_errors ?? [],
      rows_read: Number(metrics?.total_records),
      bytes_read: Number(metrics?.total_bytes),
      framing: JSON_LINES,
    });
    expect(loss).toMatchObject({ errors: 56, rows: 56, rows_read: 1944, is_estimate: false, is_much: false });
    expect(loss?.newest).toMatchObject({
      event: 1968,
      field: "id",
      fragment: '{"id": "not-a-number", "amount": 12.5}',
    });
  });

  test("is as many rows as lines where one fragment runs over many", () => {
    const lines = Array.from(
      { length: 300 },
      (_, i) => `{"id": ${i}, "text": "some forty bytes of text here"}`,
    );
    expect(lossOf([lines.join("\n")])).toMatchObject({ errors: 1, swallowed: { rows: 300 }, is_much: true });
  });

  test("counts what Feldera left out of a long fragment", () => {
    const lines = Array.from({ length: 100 }, () => '{"id": 1, "text": "some forty bytes of text."}');
    const shown = lines.join("\n");
    const cut = `${shown}\n... [${shown.length * 9} bytes elided] ...\n${lines[0]}`;
    expect(lossOf([cut])?.rows).toBeGreaterThan(900);
  });

  test("is one row where a fragment is written over several lines", () => {
    expect(lossOf(['{\n  "id": 1,\n  "text": x\n}'])).toMatchObject({ rows: 1, is_estimate: false });
  });

  test("is none for words between rows of JSON, those whose texts Feldera no longer has among them", () => {
    expect(lossOf(["out", "of", "memory"])).toMatchObject({ errors: 3, rows: 0 });
    expect(lossOf(["out", "of", "memory"], { errors: 7_200 })).toMatchObject({ errors: 7_200, rows: 0 });
    expect(lossOf(["out", '{"id": x}'], { errors: 40 })).toMatchObject({ errors: 40, rows: 39 });
  });

  test("counts errors whose texts Feldera no longer has", () => {
    expect(lossOf(['{"id": x}'], { errors: 40 })).toMatchObject({ errors: 40, rows: 40 });
  });
});
