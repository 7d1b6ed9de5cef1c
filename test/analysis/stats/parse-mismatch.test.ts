import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { inputStats } from "../../../src/analysis/stats/connectors.ts";
import type { ParseMismatch } from "../../../src/analysis/stats/parse-mismatch-kinds.ts";
import { valueMismatch } from "../../../src/analysis/stats/value-mismatch.ts";
import { parseAdvice, parseMismatchBriefly } from "../../../src/diagnosis/parse-advice.ts";
import { InputStats } from "../../../src/feldera/schemas/stats.ts";

/** Each is one file that a pipeline of 0.337 read into the table below: its format, counts, first and last error. */
const RECORDED = z
  .array(
    z.object({
      name: z.string(),
      format: z.looseObject({ name: z.string() }),
      metrics: z.unknown(),
      parse_errors: z.array(z.unknown()),
    }),
  )
  .parse(JSON.parse(readFileSync("test/recordings/parse-errors/inputs.json", "utf8")));

const COLUMNS = [
  { name: "sale", type: "BIGINT" },
  { name: "shop", type: "INTEGER" },
  { name: "cents", type: "INTEGER" },
  { name: "items", type: "INTEGER" },
  { name: "sold_at", type: "TIMESTAMP" },
  { name: "note", type: "VARCHAR" },
];

function lossOf(name: string) {
  const recorded = RECORDED.find((one) => one.name === name);
  const stats = InputStats.parse({ endpoint_name: "sales.in", config: { stream: "sales" }, ...recorded });
  const input = { "sales.in": { stream: "sales", format: recorded?.format } };
  return inputStats(stats, { input, output: {}, columns: { sales: COLUMNS } }).parse_loss;
}

/** What each file has, and the advice that has to be in the answer. */
const FILES: readonly (readonly [string, ParseMismatch["is"], RegExp])[] = [
  ["array", "in arrays", /set array to true/],
  ["arrayset", "not in arrays", /set array to false/],
  ["rawasid", "update format", /has insert_delete \(the default\): set update_format to raw/],
  ["debez", "update format", /set update_format to debezium/],
  ["debez2", "update format", /has raw: set update_format to debezium/],
  ["header", "header", /no row is lost with it: set headers to true/],
  ["semicolon", "delimiter", /divided by ";", and its format divides by ",": set delimiter/],
  ["tab", "delimiter", /divided by tabs/],
  ["csvasjson", "other format", /is not json, as its format says, but looks like csv: correct the format/],
  ["jsonascsv", "other format", /is not csv, as its format says, but looks like json/],
  ["gzip", "not text", /compressed/],
  ["gzipcsv", "not text", /compressed/],
  ["latin1csv", "encoding", /not in UTF-8/],
  ["utf16", "not text", /UTF-16/],
  ["bom", "byte order mark", /no row is lost with it/],
  ["badutf8", "encoding", /not in UTF-8/],
  ["nan", "not valid", /NaN/],
  ["trunc", "cut off", /ends in the middle/],
  ["other", "missing field", /lacks the field sale.*it has saleId, shop, cents, items, sold_at, note/],
  ["fewcols", "fields", /has 5 fields, and the table 6 columns/],
  ["nulls", "null", /column shop \(INTEGER\) is NOT NULL/],
  ["csvnn", "null", /column shop \(INTEGER\) is NOT NULL/],
  ["nullword", "word for null", /has NULL where the column cents \(INTEGER\) has no value/],
  ["strings", "in quotes", /without quotes/],
  ["decimal", "fraction", /make it DECIMAL or DOUBLE/],
  ["csvfrac", "fraction", /make it DECIMAL or DOUBLE/],
  ["big", "out of range", /make it wider/],
  ["csvbig", "out of range", /make it wider/],
  ["epoch", "moment as number", /make it BIGINT/],
  ["csvepoch", "moment as number", /make it BIGINT/],
  ["dmy", "moment as text", /PARSE_TIMESTAMP/],
  ["csvdmy", "moment as text", /PARSE_TIMESTAMP/],
  ["bool", "value", /make the column VARIANT/],
  ["notenum", "no text", /send it in quotes, or make the column VARIANT/],
];

describe("what a connector's text is at odds with", () => {
  test.each(FILES)("is told of the file %s: %s", (name, is, advice) => {
    const mismatch = lossOf(name)?.mismatch;
    expect(mismatch?.is).toBe(is);
    expect(mismatch && String(parseAdvice(mismatch))).toMatch(advice);
  });

  test("is told of every recorded file with an error, and of none without", () => {
    const expected = new Set([...FILES.map(([name]) => name), "noteobj", "notebool"]);
    const withErrors = RECORDED.filter(({ parse_errors }) => parse_errors.length > 0).map(({ name }) => name);
    expect(withErrors.filter((name) => !expected.has(name))).toEqual([]);
    const without = RECORDED.filter(({ parse_errors }) => parse_errors.length === 0).map(({ name }) => name);
    expect(without).toContain("case");
    expect(without.filter((name) => lossOf(name) !== undefined)).toEqual([]);
  });

  test("costs no row where it is a header or a byte order mark", () => {
    expect(lossOf("header")).toMatchObject({ errors: 1, rows: 0, rows_read: 300, is_much: false });
    expect(lossOf("bom")).toMatchObject({ errors: 1, rows: 0, rows_read: 300, is_much: false });
    expect(lossOf("trunc")).toMatchObject({ errors: 1, rows: 1, rows_read: 299 });
  });

  test("is as many rows as an array shows objects, by the size of what is left out", () => {
    const rows = lossOf("array")?.rows ?? 0;
    expect(rows).toBeGreaterThan(290);
    expect(rows).toBeLessThan(310);
  });

  test("tells no number of rows where the text is of another format", () => {
    expect(lossOf("csvasjson")).toMatchObject({ errors: 1371, is_uncounted: true, is_much: true });
    expect(lossOf("gzip")).toMatchObject({ is_uncounted: true, is_much: true });
  });

  test.each([
    [
      "TIMESTAMP",
      "invalid timestamp string '2026-01-31 12:00:00': input contains invalid characters (expected format: '%Y-%m-%dT%H:%M:%S%.f%:z')",
      "(2026-01-31T12:00:00+00:00, as json_flavor",
    ],
    [
      "TIMESTAMP",
      "invalid timestamp string '31.1.2026': input contains invalid characters (expected format: '%Y-%m-%dT%H:%M:%S%.f%Z')",
      "(2026-01-31T12:00:00Z, as json_flavor",
    ],
    [
      "DATE",
      "invalid date string '31/01/2026': input contains invalid characters (expected format: '%Y-%m-%d')",
      "(2026-01-31): write it so",
    ],
    [
      "TIME",
      "invalid time string 'noon': input contains invalid characters (expected format: '%H:%M:%S%.f')",
      "(12:00:00): write it so",
    ],
    ["DATE", "invalid type: integer `20000`, expected a string", "takes a text such as 2026-01-31:"],
    [
      "TIMESTAMP",
      'invalid type: string "2026-01-31 12:00:00", expected i64',
      "takes a number, as json_flavor",
    ],
    ["BIGINT", 'invalid type: string "7", expected i64', "send it without quotes"],
  ])("says how %s is written where the error is: %s", (type, reason, advice) => {
    // The words of feldera-sqllib 0.375.0 for the flavors snowflake, debezium_mysql, default and pandas.
    const mismatch = valueMismatch({ field: "at", reason, type, format: "json" });
    expect(String(parseAdvice(mismatch))).toContain(advice);
  });

  test.each([
    ["12", "send it without quotes"],
    ["true", "send it without quotes"],
    ["n/a", "The text has n/a where the column cents (INTEGER) has no value: send null, without quotes"],
    ["twelve", "does not fit the column cents (INTEGER)"],
    ["1,500", "The value 1,500 has separators between its digits"],
    ["1 500", "has separators between its digits"],
    ["-12,5", "has a comma before its fraction"],
    ["1,", "does not fit the column cents (INTEGER)"],
    ["10-01", "does not fit the column cents (INTEGER)"],
  ])("tells a text in quotes by what it says: %s", (text, advice) => {
    const reason = `invalid type: string "${text}", expected i32`;
    const mismatch = valueMismatch({ field: "cents", reason, type: "INTEGER", format: "json" });
    expect(String(parseAdvice(mismatch))).toContain(advice);
  });

  test.each([
    [false, /send null.*\(and declare the column, which is NOT NULL, without that\)/],
    [true, /leave the field out, or make the column/],
    [undefined, /leave the field out, or make the column/],
  ])("asks for no NULL of a column that takes none: %s", (is_nullable, advice) => {
    const reason = `invalid type: string "n/a", expected i32`;
    const mismatch = valueMismatch({ field: "cents", reason, type: "INTEGER", is_nullable, format: "json" });
    expect(String(parseAdvice(mismatch))).toMatch(advice);
  });

  test.each([
    ["2026-11-29 24:00:00", "input is out of range", /no such moment as "2026-11-29 24:00:00"/],
    [
      "29.11.2026 14:00:00",
      "input contains invalid characters",
      /not written as the column ts \(TIMESTAMP\)/,
    ],
  ])("tells a moment that is none from one that is written otherwise: %s", (text, why, advice) => {
    const reason = `invalid RFC3339 timestamp string '${text}': ${why}`;
    const mismatch = valueMismatch({ field: "ts", reason, type: "TIMESTAMP", format: "json" });
    expect(String(parseAdvice(mismatch))).toMatch(advice);
  });

  test.each([
    [
      "TIMESTAMP_TZ",
      /takes it \(.?"?2026-01-31T12:00:00Z"?\): write it so at its source, declare the column TIMESTAMP, whose moments need no time zone/,
    ],
    [
      "TIMESTAMP",
      /takes it \(.?"?2026-01-31 12:00:00"?\): write it so at its source, or make the column VARCHAR/,
    ],
  ])("asks for a time zone where the column has one alone: %s", (type, advice) => {
    const zoned = type === "TIMESTAMP_TZ" ? " with timezone" : "";
    const reason = `invalid RFC3339 timestamp${zoned} string '29.11.2026 14:00': premature end of input`;
    const mismatch = valueMismatch({ field: "ts", reason, type, format: "json" });
    expect(String(parseAdvice(mismatch))).toMatch(advice);
  });

  test("of CSV for a column of several values has it read as JSON", () => {
    const reason = "invalid type: sequence, expected a map";
    const of = (type: string, format: string) =>
      String(parseAdvice(valueMismatch({ field: "extras", reason, type, format })));
    expect(of("MAP", "csv")).toMatch(/make the column VARCHAR, as CSV has no such value.*PARSE_JSON/);
    expect(of("MAP", "json")).toMatch(/make the column VARIANT/);
  });

  test("of a number where a truth value is wanted offers a column of numbers", () => {
    const reason = "invalid type: integer `0`, expected a boolean";
    const mismatch = valueMismatch({ field: "paid", reason, type: "BOOLEAN", format: "json" });
    expect(String(parseMismatchBriefly(mismatch))).toBe("0 in column paid is neither true nor false");
    expect(String(parseAdvice(mismatch))).toMatch(/as a number \(INTEGER\) and compare it/);
  });

  test.each([
    [{ fields: ["id", "item"], is_absent: true as const }, /\. Have its source send it, or let it be NULL/],
    [{ fields: ["id", "goods"] }, /If it is there under another name, name the column so; else have its/],
    [{ fields: ["sum_"], like: "sum_" }, /Name the column or the field as the other is named/],
  ])("of a field that is missing says to rename only what may be it: %j", (more, advice) => {
    expect(String(parseAdvice({ is: "missing field", field: "sum", ...more }))).toMatch(advice);
  });

  test("is stray text, and no other format, where rows were read beside it", () => {
    const stats = InputStats.parse({
      endpoint_name: "sales.in",
      config: { stream: "sales" },
      metrics: { total_records: 100, num_parse_errors: 1 },
      parse_errors: [{ message: "Parse error: expected value\nInvalid fragment: 'WARN rotated'" }],
    });
    const json = { "sales.in": { stream: "sales", format: { name: "json" } } };
    const loss = inputStats(stats, { input: json, output: {} }).parse_loss;
    expect(loss).toMatchObject({ mismatch: { is: "stray text" }, rows: 0, is_uncounted: false });
  });

  /** Of a row of table visits without its visit_id. */
  const lacking = (row: object) => {
    const columns = {
      visits: [{ name: "visit_id" }, { name: "member_id" }, { name: "minutes" }],
      bookings: [{ name: "class_id" }, { name: "member_id" }, { name: "booked_at" }],
    };
    const text = JSON.stringify(row);
    const message = `Parse error (event #1): failed to deserialize JSON record: missing field \`visit_id\` at line 1 column 9\nInvalid fragment: '${text}'`;
    const stats = InputStats.parse({
      endpoint_name: "visits.in",
      config: { stream: "visits" },
      metrics: { total_records: 0, num_parse_errors: 1 },
      parse_errors: [{ message }],
    });
    const format = { name: "json", config: { update_format: "raw" } };
    const input = { "visits.in": { stream: "visits", format } };
    return inputStats(stats, { input, output: {}, columns }).parse_loss?.mismatch;
  };

  test("is another table's row where all its fields are columns there, and not where some are of its own", () => {
    const other = lacking({ class_id: 1, member_id: 2, booked_at: "2026-11-30" });
    expect(other).toMatchObject({ is: "missing field", of_table: "bookings" });
    expect(String(other && parseAdvice(other))).toMatch(
      /the fields of table bookings .*: let that table's connector/,
    );
    expect(String(other && parseAdvice(other, true))).toMatch(/send them to that table/);
    expect(lacking({ member_id: 2, minutes: 30, note: "late" })).not.toHaveProperty("of_table");
  });

  test("is that of a server's error in place of rows, whose fields are those of an error alone", () => {
    const refused = lacking({ error: "invalid api key", code: 4011 });
    expect(refused).toMatchObject({ is: "missing field", is_answer: true });
    expect(String(refused && parseAdvice(refused))).toMatch(/an error, as a server answers in place of rows/);
    expect(lacking({ member_id: 7, message: "back at nine" })).not.toHaveProperty("is_answer");
    expect(lacking({ code: 4011 })).not.toHaveProperty("is_answer");
  });

  test("is an empty line of CSV, which is no row, and a header behind another line, which is skipped for it", () => {
    const csv = (message: string) => {
      const stats = InputStats.parse({
        endpoint_name: "sales.in",
        config: { stream: "sales" },
        metrics: { total_records: 10, num_parse_errors: 1 },
        parse_errors: [{ message: `Parse error (event #1): failed to deserialize CSV record: ${message}` }],
      });
      const columns = { sales: [{ name: "id" }, { name: "item" }] };
      const format = { name: "csv", config: { headers: true } };
      return inputStats(stats, { input: { "sales.in": { stream: "sales", format } }, output: {}, columns })
        .parse_loss;
    };
    const empty = csv("invalid length 0, expected 2 columns\nInvalid fragment: '\n'");
    expect(empty).toMatchObject({ mismatch: { is: "empty line" }, rows: 0 });
    const header = csv("field id: invalid digit found in string\nInvalid fragment: 'id,item\n'");
    expect(header).toMatchObject({ mismatch: { is: "header", is_second: true }, rows: 0 });
    expect(String(parseAdvice({ is: "header", is_second: true }))).toMatch(
      /headers is set, and skips only the first line/,
    );
  });

  const BARE = '{"charge_id": 1, "item": "water"}';

  test.each([
    [
      "a bare row where it wants insert or delete",
      "error deserializing JSON string as a single-row update: unknown field `charge_id`, expected one of `table`, `insert`, `delete`, `update`",
      BARE,
      { is: "update format", set: "insert_delete", needed: "raw" },
    ],
    [
      "an array where it wants a row",
      "failed to deserialize JSON record: error parsing field 'charge_id': invalid type: map, expected i64 at line 1 column 1",
      `[${BARE},`,
      { is: "in arrays" },
    ],
    [
      "an array of rows of which one is wrong",
      'failed to deserialize JSON record: invalid type: string "x", expected i64 at line 1 column 90',
      `[${BARE}]`,
      undefined,
    ],
    [
      "a bare row that has another field than the table",
      "failed to deserialize JSON record: missing field `id`",
      BARE,
      { is: "missing field", field: "id", fields: ["charge_id", "item"] },
    ],
  ])("of what is sent by HTTP, whose format is not told, is that of %s", (_, reason, text, mismatch) => {
    const stats = InputStats.parse({
      endpoint_name: "charges.api-ingress-1",
      config: { stream: "charges" },
      metrics: { total_records: 0, num_parse_errors: 1 },
      parse_errors: [
        {
          message: `Parse error (event #1): ${reason}\nInvalid fragment: '${text}'`,
        },
      ],
    });
    expect(inputStats(stats, { input: {}, output: {} }).parse_loss?.mismatch).toEqual(mismatch);
  });

  const stations = [
    { name: "id", type: "BIGINT" },
    { name: "city", type: "VARCHAR" },
    { name: "kw", type: "INTEGER" },
  ];
  const csv = (line: string) =>
    `Parse error (event #480): failed to deserialize CSV record: error parsing field 'kw': field 2: invalid digit found in string\nInvalid fragment: '${line}\n'`;

  test.each([
    ['480,Aachen,"1,500"', "1,500 in column kw has separators between its digits"],
    ['480,"Bremen, ""Mitte""",1\'500', '"1\'500" in column kw has separators between its digits'],
    ["480,Aachen,12.500.000", "12.500.000 in column kw has separators between its digits"],
    ["480,Aachen,n/a", "n/a in column kw is no NULL, but a text"],
    ["480,Aachen,fast", "undefined"],
    ["480,Aachen,1.500", "undefined"],
  ])("is told in few words of a line of CSV: %s", (line, briefly) => {
    const stats = InputStats.parse({
      endpoint_name: "stations.in",
      config: { stream: "stations" },
      metrics: { total_records: 460, num_parse_errors: 1 },
      parse_errors: [{ message: csv(line) }],
    });
    const input = { "stations.in": { stream: "stations", format: { name: "csv" } } };
    const { mismatch } = inputStats(stats, { input, output: {}, columns: { stations } }).parse_loss ?? {};
    expect(String(mismatch && parseMismatchBriefly(mismatch))).toBe(briefly);
  });

  test("is the case of a field's name where its column was declared in quotes", () => {
    const stats = InputStats.parse({
      endpoint_name: "copies.in",
      metrics: { total_records: 0, num_parse_errors: 1 },
      parse_errors: [
        {
          message: `Parse error (event #1): failed to deserialize JSON record: incorrect case-sensitive field name: expected: Copy No, found: copy no at line 1 column 10\nInvalid fragment: '{"copy no": 1, "TITLE": "Night Trains"}'`,
        },
      ],
    });
    const input = {
      "copies.in": { stream: "copies", format: { name: "json", config: { update_format: "raw" } } },
    };
    const { mismatch } = inputStats(stats, { input, output: {} }).parse_loss ?? {};
    expect(mismatch).toEqual({ is: "field case", field: "copy no", column: "Copy No" });
    expect(String(mismatch && parseAdvice(mismatch))).toContain("whose name was declared in quotes");
  });

  /** What Feldera counts of one line of CSV that was posted as JSON: four errors, of no row. */
  const POSTED = [
    ["(event #1): failed to deserialize JSON record: invalid type: integer `1`, expected a record", "1"],
    [": failed to parse string as a JSON document: expected value at line 1 column 2", ",0,hot,2025-06-01"],
    ["(event #2): failed to deserialize JSON record: invalid type: integer `10`, expected a record", "10"],
    [": failed to parse string as a JSON document: expected value at line 1 column 4", ":00:00"],
  ].map(([why, fragment]) => ({ message: `Parse error ${why}\nInvalid fragment: '${fragment}'` }));

  test("tells that rows posted over HTTP are no JSON, and no number of them", () => {
    const stats = InputStats.parse({
      endpoint_name: "alarms.api-ingress-1",
      config: { stream: "alarms" },
      metrics: { total_records: 0, num_parse_errors: 4 },
      parse_errors: POSTED,
    });
    const loss = inputStats(stats, { input: {}, output: {} }).parse_loss;
    expect(loss).toMatchObject({
      is_uncounted: true,
      mismatch: { is: "other format", set: "json", looks_like: "csv" },
    });
  });

  test("tells of the last line of a page that it came in place of JSON", () => {
    const of = (fragment: string) => {
      const message = `Parse error: failed to parse string as a JSON document: expected value at line 2 column 1\nInvalid fragment: '${fragment}'`;
      const stats = InputStats.parse({
        endpoint_name: "customers.page",
        config: { stream: "customers" },
        metrics: { total_records: 0, num_parse_errors: 1 },
        parse_errors: [{ message }],
      });
      const format = { name: "json", config: { update_format: "raw" } };
      const input = { "customers.page": { stream: "customers", format } };
      return inputStats(stats, { input, output: {} }).parse_loss?.mismatch;
    };
    expect(of("</html>\n")).toEqual({ is: "other format", set: "json", looks_like: "html" });
    expect(of("<row id")).toEqual({ is: "other format", set: "json" });
  });

  test("tells the update format of rows posted over HTTP by what was wanted within, and no array", () => {
    const posted = (fragment: string) =>
      InputStats.parse({
        endpoint_name: "alarms.api-ingress-1",
        config: { stream: "alarms" },
        metrics: { total_records: 9, num_parse_errors: 1 },
        parse_errors: [
          {
            message: `Parse error: failed to deserialize JSON record: missing field \`code\` at line 1 column 9\nInvalid fragment: '${fragment}'`,
          },
        ],
      });
    const of = (fragment: string) => inputStats(posted(fragment), { input: {}, output: {} }).parse_loss;
    expect(of('{"insert": {"code": 1}}')?.mismatch).toMatchObject({ set: "raw", needed: "insert_delete" });
    expect(of('{"insert": {"number": 1}}')?.mismatch).toBeUndefined();
    expect(of('[{"code": 1}]')?.mismatch).toBeUndefined();
  });
});
