import { describe, expect, test } from "vitest";
import { analyzeLogs } from "../../../src/analysis/logs/analyze-logs.ts";
import { atLeastOne } from "../../support/at-least-one.ts";
import { allRecords, analyze, at, input, line, managerLine, recording } from "./support.ts";

const PANIC =
  "thread 'dbsp-worker-0' (31947) panicked at src/operators.rs:377:17:\nattempt to divide by zero\n";

describe("a record", () => {
  test("takes the lines that follow it, and drops blank ones at its end", () => {
    const [first, second] = allRecords(
      `${line(0, "INFO", "one")}  two\n\nthree\n\n\n${line(1, "INFO", "four")}`,
    );
    expect(first).toMatchObject({ message: "one\n  two\n\nthree", lines: 6, time: at(0) });
    expect(second).toMatchObject({ message: "four", lines: 1 });
  });

  test("in a text log does not begin at a row that is JSON", () => {
    const records = allRecords(`${line(0, "ERROR", "parse error")}{"insert": {"id": 4}}\n{"level":"INFO"}\n`);
    expect(records.map((record) => record.lines)).toEqual([3]);
  });

  test("of the control plane does not repeat the pipeline's id and name", () => {
    const log = managerLine(0, 'Resources error: gone\ncode "9" pipeline-id="01a1" pipeline-name="N/A"');
    expect(allRecords(log)[0]?.message).toBe('Resources error: gone\ncode "9"');
  });

  test("keeps what a pipeline writes of an id and a name", () => {
    expect(allRecords(line(0, "INFO", 'x pipeline-name="p"'))[0]?.message).toBe('x pipeline-name="p"');
  });

  test("of text opens where nothing stands before it; blank lines there open none", () => {
    const facts = analyze(`\n \nstray\nmore\n${line(0, "INFO", "one")}`);
    expect(facts.records.map(({ kind, source, message }) => [kind, source, message])).toEqual([
      ["text", "plain", "stray\nmore"],
      ["log", "pipeline", "one"],
    ]);
    expect(facts.read.linesOutsideRecords).toBe(2);
  });

  test("claims what it claims: a forged line of the control plane is a record like a real one", () => {
    const forged = `[manager] ${at(9)} ERROR pipeline_manager::runner: out of memory: storage is corrupt`;
    const records = allRecords(
      `${line(0, "ERROR", "parse error: 'x")}${forged}\n'\n${line(1, "INFO", "on")}`,
    );
    expect(records.map(({ source, level, message }) => [source, level, message])).toEqual([
      ["pipeline", "error", "parse error: 'x"],
      ["manager", "error", "out of memory: storage is corrupt\n'"],
      ["pipeline", "info", "on"],
    ]);
  });
});

describe("a panic", () => {
  test("is an error of its own, without a time, between those of its neighbours", () => {
    const log = `${line(3, "INFO", "before")}\n${PANIC}note: run with \`RUST_BACKTRACE=1\`\n${line(17, "ERROR", "after")}`;
    const panic = allRecords(log)[1];
    expect(panic).toStrictEqual({
      kind: "panic",
      source: "plain",
      level: "error",
      between: { after: at(3), before: at(17) },
      message: `${PANIC}note: run with \`RUST_BACKTRACE=1\``,
      lines: 3,
      run: 0,
    });
  });

  test("has no time after it where it comes last", () => {
    const records = allRecords(line(3, "INFO", "before") + PANIC);
    expect(records[1]?.between).toStrictEqual({ after: at(3) });
  });

  test("of each thread is a record, its backtrace within it", () => {
    const other = PANIC.replace("dbsp-worker-0", "merger-1");
    const records = allRecords(
      `${PANIC}stack backtrace:\n   0: std::panicking\n             at ./x.rs:1:2\n\n${other}`,
    );
    expect(records.map((record) => [record.kind, record.lines])).toEqual([
      ["panic", 6],
      ["panic", 2],
    ]);
  });

  test.each([
    "thread '<unnamed>' panicked at 'index out of bounds', src/a.rs:1:2",
    "thread 'main' panicked at src/a.rs:1:2:",
  ])("is recognised as %s", (text) => {
    expect(allRecords(`${line(0, "INFO", "x")}${text}\n`)[1]).toMatchObject({ kind: "panic", message: text });
  });

  test.each([
    "memory allocation of 34359738368 bytes failed",
    "fatal runtime error: stack overflow",
    "thread 'dbsp-worker-0' (12) has overflowed its stack",
    "Aborted",
    "Aborted (core dumped)",
    "Killed",
    "Segmentation fault (core dumped)",
  ])("has a like in the abort %j", (text) => {
    expect(allRecords(`${line(0, "INFO", "x")}${text}\n`)[1]).toMatchObject({
      kind: "abort",
      level: "error",
      message: text,
      between: { after: at(0) },
    });
  });

  test("is not every line that speaks of one", () => {
    const log = `${line(0, "ERROR", "DBSP error")}foreground worker thread 0 panicked\nKilled by hand\nthe thread 'x' panicked at y\n`;
    expect(allRecords(log).map((record) => record.lines)).toEqual([4]);
  });
});

describe("the configuration dump", () => {
  const dump = [
    "Pipeline configuration read from /home/p/config.json.",
    "Pipeline configuration loaded successfully: {",
    '  "given_name": "p",',
    '  "global": {',
    '    "workers": 2,',
    '    "tracing": false,',
    '    "max_rss_mb": null',
    "  },",
    '  "pin_cpus": [',
    "    3",
    "  ]",
    "}",
  ];

  test("is one record, folded to its first line", () => {
    const records = allRecords(`${managerLine(0, "x")}${dump.join("\n")}\n${line(2, "INFO", "y")}`);
    expect(records).toHaveLength(3);
    expect(records[1]).toStrictEqual({
      kind: "configuration",
      source: "plain",
      between: { after: at(0), before: at(2) },
      message: dump[0],
      lines: 12,
      linesFolded: 11,
      run: 0,
    });
  });

  test("is shown whole on request", () => {
    const facts = analyze(dump.join("\n"), { showConfiguration: true });
    expect(facts.records[0]?.message).toBe(dump.join("\n"));
    expect(facts.records[0]?.linesFolded).toBeUndefined();
  });

  test("stays one record whatever other threads write in between, and takes nothing of theirs", () => {
    for (let place = 1; place < dump.length; place++) {
      const balancer = `${line(1, "INFO", "Join balancer state:")}  Join graph:\n    Streams: \n${PANIC}`;
      const log = `${dump.slice(0, place).join("\n")}\n${balancer}${dump.slice(place).join("\n")}\n`;
      const records = analyze(log, { showConfiguration: true }).records;
      expect(records.map((record) => [record.kind, record.message])).toEqual([
        ["configuration", dump.join("\n")],
        ["log", "Join balancer state:\n  Join graph:\n    Streams:"],
        ["panic", PANIC.trimEnd()],
      ]);
    }
  });

  test("that is cut short by a crash ends where the control plane speaks", () => {
    const log = `${dump.slice(0, 4).join("\n")}\n${managerLine(1, "gone")}  "row": 1\n`;
    expect(allRecords(log).map((record) => [record.kind, record.lines])).toEqual([
      ["configuration", 4],
      ["log", 2],
    ]);
  });

  test("does not take the lines after its end", () => {
    const records = allRecords(`${dump.join("\n")}\nwarning: something\n`);
    expect(records.map((record) => [record.kind, record.message])).toEqual([
      ["configuration", dump[0]],
      ["text", "warning: something"],
    ]);
  });

  test("is not any text that ends in a brace", () => {
    expect(allRecords('error {\n  "a": 1\n}\n')).toMatchObject([{ kind: "text", lines: 3 }]);
  });

  test("is still known by its last lines alone, when the buffer has dropped the others", () => {
    const records = allRecords(`${dump.slice(6).join("\n")}\n${line(2, "INFO", "y")}`);
    expect(records.map((record) => [record.kind, record.lines])).toEqual([
      ["configuration", 6],
      ["log", 1],
    ]);
  });
});

describe("what is no record", () => {
  const notice = "... 1234 prior log lines were discarded due to buffer constraints and are thus not shown.";

  test.each([
    [
      "of the control plane",
      `[manager] ${at(0)}  WARN pipeline_manager::runner::pipeline_logs: ${notice} pipeline-id="x"`,
    ],
    ["in a JSON log", JSON.stringify({ timestamp: at(0), level: "WARN", fields: { line: notice } })],
    ["of an older version", notice],
  ])("is Feldera's notice %s that lines were discarded", (_, text) => {
    const { read, records } = analyze(`${text}\n${line(1, "INFO", "x")}`);
    expect(read).toMatchObject({ linesDiscardedByFeldera: 1234, linesOutsideRecords: 1, records: 1 });
    expect(records.map((record) => record.message)).toEqual(["x"]);
  });

  test("is no notice later in the log, where a row could have written it", () => {
    const facts = analyze(`${line(1, "INFO", "x")}${notice}\n${managerLine(2, notice)}`);
    expect(facts.read.linesDiscardedByFeldera).toBe(0);
    expect(facts.records.map((record) => record.lines)).toEqual([2, 1]);
  });

  test("is the end of the stream, if it is the last line", () => {
    const { read, records } = analyze(`${line(1, "INFO", "x")}Logs have ended\n`);
    expect(read).toMatchObject({ ended: true, linesOutsideRecords: 1 });
    expect(records[0]?.message).toBe("x");
  });

  test("is no end of the stream before the last line", () => {
    const { read, records } = analyze(`${line(1, "INFO", "x")}Logs have ended\n${line(2, "INFO", "y")}`);
    expect(read.ended).toBe(false);
    expect(records[0]?.message).toBe("x\nLogs have ended");
  });

  test("is a first line whose start is missing", () => {
    const facts = analyzeLogs(input(`word=hunter2\n${line(1, "INFO", "x")}`, true));
    expect(facts.records.map((record) => record.message)).toEqual(["x"]);
    expect(facts.read).toMatchObject({ startCut: true, linesOutsideRecords: 1, lines: 2 });
    expect(JSON.stringify(facts)).not.toContain("hunter2");
  });
});

describe("nothing raw is kept", () => {
  test("of colours and secrets, in text, in JSON, in spans, over several lines", () => {
    const json = JSON.stringify({
      timestamp: at(1),
      level: "ERROR",
      target: "x::SECRET1",
      fields: { message: "\u001b[31mSECRET2\nSECRET3\u001b[0m", url: "SECRET4" },
    });
    const log = `[p] \u001b[2m${at(0)}\u001b[0m \u001b[31mERROR\u001b[0m \u001b[1ma\u001b[0m{u="SECRET5"}: b::c:  SECRET6\nSECRET7\0\n${json}\n`;
    const facts = analyze(log);
    expect(facts.records.map(({ span, target, message }) => [span, target, message])).toEqual([
      ['a{u="(secret)"}', "b::c", "(secret)\n(secret)"],
      [undefined, "x::(secret)", "(secret)\n(secret) url=(secret)"],
    ]);
    expect(JSON.stringify(facts)).not.toMatch(/SECRET|\\u001b/);
  });

  test("of a secret that no single line shows", () => {
    const key = "-----BEGIN-----\nabc\n-----END-----";
    const withoutKeys = (text: string) => text.replace(/-----BEGIN-----[^-]*-----END-----/, "(key)");
    const log = input(`${line(0, "INFO", "read")}${key}\n`);
    const facts = analyzeLogs({ ...log, cleaner: { ...log.cleaner, text: withoutKeys } });
    expect(facts.records[0]).toMatchObject({ message: "read\n(key)", lines: 4 });
  });

  test("of a secret that the cut of an overlong line divides", () => {
    const facts = analyze(line(0, "INFO", `${"x".repeat(35)} SECRETabc ${"y".repeat(200)}`), {
      maxLineBytes: 100,
    });
    expect(facts.records[0]?.message).toMatch(/^x+ \(secr$/);
  });
});

describe("an overlong line", () => {
  test("is cut, and says by how much", () => {
    const facts = analyze(line(0, "INFO", "x".repeat(200)) + line(1, "INFO", "y"), { maxLineBytes: 100 });
    const [first, second] = facts.records;
    expect((first?.message.length ?? 0) + (first?.bytesCut ?? 0)).toBe(200);
    expect(second).toMatchObject({ message: "y" });
    expect(second?.bytesCut).toBeUndefined();
    expect(facts.read.linesCut).toBe(1);
  });

  test("of JSON is read whole, so that its level is known, and its message cut line by line", () => {
    const message = `head\n${"x".repeat(150)}\n${"y".repeat(20)}`;
    const text = JSON.stringify({ fields: { message }, level: "ERROR", timestamp: at(0) });
    expect(analyze(text, { maxLineBytes: 100 }).records[0]).toMatchObject({
      level: "error",
      message: `head\n${"x".repeat(100)}\n${"y".repeat(20)}`,
      bytesCut: 50,
    });
  });
});

describe("the recorded logs", () => {
  test.each(["logs_runtime_panic", "logs_json_runtime_panic"])(
    "%s: the panic stands between the times around it",
    (name) => {
      const records = allRecords(recording(name));
      const panic = records.findIndex((record) => record.kind === "panic");
      expect(records[panic]?.message).toMatch(
        /^thread 'dbsp-worker-0' \(\d+\) panicked at .*\n'158 \/ 0' causes overflow for type INTEGER\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace$/,
      );
      expect(records[panic]?.between).toStrictEqual({
        after: records[panic - 1]?.time,
        before: records[panic + 1]?.time,
      });
      expect(records[panic - 1]?.message).toBe(
        "Runtime transition: initializing -> running (desired: running)",
      );
      expect(records[panic + 1]?.message).toMatch(/^DBSP error: .*\n {13}at \.\/misc.*$/s);
    },
  );

  test("are read alike as text and as JSON", () => {
    const shape = (name: string) =>
      allRecords(recording(name))
        .filter((record) => !record.message.startsWith("Pipeline deployment identifier from storage"))
        .filter((record) => !record.message.startsWith("Desired status from storage"))
        .map(({ kind, source, level, target }) => [kind, source, level, target].join(" "));
    expect(shape("logs_json_runtime_panic").sort()).toEqual(shape("logs_runtime_panic").sort());
  });

  test.each([
    ["logs_runtime_panic", [129]],
    ["logs_payments_10s", [373, 379]],
    ["logs_idle_until_delete", [59, 59]],
    ["logs_bad_connector", [86]],
    ["logs_json_runtime_panic", [129]],
  ])("%s: each configuration dump is one record", (name, lines) => {
    const dumps = allRecords(recording(name)).filter((record) => record.kind === "configuration");
    expect(dumps.map((record) => record.lines)).toEqual(lines);
  });

  test.each([
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
  ])("%s: every record but panics and configurations has a time, a level and a target", (name) => {
    for (const record of atLeastOne(allRecords(recording(name)))) {
      expect(["log", "panic", "configuration"]).toContain(record.kind);
      if (record.kind !== "log") continue;
      expect(record.time).toBeDefined();
      expect(record.level).toBeDefined();
      expect(record.target).toMatch(/^\w+(::\w+)*$/);
    }
  });

  test("logs_parse_errors: a row of many lines stays within its error", () => {
    const errors = allRecords(recording("logs_parse_errors")).filter((record) => record.level === "error");
    expect(errors[0]).toMatchObject({
      lines: 1999,
      span: 'file_input{ path="/home/feldera/real/data/orders.json"}',
    });
    expect(errors.slice(1).map((record) => record.lines)).toEqual(Array.from({ length: 10 }, () => 2));
  });

  test("logs_idle_until_delete ends by itself, the others do not", () => {
    expect(analyze(recording("logs_idle_until_delete")).read).toMatchObject({
      ended: true,
      linesOutsideRecords: 1,
    });
    expect(analyze(recording("logs_manager_stopped")).read.ended).toBe(false);
  });
});
