import { describe, expect, test } from "vitest";
import { compilePattern } from "../../../src/analysis/pattern.ts";
import { allRecords, analyze, at, line, managerLine, recording } from "./support.ts";

const shown = (log: string) =>
  analyze(log).records.map((record) => [record.message, record.repeats?.count ?? 1]);
const lines = (...texts: string[]) => texts.map((text, i) => line(i, "ERROR", text)).join("");

describe("records fold", () => {
  test.each([
    ["numbers", "stalled 16 seconds, 10ms, 24.41 MiB", "stalled 2 seconds, 350ms, 0.5 MiB"],
    ["addresses", "listening on 127.0.0.1:33015 at 0x7f12", "listening on 10.0.0.2:44 at 0xbeef"],
    [
      "UUIDs",
      "pipeline-01a1fd0d-9b2c-7081-9e7c-91d69c799fca",
      "pipeline-01a1fd63-9b2c-7081-9e7c-91d69c799fcb",
    ],
    ["hex", "endpoint api-ingress-8670601e954d1610", "endpoint api-ingress-fa70601e954d16ff"],
    ["times", "since 2026-11-21T07:43:28.7Z", "since 2025-01-02 03:04:05+01:00"],
    ["quoted values", "invalid \"not a number\" or '1 / 0' or `a b`", "invalid \"\" or '22 / 7' or `c d`"],
    [
      "the variable parts of paths",
      "/data/w0-01a1fd62-4c0b-7832-a22d-a3e16e7a89e2.feldera, /in/part20261121.csv, /in/part-00001.csv",
      "/data/w1-01a1fd62-4c09-78d3-9f10-226eae1502d5.feldera, /in/part20261122.csv, /in/part-7.csv",
    ],
    [
      "rows that do not parse",
      "bad row 1\nInvalid fragment: '{\"a\":\n1}'",
      "bad row 22\nInvalid fragment: 'now'",
    ],
  ])("that differ in %s, the newest shown whole", (_, one, other) => {
    expect(shown(lines(one, other))).toEqual([[other, 2]]);
  });

  test("that are not adjacent, into the place of the newest", () => {
    expect(shown(lines("a 1", "b", "a 2", "c", "a 3", "d"))).toEqual([
      ["b", 1],
      ["c", 1],
      ["a 3", 3],
      ["d", 1],
    ]);
  });

  test("with the first and last time, whatever the order", () => {
    const log = line(5, "INFO", "a") + line(9, "INFO", "a") + line(2, "INFO", "a") + line(7, "INFO", "a");
    const [record] = analyze(log).records;
    expect(record?.repeats).toStrictEqual({ count: 4, first: at(2), last: at(9) });
    expect(record?.time).toBe(at(7));
  });

  test("of the same panic, of the same thread, without times", () => {
    const panic = (id: number) => `thread 'w' (${id}) panicked at x:1:2:\ny\n`;
    const [record] = analyze(panic(1) + panic(2)).records;
    expect(record).toMatchObject({ message: panic(2).trimEnd(), kind: "panic" });
    expect(record?.repeats).toStrictEqual({ count: 2 });
  });

  test("not at all on request", () => {
    const facts = analyze(lines("a", "a"), { dedupe: false });
    expect(facts.records).toHaveLength(2);
    expect(facts.counts.folded).toBe(0);
  });
});

describe("records do not fold", () => {
  test.each([
    ["words", "orders failed", "clicks failed"],
    ["the connector", "error on 'orders.orders_file'", "error on 'clicks.clicks_file'"],
    ["connectors of like names", "error on 'orders.orders_1'", "error on 'orders.orders_2'"],
    ["the column", "missing field `amount`", "missing field `name`"],
    ["the type", "expected i64", "expected f64"],
    ["an apostrophe's side of a text", "it's slow, isn't it", "it's fast, isn't it"],
    ["the value of a panic", "x panicked: '1 / 0'", "x panicked: '2 / 0'"],
    ["further lines", "failed\nCaused by: timeout", "failed\nCaused by: refused"],
  ])("that differ in %s", (_, one, other) => {
    expect(shown(lines(one, other))).toEqual([
      [one, 1],
      [other, 1],
    ]);
  });

  test("that differ in level, source, target or span", () => {
    const head = `[p] ${at(0)}`;
    const log = [
      `${head} ERROR a::b:  x`,
      `${head}  WARN a::b:  x`,
      `${head}  WARN a::c:  x`,
      `${head}  WARN s: a::c:  x`,
      `[manager] ${at(0)}  WARN a::c: x`,
    ];
    expect(analyze(log.join("\n")).records).toHaveLength(5);
  });

  test("when they are panics with different messages, or of different threads", () => {
    const panic = (thread: string, message: string) =>
      `thread '${thread}' (1) panicked at x:1:2:\n${message}\n`;
    const log = panic("w-0", "'1 / 0'") + panic("w-0", "'2 / 0'") + panic("w-1", "'1 / 0'");
    expect(analyze(log).records).toHaveLength(3);
  });

  test("when one matches and the other is its context", () => {
    const { records } = analyze(lines("item 1", "item 2"), { grep: compilePattern("item 1"), context: 1 });
    expect(records.map((record) => [record.message, record.isContext])).toEqual([
      ["item 1", undefined],
      ["item 2", true],
    ]);
  });

  test("when they are allocations of different sizes", () => {
    const log = "memory allocation of 1 bytes failed\nmemory allocation of 2 bytes failed\n";
    expect(analyze(log).records).toHaveLength(2);
  });
});

describe("the recorded logs", () => {
  test("logs_parse_errors: ten errors of one file become two, by what is wrong with the row", () => {
    const facts = analyze(recording("logs_parse_errors"), { level: "error" });
    expect(
      facts.records.map((record) => [
        record.repeats?.count ?? 1,
        /parsing field '\w+'/.exec(record.message)?.[0],
      ]),
    ).toEqual([
      [1, "parsing field 'amount'"],
      [9, "parsing field 'id'"],
    ]);
    expect(facts.records[1]?.message).toContain("event #328");
    expect(facts.counts.folded).toBe(8);
  });

  test("logs_payments_10s: a second run folds what the first one logged, too, if both are shown", () => {
    const facts = analyze(recording("logs_payments_10s"), { run: "all" });
    const port = facts.records.find((record) => record.message.startsWith("Started HTTP server"));
    expect(port).toMatchObject({
      run: 1,
      message: "Started HTTP server on port 34711",
      repeats: { count: 2, first: "2026-11-21T07:45:08.566129Z", last: "2026-11-21T07:46:18.344300Z" },
    });
  });
});

test("folding shows one of each kind, and its counts add up to all", () => {
  const log = managerLine(0, "x") + lines("a 1", "b", "a 2", "b", "a 3");
  const facts = analyze(log, { run: "all" });
  const total = facts.records.reduce((sum, record) => sum + (record.repeats?.count ?? 1), 0);
  expect(total).toBe(allRecords(log).length);
  expect(facts.records.length + facts.counts.folded).toBe(total);
});
