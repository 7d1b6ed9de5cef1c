import { describe, expect, test } from "vitest";
import { analyze, at, line, managerLine, recording } from "./support.ts";

const START = "Resources transition: stopped -> provisioning (desired: provisioned)";
const FRESH = "Fresh start of pipeline logs";

describe("the runs of a recorded log", () => {
  test("logs_idle_until_delete: one killed by a signal, one stopped by request", () => {
    expect(analyze(recording("logs_idle_until_delete")).runs).toStrictEqual([
      {
        index: 0,
        start: "2026-11-21T07:51:46.690711Z",
        ranSince: "2026-11-21T07:51:52.563842Z",
        end: "2026-11-21T07:52:56.952770Z",
        stopRequested: false,
        resourcesError: "Pipeline process exited prematurely with signal: 9 (SIGKILL)",
        records: 45,
        errors: 10,
        crashes: 0,
        isConfiguredOtherwise: false,
      },
      {
        index: 1,
        start: "2026-11-21T07:53:27.535265Z",
        ranSince: "2026-11-21T07:53:29.858274Z",
        end: "2026-11-21T07:53:31.410216Z",
        stopRequested: true,
        records: 29,
        errors: 0,
        crashes: 0,
      },
    ]);
  });

  test("logs_payments_10s: one that failed to start, one that still runs", () => {
    const { runs } = analyze(recording("logs_payments_10s"));
    expect(runs).toMatchObject([
      { stopRequested: false, errors: 3 },
      { start: "2026-11-21T07:46:17.632458Z" },
    ]);
    expect(runs[1]).not.toHaveProperty("end");
    expect(runs[1]).not.toHaveProperty("stopRequested");
  });

  test("logs_runtime_panic and the same in JSON: one run with one crash", () => {
    for (const name of ["logs_runtime_panic", "logs_json_runtime_panic"]) {
      const { runs, read } = analyze(recording(name));
      expect(runs).toMatchObject([{ stopRequested: false, errors: 5, crashes: 1 }]);
      expect(read.recordsBeforeFirstRun).toBe(1);
    }
  });

  test("logs_after_restart: a run whose start went with the manager's memory", () => {
    expect(analyze(recording("logs_after_restart")).runs).toStrictEqual([
      {
        index: 0,
        end: "2026-11-21T07:59:08.682520Z",
        stopRequested: false,
        resourcesError:
          "The pipeline-manager and this pipeline were previously terminated. Start the pipeline again.",
        records: 5,
        errors: 1,
        crashes: 0,
      },
    ]);
  });

  test("stopped_logs: none, and everything is shown", () => {
    const facts = analyze(recording("stopped_logs"));
    expect(facts.runs).toEqual([]);
    expect(facts.shown).toEqual({ scope: "everything" });
    expect(facts.records.map((record) => record.message)).toEqual([FRESH]);
  });
});

describe("the run shown", () => {
  const log =
    managerLine(0, FRESH) +
    managerLine(1, START) +
    line(2, "INFO", "first") +
    managerLine(3, START) +
    line(4, "INFO", "second") +
    managerLine(5, START) +
    line(6, "INFO", "third");
  const shown = (run: "current" | "previous" | "all") => {
    const facts = analyze(log, { run });
    return [
      facts.shown,
      facts.records.map((record) => record.message).filter((message) => message !== START),
    ];
  };

  test("current is the last one", () => {
    expect(shown("current")).toEqual([{ scope: "run", run: 2 }, ["third"]]);
  });

  test("previous is the one before", () => {
    expect(shown("previous")).toEqual([{ scope: "run", run: 1 }, ["second"]]);
  });

  test("all holds what belongs to no run, too", () => {
    expect(shown("all")).toEqual([{ scope: "everything" }, [FRESH, "first", "second", "third"]]);
  });

  test("previous shows nothing, and says so, where there was none", () => {
    const facts = analyze(managerLine(1, START), { run: "previous" });
    expect(facts.shown).toEqual({ scope: "nothing" });
    expect(facts.records).toEqual([]);
    expect(facts.counts.inScope).toBe(0);
    expect(facts.read.records).toBe(1);
  });

  test("logs_idle_until_delete: the previous run's last word is how it was killed", () => {
    const facts = analyze(recording("logs_idle_until_delete"), { run: "previous", level: "error", tail: 1 });
    expect(facts.records.map((record) => record.message)).toEqual([
      "Resources error: Pipeline process exited prematurely with signal: 9 (SIGKILL)",
    ]);
  });
});

describe("what stands before the first start", () => {
  test("is a run without a start where the pipeline speaks in it", () => {
    const log = line(0, "ERROR", "disk full") + managerLine(1, START) + line(2, "INFO", "up");
    const facts = analyze(log, { run: "previous" });
    expect(facts.records.map((record) => record.message)).toEqual(["disk full"]);
    expect(facts.runs[0]).toStrictEqual({ index: 0, records: 1, errors: 1, crashes: 0 });
    expect(facts.runs[1]).toMatchObject({ start: at(1) });
  });

  test("belongs to no run where only the control plane speaks", () => {
    const facts = analyze(`stray\n${managerLine(0, FRESH)}${managerLine(1, START)}${line(2, "INFO", "up")}`);
    expect(facts.runs).toHaveLength(1);
    expect(facts.read.recordsBeforeFirstRun).toBe(2);
  });
});

test("a pipeline that prints the words of a transition starts no run", () => {
  const facts = analyze(managerLine(1, START) + line(2, "INFO", START));
  expect(facts.runs).toHaveLength(1);
});
