import { describe, expect, test } from "vitest";
import { inputStats } from "../../../src/analysis/stats/connectors.ts";
import { parseAdvice, parseMismatchBriefly } from "../../../src/diagnosis/parse-advice.ts";
import { InputStats } from "../../../src/feldera/schemas/stats.ts";

const COLUMNS = [
  { name: "tour_id", type: "BIGINT" },
  { name: "farm", type: "VARCHAR" },
  { name: "picked_at", type: "TIMESTAMP" },
  { name: "price", type: "DECIMAL" },
  { name: "is_cold", type: "BOOLEAN" },
];

/** How rows come: sent by HTTP, or read by a connector with this format. */
type Reader = "http" | { readonly name: string; readonly config?: Readonly<Record<string, unknown>> };

function lossOf(reader: Reader, reason: string, fragment: string, event = 2) {
  const isPushed = reader === "http";
  const endpoint_name = isPushed ? "tours.api-ingress-51e46553b777d096" : "tours.file";
  const stats = InputStats.parse({
    endpoint_name,
    config: { stream: "tours" },
    metrics: { total_records: 0, num_parse_errors: 1 },
    parse_errors: [{ message: `Parse error (event #${event}): ${reason}\nInvalid fragment: '${fragment}'` }],
  });
  const input = isPushed ? {} : { [endpoint_name]: { stream: "tours", format: reader } };
  return inputStats(stats, { input, output: {}, columns: { tours: COLUMNS } }).parse_loss;
}

const json = (config: Readonly<Record<string, unknown>> = {}) => ({ name: "json", config });
const RAW = json({ update_format: "raw" });
const DEBEZIUM = json({ update_format: "debezium" });
const CSV = { name: "csv" };

const ROW =
  '{"tour_id": 1, "farm": "Alm", "picked_at": "2026-11-24 08:00:00", "price": "0.41", "is_cold": true}';
const EVENT = `{"before": null, "after": ${ROW}, "op": "c", "ts_ms": 1795500000000}`;
const LACKS = "failed to deserialize JSON record: missing field `tour_id` at line 1 column 99";
const OF_CHANGE =
  "error deserializing JSON string as a single-row update: unknown field `{}`, expected one of `table`, `insert`, `delete`, `update` at line 1 column 9";
const OF_EVENT =
  "error deserializing JSON string as a Debezium CDC event: missing field `payload` at line 1 column 99";
const MAP_FOR_TEXT = "invalid type: map, expected a string at line 1 column 1";
const cell = (field: string, why: string) =>
  `failed to deserialize CSV record: error parsing field '${field}': field 0: ${why}`;
const value = (field: string, why: string) =>
  `failed to deserialize JSON record: error parsing field '${field}': ${why} at line 1 column 9`;
/** Of what is longer than an error has room for. */
const LONG =
  '{"schema": {"type": "struct", "fields": [{"type": "struct", "fields": [\n... [9000 bytes elided] ...\n';

const NO_JSON = "failed to parse string as a JSON document: expected value at line 1 column 30";

/** How it is read, what its parser says of what text, and what has to be said of that, in few words and in more. */
const CASES: readonly (readonly [string, Reader, string, string, RegExp, RegExp])[] = [
  [
    "Debezium's events, sent as raw rows",
    "http",
    LACKS,
    `{"payload": ${EVENT}}`,
    /rows are of update format debezium, and not raw/,
    /put "update_format=debezium" in the address of its request$/,
  ],
  [
    "Debezium's events without a payload, sent as raw rows",
    "http",
    LACKS,
    EVENT,
    /rows are of update format debezium, and not raw/,
    /update_format=debezium.*value\.converter\.schemas\.enable to true/,
  ],
  [
    "changes, sent as raw rows",
    "http",
    LACKS,
    `{"insert": ${ROW}}`,
    /insert_delete, and not raw/,
    /update_format=insert_delete/,
  ],
  [
    "deletions, read as raw rows",
    RAW,
    LACKS,
    `{"delete": ${ROW}}`,
    /insert_delete, and not raw/,
    /set update_format to insert_delete in its format's config/,
  ],
  [
    "weights, read as raw rows",
    RAW,
    LACKS,
    `{"weight": 1, "data": ${ROW}}`,
    /weighted, and not raw/,
    /Feldera reads no weights/,
  ],
  [
    "bare rows, sent as changes",
    "http",
    OF_CHANGE.replace("{}", "tour_id"),
    ROW,
    /raw, and not insert_delete/,
    /update_format=raw/,
  ],
  [
    "events, sent as changes",
    "http",
    OF_CHANGE.replace("{}", "payload"),
    `{"payload": ${EVENT}}`,
    /debezium, and not insert_delete/,
    /update_format=debezium/,
  ],
  ["bare rows, sent as events", "http", OF_EVENT, ROW, /raw, and not debezium/, /update_format=raw/],
  [
    "changes, read as events",
    DEBEZIUM,
    OF_EVENT,
    `{"insert": ${ROW}}`,
    /insert_delete, and not debezium/,
    /set update_format to insert_delete/,
  ],
  [
    "events without a payload, read as events",
    DEBEZIUM,
    OF_EVENT,
    EVENT,
    /no payload around them/,
    /value\.converter\.schemas\.enable to true/,
  ],
  [
    "rows in a payload, read as events",
    DEBEZIUM,
    "error deserializing JSON string as a Debezium CDC event: missing field `op` at line 1 column 99",
    `{"schema": {"type": "struct"}, "payload": ${ROW}}`,
    /in a payload beside their schema/,
    /schemas\.enable to false there, and set update_format to raw/,
  ],
  [
    "long events with their schema, read as changes",
    json(),
    OF_CHANGE.replace("{}", "schema"),
    `${LONG}"op": "c", "ts_ms": 1}}`,
    /debezium, and not insert_delete/,
    /set update_format to debezium/,
  ],
  [
    "long rows with their schema, read as raw rows",
    RAW,
    LACKS,
    `${LONG}"is_cold": true}}`,
    /in a payload/,
    /to false there$/,
  ],
  [
    "arrays of bare rows, sent as changes",
    "http",
    `error deserializing JSON string as a single-row update: ${MAP_FOR_TEXT}`,
    `[${ROW},\n${ROW}]`,
    /come in arrays, of update format raw$/,
    /put "array=true" in the address.*update_format=raw/,
  ],
  [
    "arrays of changes, sent as changes",
    "http",
    `error deserializing JSON string as a single-row update: ${MAP_FOR_TEXT}`,
    `[{"insert": ${ROW}}]`,
    /in arrays, and array is not set$/,
    /put "array=true" in the address of its request$/,
  ],
  [
    "arrays of bare rows, sent as arrays of changes",
    "http",
    "error deserializing string as a JSON array of updates: unknown field `tour_id`, expected one of `table`, `insert`, `delete`, `update` at line 1 column 9",
    `[${ROW}, ${ROW}]`,
    /raw, and not insert_delete/,
    /update_format=raw/,
  ],
  [
    "rows, sent as arrays",
    "http",
    "error deserializing string as a JSON array: invalid type: map, expected a sequence at line 1 column 0",
    ROW,
    /do not come in arrays/,
    /put "array=false" in the address/,
  ],
  [
    "an API's answer, read as raw rows",
    RAW,
    LACKS,
    `{"count": 2, "items": [${ROW}, ${ROW}]}`,
    /^its rows stand within a record, in its field items$/,
    /jq -c '\.items\[\]'.* make items the column \(VARIANT ARRAY\), and UNNEST it in SQL$/,
  ],
  [
    "an API's answer, read as changes",
    json(),
    OF_CHANGE.replace("{}", "data"),
    `{"data": {"tours": [${ROW}], "page": 1}}`,
    /in its field data\.tours$/,
    /jq -c '\.data\.tours\[\]'.*make data the column \(VARIANT\).*set update_format to raw/,
  ],
  [
    "an API's answer of changes, read as arrays",
    json({ array: true }),
    "error deserializing string as a JSON array of updates: invalid type: map, expected a sequence at line 1 column 0",
    `{"changes": [{"insert": ${ROW}}]}`,
    /in its field changes$/,
    /and UNNEST it in SQL$/,
  ],
  [
    "a long answer, sent as raw rows",
    "http",
    LACKS,
    `{"next": null, "data": {"rows": [${ROW}, {"tour_id": 2, "fa\n... [9000 bytes elided] ...\nm": "Alm"}]}}`,
    /in its field data\.rows$/,
    /jq -c '\.data\.rows\[\]'/,
  ],
  [
    "rows with a record around each",
    RAW,
    LACKS,
    `{"type": "tour", "attributes": ${ROW}}`,
    /^each row stands in field attributes of a record$/,
    /a record with one, .*jq -c '\.attributes'" makes of it$/,
  ],
  [
    "a row that has others of its kind in a field, and lacks one of its own",
    RAW,
    LACKS,
    `${ROW.replace("tour_id", "number").slice(0, -1)}, "parts": [{"tour_id": 7, "farm": "Alm"}]}`,
    /rows lack the field tour_id$/,
    /it has number, farm/,
  ],
  [
    "updates of a table without a key",
    "http",
    "failed to deserialize JSON record: update operation is not supported on this stream",
    ROW,
    /^updates need a primary key, and the table has none$/,
    /declare it \(PRIMARY KEY\), or have its source send the old row as a delete and the new one as an insert$/,
  ],
  [
    "another name of a field, sent as raw rows",
    "http",
    LACKS,
    ROW.replace("tour_id", "tourId"),
    /rows lack the field tour_id, and have tourId$/,
    /\(tour_id, tourId\)/,
  ],
  [
    "another name of a field within a change",
    json(),
    LACKS,
    ROW.replace("tour_id", "tour-id"),
    /and have tour-id$/,
    /lacks the field tour_id/,
  ],
  [
    "another name of a field within an event",
    DEBEZIUM,
    LACKS,
    ROW.replace("tour_id", "no"),
    /rows lack the field tour_id$/,
    /it has no, farm/,
  ],
  [
    "semicolons, sent as CSV",
    "http",
    cell("tour_id", "invalid digit found in string"),
    "2;Alm;2026-11-24 08:00:00;0.41;true\n",
    /divided by ";"/,
    /send them with ","/,
  ],
  [
    "semicolons and quotes",
    CSV,
    cell("tour_id", "invalid digit found in string"),
    '2;"Alm; oben";2026-11-24 08:00:00;0.41;true\n',
    /divided by ";"/,
    /set delimiter/,
  ],
  [
    "semicolons and decimal commas",
    CSV,
    cell("tour_id", "invalid digit found in string"),
    "2;Alm;2026-11-24 08:00:00;0,41;true\n",
    /divided by ";"/,
    /set delimiter/,
  ],
  [
    "JSON, sent as CSV",
    "http",
    cell("tour_id", "invalid digit found in string"),
    `${ROW}\n`,
    /not csv, but looks like json/,
    /correct format in the address of its request/,
  ],
  [
    "a header, sent as CSV",
    "http",
    cell("tour_id", "invalid digit found in string"),
    "tour_id,farm,picked_at,price,is_cold\n",
    /header is no row/,
    /leave it out of what is sent/,
  ],
  [
    "columns in another order",
    CSV,
    cell("is_cold", "provided string was not `true` or `false`"),
    "true,Alm,2026-11-24 08:00:00,0.41,2\n",
    /^its fields stand in another order than the columns \(tour_id, is_cold\)$/,
    /in the place of column tour_id is what is_cold takes\. CSV is read by position/,
  ],
  [
    "columns in another order, of which one is empty",
    CSV,
    cell("is_cold", "provided string was not `true` or `false`"),
    "false,Alm,2026-11-24 08:00:00,0.41,\n",
    /in another order than the columns/,
    /declare the columns in the order of the text/,
  ],
  [
    "a wrong number beside another that is none",
    CSV,
    cell("tour_id", "invalid digit found in string"),
    "2x,Alm,2026-11-24 08:00:00,0.41 EUR,true\n",
    /undefined/,
    /does not fit the column tour_id/,
  ],
  [
    "an empty text for a moment",
    RAW,
    value("picked_at", "invalid RFC3339 timestamp string '': expected at least 4 digits, but found 0"),
    ROW,
    /^"" in column picked_at is no NULL, but a text$/,
    /send null, without quotes/,
  ],
  [
    "a moment of nothing, as MySQL writes it",
    RAW,
    value("picked_at", "invalid timestamp string '0000-00-00 00:00:00': input is out of range"),
    ROW,
    /0000-00-00 00:00:00" in column picked_at is no NULL/,
    /send null/,
  ],
  [
    "an empty field of CSV for a moment that there has to be",
    CSV,
    cell("picked_at", "invalid timestamp string '': premature end of input"),
    "2,Alm,,0.41,true\n",
    /undefined/,
    /column picked_at \(TIMESTAMP\) is NOT NULL/,
  ],
  [
    "spaces after commas",
    CSV,
    cell("price", "invalid decimal"),
    "2, Alm, 2026-11-24 08:00:00, 0.41, true\n",
    /spaces stand about the numbers in column price/,
    /set trim to fields/,
  ],
  [
    "another word for true",
    CSV,
    cell("is_cold", "provided string was not `true` or `false`"),
    "2,Alm,2026-11-24 08:00:00,0.41,yes\n",
    /yes in column is_cold is neither/,
    /true and false/,
  ],
  [
    "a number for true",
    RAW,
    value("is_cold", "invalid type: integer `1`, expected a boolean"),
    ROW,
    /neither true nor false/,
    /true and false/,
  ],
  [
    "true in quotes",
    RAW,
    value("is_cold", 'invalid type: string "true", expected a boolean'),
    ROW,
    /undefined/,
    /without quotes/,
  ],
  [
    "an empty text for a number",
    RAW,
    value("price", 'invalid value: string "", expected a decimal number'),
    ROW,
    /"" in column price is no NULL/,
    /send null/,
  ],
  [
    "a larger decimal",
    RAW,
    value("price", "decimal number 12345.6 is outside the value range -999 to 999 (inclusive)"),
    ROW,
    /undefined/,
    /a DECIMAL of more digits/,
  ],
  [
    "Debezium's bytes of a decimal",
    DEBEZIUM,
    value("price", 'invalid value: string "F3A=", expected a decimal number'),
    ROW,
    /undefined/,
    /decimal\.handling\.mode to string/,
  ],
  [
    "Debezium's number of a moment",
    DEBEZIUM,
    value("picked_at", "invalid type: integer `1762000300000`, expected a string"),
    ROW,
    /undefined/,
    /set json_flavor in its format's config to what Debezium/,
  ],
  [
    "Parquet without a column",
    { name: "parquet" },
    'error parsing parquet data (chunk 0): Error: missing field `tour_id` (data_type: "Struct")',
    "",
    /what it reads has no column tour_id/,
    /name that as it is named there/,
  ],
  [
    "Parquet with a column of another type",
    { name: "parquet" },
    'error parsing parquet data (chunk 0): Error: serde::de::Error: Error: serde::de::Error: {"field":"tour_id","description":"Error: serde::de::Error: Error: Deserializer does not implement deserialize_i64_at (data_type: \\"LargeUtf8\\", field: \\"$.tour_id\\")"} (data_type: "Struct", field: "$")',
    "",
    /column tour_id comes as LargeUtf8, not BIGINT/,
    /tour_id as LargeUtf8 \(a text\), which the SQL's column \(BIGINT\) does not take/,
  ],
  [
    "a decimal comma",
    CSV,
    cell("price", 'invalid value: string "8,7", expected a decimal number'),
    '1,Alm,2026-11-24 08:00:00,"8,7",true',
    /8,7 in column price has a comma before its fraction/,
    /8,7 has a comma before its fraction/,
  ],
  [
    "a 0 for false",
    CSV,
    cell("is_cold", "provided string was not `true` or `false`"),
    "1,Alm,2026-11-24 08:00:00,8.7,0",
    /0 in column is_cold is neither true nor false/,
    /declare the column as a number \(INTEGER\) and compare it in SQL/,
  ],
  [
    "a word of Python for none",
    "http",
    NO_JSON,
    ROW.replace('"0.41"', "NaN"),
    /^NaN in a row: no JSON$/,
    /NaN, for which it has null/,
  ],
  [
    "Python's own text",
    RAW,
    NO_JSON,
    ROW.replaceAll('"', "'"),
    /"single quotes" in a row: no JSON$/,
    /"single quotes", for which it has double ones/,
  ],
  ["a missing comma", RAW, NO_JSON, ROW.replace(",", ""), /undefined/, /a missing comma/],
  [
    "Parquet, read as JSON",
    RAW,
    "failed to parse string as a JSON document: expected value at line 1 column 1",
    "PAR1 2026",
    /not json, but looks like parquet/,
    /correct the format/,
  ],
];

describe("rows in another format than they are read as", () => {
  test.each(CASES)("are told: %s", (_, reader, reason, fragment, briefly, advice) => {
    const mismatch = lossOf(reader, reason, fragment)?.mismatch;
    expect(String(mismatch && parseMismatchBriefly(mismatch))).toMatch(briefly);
    expect(String(mismatch && parseAdvice(mismatch, reader === "http"))).toMatch(advice);
  });

  test("with another header than the table's columns, as the first line that is all words", () => {
    const header = (line: string, event: number) =>
      lossOf(CSV, cell("tour_id", "invalid digit found in string"), line, event)?.mismatch?.is;
    expect(header("Tour,farm,picked_at,price,cold\n", 1)).toBe("header");
    expect(header("Tour,farm,picked_at,price,cold\n", 2)).toBe("value");
    expect(header("7a,farm,picked_at,price,cold\n", 1)).toBe("value");
  });

  test("as messages of Avro, or a file of Excel, by what they begin with", () => {
    const begins = (reader: Reader, text: string) => lossOf(reader, NO_JSON, text)?.mismatch;
    const avro = { is: "other format", set: "json", looks_like: "avro" };
    expect(begins(RAW, "\0\0\0\u0001\u0007\u0002Alm")).toEqual(avro);
    expect(begins("http", "Obj\u0001\u0004")).toEqual(avro);
    expect(begins(CSV, "PK\u0003\u0004\u0014")).toMatchObject({ set: "csv", looks_like: "zip (or Excel)" });
    expect(begins(RAW, "\0{\0t")).toEqual({ is: "not text" });
  });

  test("as what most of it is, where a piece of what is no text looks like one", () => {
    const of = (...texts: readonly string[]) => {
      const parse_errors = texts.map((text) => ({
        message: `Parse error (event #1): ${cell("tour_id", "invalid digit found in string")}\nInvalid fragment: '${text}'`,
      }));
      const metrics = { total_records: 0, num_parse_errors: texts.length };
      const stats = InputStats.parse({ endpoint_name: "tours.file", metrics, parse_errors });
      const input = { "tours.file": { stream: "tours", format: CSV } };
      return inputStats(stats, { input, output: {} }).parse_loss?.mismatch;
    };
    const [binary, other] = ["\u0001\u0002x", "\u0003y\u0004"];
    expect(of(binary, "[248, 70]", other)).toEqual({ is: "not text" });
    expect(of("PK\u0003\u0004", binary, other)).toMatchObject({ looks_like: "zip (or Excel)" });
  });

  test("with fewer fields than the table has columns, whatever the parser says of that", () => {
    const loss = lossOf(
      CSV,
      "failed to deserialize CSV record: invalid length 3, expected 5 columns",
      "7,Alm,2026-11-24 08:00:00\n",
    );
    expect(loss?.mismatch).toEqual({ is: "fields", found: 3, columns: 5 });
  });

  test("with more fields in some lines, as a value that divides them and stands in no quotes", () => {
    const of = (total_records: number, line = '7,Alm, oben,2026-11-24 08:00:00,0.41,"true"') => {
      const message = `Parse error (event #7): ${cell("picked_at", "invalid date string ' oben'")}\nInvalid fragment: '${line}\n'`;
      const stats = InputStats.parse({
        endpoint_name: "tours.file",
        config: { stream: "tours" },
        metrics: { total_records, num_parse_errors: 1 },
        parse_errors: [{ message }],
      });
      const input = { "tours.file": { stream: "tours", format: CSV } };
      return inputStats(stats, { input, output: {}, columns: { tours: COLUMNS } }).parse_loss?.mismatch;
    };
    const some = of(1_250);
    expect(some).toEqual({ is: "fields", found: 6, columns: 5, unquoted: ",", is_of_some: true });
    expect(String(some && parseMismatchBriefly(some))).toBe(
      'some lines have 6 fields, and the table 5 columns: "," without quotes',
    );
    expect(String(some && parseAdvice(some))).toContain("has to stand in quotes at its source");
    expect(of(0)).toEqual({ is: "fields", found: 6, columns: 5 });
    const fewer = of(1_250, "7,Alm,2026-11-24 08:00:00,0.41");
    expect(String(fewer && parseAdvice(fewer))).toContain("write those lines whole at their source");
    const quoted = of(0, '"7,Alm,2026-11-24 08:00:00,0.41,true"');
    expect(String(quoted && parseMismatchBriefly(quoted))).toBe(
      "each of its lines stands in quotes as a whole",
    );
    expect(String(quoted && parseAdvice(quoted))).toContain("Take those quotes away at its source");
  });

  test("are no others where what stands about a row is what the table has columns for", () => {
    const columns = [{ name: "id" }, { name: "payload", type: "VARIANT" }];
    const stats = InputStats.parse({
      endpoint_name: "tours.api-ingress-1",
      config: { stream: "tours" },
      metrics: { total_records: 3, num_parse_errors: 1 },
      parse_errors: [
        {
          message:
            'Parse error (event #1): failed to deserialize JSON record: missing field `id` at line 1 column 9\nInvalid fragment: \'{"payload": {"id": 1}}\'',
        },
      ],
    });
    const { parse_loss } = inputStats(stats, { input: {}, output: {}, columns: { tours: columns } });
    expect(parse_loss?.mismatch).toEqual({
      is: "missing field",
      field: "id",
      fields: ["payload"],
      is_absent: true,
    });
  });

  test("take as many rows with them as stand in a field of a record", () => {
    const of = (reader: Reader, text: string) => lossOf(reader, LACKS, text, 1);
    const rows = Array.from({ length: 40 }, () => ROW).join(", ");
    const loss = of(RAW, `{"items": [${rows}]}`);
    expect(loss).toMatchObject({ rows: 40, mismatch: { is: "in a field", path: ["items"], rows: 40 } });
    expect(loss).not.toHaveProperty("swallowed");
    expect(of(RAW, `{"item": ${ROW}}`)).toMatchObject({ rows: 1, is_estimate: false });
    // Half of its bytes are left out.
    const shown = `{"items": [${Array.from({ length: 10 }, () => ROW).join(", ")}`;
    const long = of("http", `${shown}\n... [${shown.length} bytes elided] ...\n]}`);
    expect(long).toMatchObject({ rows: 20, is_estimate: true, mismatch: { is: "in a field" } });
  });

  test("take with them the array that they came in", () => {
    const reason = value("price", "invalid type: boolean `true`, expected a decimal number");
    expect(lossOf(json({ update_format: "raw", array: true }), reason, ROW, 1)).toMatchObject({
      takes_arrays: true,
      is_uncounted: false,
      rows: 1,
      mismatch: { is: "value", field: "price" },
    });
    // The newest error is of the 50th row that came, and none was read.
    expect(lossOf(json({ update_format: "raw", array: true }), reason, ROW, 50)).toMatchObject({
      takes_arrays: true,
      is_uncounted: false,
      is_estimate: true,
      rows: 50,
    });
    expect(lossOf("http", reason, ROW, 50)).toMatchObject({ takes_arrays: true, rows: 50 });
    expect(lossOf("http", reason, ROW, 1)).toMatchObject({
      is_uncounted: false,
      is_estimate: false,
      rows: 1,
    });
    const loss = lossOf(RAW, reason, ROW);
    expect(loss).toMatchObject({ rows: 1, is_uncounted: false });
    expect(loss).not.toHaveProperty("takes_arrays");
  });

  test("are known by the parser's own words, and not by what it quotes", () => {
    const of = (message: string) =>
      inputStats(InputStats.parse({ endpoint_name: "tours.api-ingress-1", parse_errors: [{ message }] }), {
        input: {},
        output: {},
      }).framing;
    expect(of("Parse error (event #1): failed to deserialize CSV record: x\nInvalid fragment: 'y'")).toEqual({
      format: "csv",
    });
    expect(of("Parse error: x\nInvalid fragment: 'failed to deserialize CSV record: y'")).toBeUndefined();
    expect(of("Parse error: error parsing Parquet data: Corrupt footer\nInvalid bytes: []")).toEqual({
      format: "parquet",
    });
  });
});
