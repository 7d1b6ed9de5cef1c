import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allRecords, analyze, line, managerLine, recording } from "./support.ts";

const AT = "/home/x/.cargo/vendor/parquet-57.3.0/src/file/reader.rs:535:17";
const TRACE = ["stack backtrace:", "   0: __rustc::rust_begin_unwind", "note: Some details are omitted."];

const lines = (...all: string[]) => all.map((one) => `${one}\n`).join("");

function panicsOf(log: string) {
  return analyze(line(1, "INFO", "before") + log).panics;
}

describe("a panic, as a version of Rust prints it", () => {
  test.each([
    ["with the thread's number", `thread 'merger-0' (31) panicked at ${AT}:`, "merger-0"],
    ["without", `thread 'merger-0' panicked at ${AT}:`, "merger-0"],
    ["of a thread without a name", `thread '<unnamed>' (31) panicked at ${AT}:`, "<unnamed>"],
    ["of a thread with an apostrophe", `thread 'bob's.feed' (31) panicked at ${AT}:`, "bob's.feed"],
  ])("%s", (_, header, thread) => {
    expect(panicsOf(lines(header, "the footer is", "too long", ...TRACE))).toMatchObject([
      {
        thread,
        location: AT,
        message: "the footer is\ntoo long",
        in_udf: false,
        is_over: false,
        aborted: false,
      },
    ]);
  });

  test.each([
    ["in a line", lines(`thread 'main' panicked at 'no value', ${AT}`, ...TRACE), "no value"],
    ["of several lines", lines("thread 'main' panicked at 'no", `'value'', ${AT}`, ...TRACE), "no\n'value'"],
    [
      "in quotes of its own",
      lines(`thread 'main' panicked at 'called \`x\`: "a', b"', ${AT}`),
      'called `x`: "a\', b"',
    ],
  ])("before 1.73, %s", (_, log, message) => {
    expect(panicsOf(log)).toMatchObject([{ thread: "main", message, location: AT }]);
  });

  test("that says nothing", () => {
    expect(panicsOf(lines(`thread 'main' panicked at ${AT}:`, ...TRACE))).toMatchObject([{ message: "" }]);
  });

  test("that takes the process with it", () => {
    const header = `thread 'main' (1) panicked at ${AT}:`;
    for (const end of [
      "thread caused non-unwinding panic. aborting.",
      "thread panicked while processing panic. aborting.",
    ]) {
      expect(panicsOf(lines(header, "in a destructor", end))).toMatchObject([
        { message: "in a destructor", aborted: true },
      ]);
    }
  });
});

describe("a panic says", () => {
  test("when, by the record before it", () => {
    const [panic] = panicsOf(lines(`thread 'main' panicked at ${AT}:`, "x"));
    expect(panic?.after).toBe("2026-11-21T08:00:01.000Z");
  });

  test("which connector its message names", () => {
    const said = "error on input endpoint 'orders.feed': no topic";
    expect(panicsOf(lines(`thread 'feldera-tokio-1' (2) panicked at ${AT}:`, said))).toMatchObject([
      { work: "task", connector: "orders.feed" },
    ]);
  });

  test("which SQL operators stand in its stack, and which function of the user's own", () => {
    const frames = [
      "   3: feldera_pipe_pipeline_01a1_globals::udf::risk_score",
      "   4: feldera_pipe_operator_e2f8aa95d440f778::create_operator_e2f8aa95d440f778::{{closure}}",
    ];
    const header = "thread 'dbsp-worker-0' (2) panicked at crates/feldera_pipe_x_globals/src/udf.rs:4:9:";
    expect(panicsOf(lines(header, "no bucket", "stack backtrace:", ...frames))).toMatchObject([
      { in_udf: true, udf: "risk_score", location: "udf.rs:4:9", operators: ["e2f8aa95d440f778"] },
    ]);
  });

  test("no more than can be told of it", () => {
    const [panic] = panicsOf(
      lines(`thread 'main' panicked at ${AT}:`, ...("x".repeat(50_000).match(/.{10}/g) ?? [])),
    );
    expect(panic?.message.length).toBeLessThanOrEqual(1000);
    expect(panic?.text.split("\n")).toHaveLength(16);
  });
});

describe("a panic is over", () => {
  const panic = lines(`thread 'main' panicked at ${AT}:`, "x");
  const start = managerLine(2, "Resources transition: stopped -> provisioning (desired: provisioned)");
  const process = lines(
    "Pipeline configuration read from /p/config.json",
    "Pipeline configuration loaded successfully: {",
    "}",
  );
  const isOver = (log: string) => analyze(log).panics.map(({ is_over }) => is_over);

  test("where another run has started since", () => {
    expect(isOver(start + panic + start + line(3, "INFO", "on"))).toEqual([true]);
  });

  test("where another process has started since, in the same run", () => {
    expect(isOver(start + process + panic + process + line(3, "INFO", "on"))).toEqual([true]);
  });

  test("not before, whatever is logged after it, or is known of runs", () => {
    expect(isOver(start + process + panic + line(3, "ERROR", "and on"))).toEqual([false]);
    expect(isOver(panic)).toEqual([false]);
    expect(
      isOver(start + process + panic + start.replace("stopped -> provisioning", "provisioned -> stopping")),
    ).toEqual([false]);
  });
});

test("of many panics the newest are told", () => {
  const log = Array.from({ length: 30 }, (_, i) => lines(`thread 't${i}' panicked at ${AT}:`, "x")).join("");
  expect(panicsOf(log).map(({ thread }) => thread)).toEqual(
    Array.from({ length: 10 }, (_, i) => `t${i + 20}`),
  );
});

test.each([
  ["logs_runtime_panic", ["dbsp-worker-0"]],
  ["logs_json_runtime_panic", ["dbsp-worker-0"]],
  ["worlds/storage_full/logs", ["merger-1", "merger-0", "dbsp-worker-1"]],
  ["logs_payments_10s", []],
])("the recorded log %s has panics of %j", (name, threads) => {
  const panics = analyze(recording(name)).panics.map(({ thread }) => thread);
  expect(panics.slice(-3)).toEqual(threads);
});

test("every record that is a panic is told as one", () => {
  const name = fc
    .string({ unit: "grapheme", maxLength: 20 })
    .map((text) => text.replace(/[\r\n\u2028\u2029]/g, ""));
  fc.assert(
    fc.property(name, fc.option(fc.nat()), fc.string({ unit: "grapheme" }), (thread, id, message) => {
      const header = `thread '${thread}'${id === null ? "" : ` (${id})`} panicked at ${AT}:`;
      const log = lines(header, message.replace(/[\r\n]/g, " "));
      const records = allRecords(log).filter(({ kind }) => kind === "panic");
      expect(panicsOf(log)).toHaveLength(records.length);
    }),
  );
});

test("a task that panics in the code of a transport is of a connector with that", () => {
  const header = "thread 'feldera-tokio-1' (1871) panicked at crates/datagen/src/lib.rs:1895:17:";
  expect(panicsOf(lines(header, "assertion failed: val >= *a && val < *b"))).toMatchObject([
    { work: "connector", transport: "datagen", location: "crates/datagen/src/lib.rs:1895:17" },
  ]);
});
