import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LogOptions } from "../../../src/analysis/logs/analyze-logs.ts";
import type { Level } from "../../../src/analysis/logs/record.ts";
import { compilePattern } from "../../../src/analysis/pattern.ts";
import { analyze, at, line, managerLine, recording } from "./support.ts";

const messages = (log: string | Uint8Array, options: LogOptions) =>
  analyze(log, options).records.map((record) => record.message);

const second = (count: number) => Date.parse(at(count));
const NONE = { level: 0, since: 0, until: 0, grep: 0, exclude: 0 };

describe("level", () => {
  test("error on the recorded panic shows its header, its message, and the error that holds its stack", () => {
    const [panic, error] = messages(recording("logs_runtime_panic"), { level: "error" });
    expect(panic).toMatch(
      /^thread 'dbsp-worker-0' \(31947\) panicked at .*operators.rs:377:17:\n'158 \/ 0' causes overflow/,
    );
    expect(error).toMatch(/^DBSP error: .*stack trace:.*create_operator_f2b7f34563d2a7a8/s);
  });

  test.each<[Level, string[]]>([
    ["error", ["e"]],
    ["warn", ["e", "w"]],
    ["info", ["stray", "e", "w", "i"]],
    ["debug", ["stray", "e", "w", "i", "d"]],
    ["trace", ["stray", "e", "w", "i", "d", "t"]],
  ])("%s shows it and what is more severe; a record without a level counts as info", (level, expected) => {
    const log = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"].map((name, i) =>
      line(i, name, name[0]?.toLowerCase() ?? ""),
    );
    const facts = analyze(`stray\n${log.join("")}`, { level });
    expect(facts.records.map((record) => record.message)).toEqual(expected);
    expect(facts.levels).toEqual({ error: 1, warn: 1, info: 1, debug: 1, trace: 1, none: 1 });
    expect(facts.counts.leftOut).toEqual({ ...NONE, level: 6 - expected.length });
  });
});

describe("since and until", () => {
  const log = line(10, "INFO", "a") + line(30, "INFO", "b") + line(20, "INFO", "c") + line(40, "INFO", "d");

  test("are inclusive, and lose no record where the times are not in order", () => {
    expect(messages(log, { since: second(20) })).toEqual(["b", "c", "d"]);
    expect(messages(log, { until: second(20) })).toEqual(["a", "c"]);
    const facts = analyze(log, { since: second(20), until: second(30) });
    expect(facts.records.map((record) => record.message)).toEqual(["b", "c"]);
    expect(facts.counts.leftOut).toEqual({ ...NONE, since: 1, until: 1 });
  });

  test("take a record without a time if it can have happened then", () => {
    const panic = "thread 'x' panicked at y:\nz\n";
    const around = line(10, "INFO", "a") + panic + line(30, "INFO", "b");
    const has = (options: LogOptions) => messages(around, options).includes(panic.trimEnd());
    expect(has({ since: second(20) })).toBe(true);
    expect(has({ since: second(30) })).toBe(true);
    expect(has({ since: second(31) })).toBe(false);
    expect(has({ until: second(20) })).toBe(true);
    expect(has({ until: second(9) })).toBe(false);
    const backwards = line(30, "INFO", "a") + panic + line(10, "INFO", "b");
    expect(messages(backwards, { since: second(20), until: second(20) })).toEqual([panic.trimEnd()]);
  });

  test("take a panic at the end of the log whatever since is, and one at its start whatever until is", () => {
    const panic = "thread 'x' panicked at y\n";
    expect(messages(line(10, "INFO", "a") + panic, { since: second(50) })).toEqual([panic.trimEnd()]);
    expect(messages(panic + line(10, "INFO", "a"), { until: second(0) })).toEqual([panic.trimEnd()]);
  });
});

describe("grep and exclude", () => {
  const log =
    line(0, "INFO", "loading\n  orders") +
    line(1, "ERROR", "orders failed") +
    managerLine(2, "Runtime transition: orders");

  test("match the whole text of a record: its source, time, level, target and all lines", () => {
    const grep = (source: string) => messages(log, { grep: compilePattern(source) });
    expect(grep("  orders$")).toEqual(["loading\n  orders"]);
    expect(grep("ERROR dbsp_adapters::server: orders")).toEqual(["orders failed"]);
    expect(grep("^\\[manager\\] 2026-11-21T08:00:02")).toEqual(["Runtime transition: orders"]);
    expect(grep("Orders")).toEqual([]);
    expect(messages(log, { grep: compilePattern("LOADING", { ignoreCase: true }) })).toEqual([
      "loading\n  orders",
    ]);
  });

  test("do not match the name of the pipeline, which every line has", () => {
    const named = log.replaceAll("[p]", "[error_demo]");
    expect(messages(named, { grep: compilePattern("error_demo") })).toEqual([]);
  });

  test("count what they leave out, a record once, by the first filter it fails", () => {
    const facts = analyze(log, {
      level: "info",
      grep: compilePattern("orders"),
      exclude: compilePattern("transition"),
      since: second(1),
    });
    expect(facts.records.map((record) => record.message)).toEqual(["orders failed"]);
    expect(facts.counts).toEqual({
      inScope: 3,
      leftOut: { ...NONE, since: 1, exclude: 1 },
      matched: 1,
      context: 0,
      folded: 0,
      cutByTail: 0,
      cutBySize: 0,
    });
  });

  test("see text that is cleaned", () => {
    const coloured = line(0, "INFO", "\u001b[31mred\u001b[0m SECRET1");
    expect(messages(coloured, { grep: compilePattern("INFO .*: red \\(secret\\)$") })).toHaveLength(1);
    expect(messages(coloured, { grep: compilePattern("SECRET1|\\x1b") })).toEqual([]);
  });

  test("see a configuration whole, though it is shown folded", () => {
    const facts = analyze(recording("logs_runtime_panic"), { grep: compilePattern('"given_name"') });
    expect(facts.records).toMatchObject([{ kind: "configuration", lines: 129, linesFolded: 128 }]);
  });
});

describe("context", () => {
  const log = ["a", "b", "MATCH", "c", "d", "e", "MATCH 2", "f"]
    .map((text, i) => line(i, "INFO", text))
    .join("");
  const grep = compilePattern("MATCH");
  const shown = (options: LogOptions) =>
    analyze(log, { grep, ...options }).records.map((record) =>
      record.isContext ? `(${record.message})` : record.message,
    );

  test("shows the records on either side of each match, each once, and marks them", () => {
    expect(shown({ context: 1 })).toEqual(["(b)", "MATCH", "(c)", "(e)", "MATCH 2", "(f)"]);
    expect(shown({ context: 2 })).toEqual(["(a)", "(b)", "MATCH", "(c)", "(d)", "(e)", "MATCH 2", "(f)"]);
    expect(shown({ context: 100 })).toHaveLength(8);
    expect(shown({ context: 0 })).toEqual(["MATCH", "MATCH 2"]);
  });

  test("does not bring back what is excluded", () => {
    expect(shown({ context: 1, exclude: compilePattern(": [bc]$") })).toEqual([
      "MATCH",
      "(e)",
      "MATCH 2",
      "(f)",
    ]);
  });

  test("is counted apart from the matches", () => {
    const { counts } = analyze(log, { grep, context: 1 });
    expect(counts).toMatchObject({ matched: 2, context: 4, leftOut: { grep: 6 } });
  });

  test("stays within the run", () => {
    const start = managerLine(0, "Resources transition: stopped -> provisioning (desired: provisioned)");
    const facts = analyze(`${start}${line(1, "INFO", "old")}${start}${line(2, "INFO", "MATCH")}`, {
      grep,
      context: 5,
    });
    expect(facts.records.map((record) => record.message)).not.toContain("old");
  });

  test("is what lies within its distance of a match", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), fc.nat(5), (matches, context) => {
        const text = matches.map((isMatch, i) => line(i, "INFO", isMatch ? "MATCH" : "other")).join("");
        const facts = analyze(text, { grep, context, dedupe: false });
        const expected = matches.flatMap((isMatch, i) => {
          const isNear = matches.slice(Math.max(0, i - context), i + context + 1).includes(true);
          return isMatch || isNear ? [{ time: at(i), isContext: isMatch ? undefined : true }] : [];
        });
        expect(facts.records.map(({ time, isContext }) => ({ time, isContext }))).toEqual(expected);
      }),
    );
  });
});

describe("tail", () => {
  const log = Array.from({ length: 150 }, (_, i) => line(i, "INFO", `word${"x".repeat(i)}`)).join("");

  test("keeps the newest, 100 unless told, and counts the others", () => {
    const facts = analyze(log);
    expect(facts.records).toHaveLength(100);
    expect(facts.records[99]?.time).toBe(at(149));
    expect(facts.counts.cutByTail).toBe(50);
    expect(messages(log, { tail: 1 })).toEqual([`word${"x".repeat(149)}`]);
    expect(messages(log, { tail: 0 })).toEqual([]);
    expect(messages(log, { tail: 1000 })).toHaveLength(150);
  });

  test("counts records after filters and folding", () => {
    const alike = Array.from({ length: 150 }, (_, i) => line(i, "INFO", `item ${i}`)).join("");
    const facts = analyze(line(0, "WARN", "rare") + alike + line(0, "DEBUG", "noise"), {
      tail: 2,
      level: "info",
    });
    expect(facts.records.map((record) => record.message)).toEqual(["rare", "item 149"]);
  });
});
