import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeLogs, type LogOptions } from "../../../src/analysis/logs/analyze-logs.ts";
import { LogFacts } from "../../../src/analysis/logs/log-facts.ts";
import { LEVELS } from "../../../src/analysis/logs/record.ts";
import { compilePattern } from "../../../src/analysis/pattern.ts";
import { analyze, at, input, line, managerLine, recording } from "./support.ts";

const RECORDINGS = [
  "logs_runtime_panic",
  "logs_payments_10s",
  "logs_json_runtime_panic",
  "logs_idle_until_delete",
  "logs_bad_connector",
  "logs_parse_errors",
  "logs_manager_stopped",
  "logs_after_restart",
  "stopped_logs",
  "opt_logs_10s",
];

const aLine = fc.oneof(
  fc.constantFrom(
    "",
    "\r",
    "Logs have ended",
    "... 7 prior log lines were discarded due to buffer constraints and are thus not shown.",
    "Pipeline configuration read from x",
    "Pipeline configuration loaded successfully: {",
    '  "a": 1,',
    "}",
    "thread 'w' (1) panicked at x:1:2:",
    "Killed",
    "   0: frame",
    "SECRET",
    "\u001b[31mred\u001b[0m",
    '{"insert": {"id": 4}}',
    JSON.stringify({ timestamp: at(3), level: "ERROR", fields: { message: "a\nb" } }),
    JSON.stringify({ timestamp: at(4), level: "INFO", fields: { line: "x" } }),
  ),
  fc
    .tuple(fc.nat(59), fc.constantFrom("ERROR", "WARN", "INFO", "TRACE"), fc.string())
    .map((parts) => line(...parts).slice(0, -1)),
  fc
    .tuple(
      fc.constantFrom("stopped", "stopping", "provisioning"),
      fc.constantFrom("stopped", "provisioning", "stopping"),
    )
    .map(([from, to]) =>
      managerLine(1, `Resources transition: ${from} -> ${to} (desired: stopped)`).slice(0, -1),
    ),
  fc.string({ unit: "binary" }),
);

const aLog = fc
  .array(
    fc.oneof(
      aLine.map((text) => Buffer.from(`${text}\n`)),
      fc.uint8Array({ maxLength: 12 }),
    ),
  )
  .map((parts) => new Uint8Array(Buffer.concat(parts)));

const someOptions: fc.Arbitrary<LogOptions> = fc.record(
  {
    tail: fc.nat(20),
    level: fc.constantFrom(...LEVELS),
    since: fc.nat(59).map((second) => Date.parse(at(second))),
    until: fc.nat(59).map((second) => Date.parse(at(second))),
    grep: fc.constantFrom("a", "^\\[manager", "ERROR", ".").map((source) => compilePattern(source)),
    exclude: fc.constantFrom("b", "red", "INFO").map((source) => compilePattern(source)),
    run: fc.constantFrom<("current" | "previous" | "all")[]>("current", "previous", "all"),
    dedupe: fc.boolean(),
    context: fc.nat(3),
    showConfiguration: fc.boolean(),
    maxLineBytes: fc.integer({ min: 1, max: 60 }),
  },
  { requiredKeys: [] },
);

describe("of any bytes", () => {
  test("every line is in exactly one record, or counted as outside of them", () => {
    fc.assert(
      fc.property(aLog, fc.boolean(), (log, startsMidLine) => {
        const facts = analyzeLogs(input(log, startsMidLine), { run: "all", dedupe: false, tail: 1e9 });
        const text = Buffer.from(log).toString("latin1");
        const lineCount = text.split("\n").length - (text.endsWith("\n") || text === "" ? 1 : 0);
        const inRecords = facts.records.reduce((sum, record) => sum + record.lines, 0);
        expect(facts.read.lines).toBe(lineCount);
        expect(inRecords + facts.read.linesOutsideRecords).toBe(lineCount);
        expect(facts.read.bytes).toBe(log.length);
      }),
    );
  });

  test("the facts fit their schema, and hold no key without a value", () => {
    fc.assert(
      fc.property(aLog, someOptions, (log, options) => {
        const facts = analyze(log, options);
        expect(LogFacts.parse(facts)).toStrictEqual(facts);
        expect(JSON.parse(JSON.stringify(facts))).toStrictEqual(facts);
      }),
    );
  });

  test("the counts of the steps add up", () => {
    fc.assert(
      fc.property(aLog, someOptions, (log, options) => {
        const { counts, records, levels, runs, read } = analyze(log, options);
        const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, number) => total + number, 0);
        expect(sum(Object.values(levels))).toBe(counts.inScope);
        expect(counts.matched + sum(Object.values(counts.leftOut))).toBe(counts.inScope);
        expect(counts.matched + counts.context - counts.folded - counts.cutByTail - counts.cutBySize).toBe(
          records.length,
        );
        expect(sum(runs.map((run) => run.records)) + read.recordsBeforeFirstRun).toBe(read.records);
        expect(records.length).toBeLessThanOrEqual(options.tail ?? 100);
      }),
    );
  });

  test("what is cleaned away is nowhere in the facts", () => {
    fc.assert(
      fc.property(aLog, someOptions, (log, options) => {
        const shown = JSON.stringify(analyze(log, options));
        expect(shown).not.toContain("SECRET");
        expect(shown).not.toContain("\\u001b[31m");
      }),
    );
  });

  test("a smaller tail shows the end of what a larger one shows", () => {
    fc.assert(
      fc.property(aLog, someOptions, fc.nat(10), (log, options, tail) => {
        const all = analyze(log, { ...options, tail: 1e9 }).records;
        const expected = tail === 0 ? [] : all.slice(-tail);
        expect(analyze(log, { ...options, tail }).records).toStrictEqual(expected);
      }),
    );
  });
});

describe.each(RECORDINGS)("of the recording %s", (name) => {
  test("the facts fit their schema, and every line is accounted for", () => {
    const facts = analyze(recording(name), { run: "all", dedupe: false, tail: 1e9 });
    expect(LogFacts.parse(facts)).toStrictEqual(facts);
    const inRecords = facts.records.reduce((sum, record) => sum + record.lines, 0);
    expect(inRecords + facts.read.linesOutsideRecords).toBe(facts.read.lines);
  });

  test("from the control plane's first line on, a log whose start is gone reads like the whole", () => {
    const log = recording(name);
    const read = (start: number) =>
      analyzeLogs(input(log.subarray(start), start > 0), {
        run: "all",
        dedupe: false,
        tail: 1e9,
      }).records.map(({ kind, source, time, message }) => ({ kind, source, time, message }));
    const whole = read(0);
    for (let start = 1; start < log.length; start += Math.ceil(log.length / 40)) {
      const records = read(start);
      const first = records.findIndex((record) => record.source === "manager");
      const complete = first < 0 ? [] : records.slice(first);
      expect(complete).toEqual(whole.slice(whole.length - complete.length));
    }
  });
});

describe("what an answer has no room for", () => {
  const log = ["a", "b", "c"].map((letter, i) => line(i, "INFO", letter.repeat(100))).join("");

  test("is the oldest of the tail, and counted", () => {
    const { records, counts } = analyze(log, { maxShownBytes: 250 });
    expect(records.map(({ message }) => message)).toEqual(["b".repeat(100), "c".repeat(100)]);
    expect(counts.cutBySize).toBe(1);
  });

  test("is nothing where it just fits, and never the newest", () => {
    expect(analyze(log, { maxShownBytes: 300 }).counts.cutBySize).toBe(0);
    const { records, counts } = analyze(log, { maxShownBytes: 99 });
    expect(records).toMatchObject([{ message: "c".repeat(99), bytesCut: 1 }]);
    expect(counts.cutBySize).toBe(2);
  });

  test("is the end of a record that is longer by itself", () => {
    const log = `${line(0, "ERROR", "lines:")}${"x".repeat(99)}\n${"y".repeat(99)}\n`;
    const [record] = analyze(log, { maxShownBytes: 110 }).records;
    expect(record).toMatchObject({ message: `lines:\n${"x".repeat(99)}\nyyy`, bytesCut: 96 });
  });
});

describe("large input", () => {
  const MiB = 1024 * 1024;

  test("of 50 MiB in one line is cut, and counted", () => {
    const facts = analyze("a".repeat(50 * MiB));
    expect(facts.read).toMatchObject({ bytes: 50 * MiB, lines: 1, linesCut: 1, records: 1 });
    expect(facts.records).toMatchObject([{ bytesCut: 50 * MiB - 64 * 1024 }]);
    expect(facts.records[0]?.message).toHaveLength(64 * 1024);
  });

  test("of 200,000 lines that differ in numbers alone is folded into one", () => {
    const lines = Array.from({ length: 200_000 }, (_, i) =>
      line(i % 60, "INFO", `item ${i} of "${i}" is done`),
    );
    const log = Buffer.from(lines.join(""));
    const facts = analyze(log);
    expect(facts.records).toMatchObject([
      { message: 'item 199999 of "199999" is done', repeats: { count: 200_000 } },
    ]);
  });

  test("of 200,000 lines in one record is one record", () => {
    const log = Buffer.from(line(0, "ERROR", "row") + '{"insert": {}}\n'.repeat(200_000));
    expect(analyze(log).records).toMatchObject([{ lines: 200_001 }]);
  });

  const head = `[p] ${at(0)}  INFO `;
  test.each([
    ["opening quotes", `${head}a:  ${" '\" `".repeat(160_000)}`],
    ["escaped quotes", `${head}a:  ${'\\"'.repeat(400_000)}`],
    ["quotes that close within a word", `${head}a:  ${"'a'b ".repeat(160_000)}`],
    ["digits", `${head}a:  ${"1".repeat(800_000)}`],
    ["digits and dots", `${head}a:  ${"1.".repeat(400_000)}x`],
    ["hexadecimal digits that end in a word", `${head}a:  ${"0a".repeat(400_000)}g`],
    ["beginnings of UUIDs", `${head}a:  ${"w1-0123abcd-".repeat(65_000)}`],
    ["blanks", `${head}a:  ${" ".repeat(800_000)}x`],
    ["spans", head + "a{}:".repeat(200_000)],
    ["spans that do not close", head + "a{".repeat(400_000)],
    ["module paths", head + "a::".repeat(260_000)],
    ["names", head + "a: ".repeat(260_000)],
    ["labels of the control plane", `[manager] ${at(0)}  INFO a::b: ${' pipeline-id="'.repeat(57_000)}`],
    ["brackets", "[".repeat(800_000)],
    ["nested JSON", `{"timestamp"${":[".repeat(400_000)}`],
    ["thread names", `thread '${"' (1".repeat(200_000)}`],
    [
      "line breaks in JSON",
      JSON.stringify({ timestamp: at(0), level: "INFO", fields: { message: "\n".repeat(400_000) } }),
    ],
    ["blank lines", `${head}a:  b${"\n".repeat(800_000)}`],
    ["indented JSON", `Pipeline configuration loaded successfully: {\n${"  1\n".repeat(200_000)}`],
  ])("made of %s does not take quadratic time", (_, log) => {
    const all = analyze(log, { maxLineBytes: MiB });
    const matching = analyze(log, {
      maxLineBytes: MiB,
      grep: compilePattern("(a|b)*$"),
      exclude: compilePattern("q.*q"),
    });
    expect(matching.records).toStrictEqual(all.records);
  });
});
