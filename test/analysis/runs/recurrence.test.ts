import { describe, expect, test } from "vitest";
import { explainDeploymentError } from "../../../src/analysis/pipeline/deployment-error.ts";
import { isSameFailure } from "../../../src/analysis/pipeline/failure-kind.ts";
import { eventRuns } from "../../../src/analysis/runs/event-runs.ts";
import { recurrenceOf, untilNextMs, willRecur } from "../../../src/analysis/runs/recurrence.ts";
import type { PipelineRun } from "../../../src/analysis/runs/run.ts";
import { PipelineEvent } from "../../../src/feldera/schemas/pipeline.ts";
import { recordedRows } from "../../support/rows.ts";

const failureOf = (message: string, error_code = "RuntimeError.WorkerPanic") =>
  explainDeploymentError({ error_code, message });

const T0 = Date.parse("2026-11-28T09:00:00Z");
const at = (second: number) => new Date(T0 + second * 1000).toISOString();

/** A run that began to process at a second, and lived for some. */
function run(second: number, lived: number, end: PipelineRun["end"], message = "boom at 17"): PipelineRun {
  return {
    began: at(second - 3),
    ran_since: at(second),
    ended: at(second + lived),
    lived_ms: lived * 1000,
    end,
    ...(end === "failed" && { failure: failureOf(message) }),
  };
}

describe("the runs of a pipeline", () => {
  test("are told by its events, with what ended each", () => {
    const events = recordedRows("worlds/recurring_a/events_all").map((row) => PipelineEvent.parse(row));
    const told = eventRuns(events).map(({ end, lived_ms, failure }) => [
      end,
      lived_ms === undefined ? undefined : Math.round(lived_ms / 1000),
      failure?.error_code,
    ]);
    expect(told).toEqual([
      ["stopped", 19, undefined],
      ["stopped", 19, undefined],
      ["stopped", 36, undefined],
      ["failed", 30, "RuntimeError.WorkerPanic"],
      ["failed", 30, "RuntimeError.WorkerPanic"],
      ["goes on", undefined, undefined],
    ]);
  });

  test("are divided where the process went away and came back by itself", () => {
    const axes = (runtime: string, second: number) =>
      PipelineEvent.parse({
        event_id: `e${second}`,
        recorded_at: at(second),
        deployment_resources_status: "Provisioned",
        deployment_runtime_status: runtime,
      });
    const newestFirst = [
      axes("Running", 60),
      axes("Initializing", 50),
      axes("Unavailable", 40),
      axes("Running", 10),
      axes("Initializing", 5),
    ];
    expect(eventRuns(newestFirst)).toMatchObject([
      { ran_since: at(10), ended: at(40), lived_ms: 30_000, end: "went away" },
      { began: at(50), ran_since: at(60), end: "goes on" },
    ]);
    // Where what was read begins within a run, since when it had run is not known.
    expect(eventRuns(newestFirst.slice(0, -1))).toMatchObject([
      { ended: at(40), end: "went away" },
      { began: at(50), ran_since: at(60), end: "goes on" },
    ]);
    expect(eventRuns(newestFirst.slice(0, -1))[0]?.lived_ms).toBeUndefined();
  });
});

describe("two failures are the same error", () => {
  test("where only the row's data differ", () => {
    const one = failureOf("line 12 column 43: While converting '12,50' to DECIMAL: parse error");
    const other = failureOf("line 12 column 43: While converting '7,1' to DECIMAL: parse error");
    expect(isSameFailure(one, other)).toBe(true);
  });

  const division = (values: string, ...operators: string[]) => ({
    ...failureOf(`'${values}' causes overflow for type INTEGER`),
    operators,
  });

  test("where two operators compute the expression, whichever panicked first", () => {
    expect(isSameFailure(division("392 / 0", "view", "aggregate"), division("17 / 0", "aggregate"))).toBe(
      true,
    );
    expect(isSameFailure(division("392 / 0", "view"), division("392 / 0", "aggregate"))).toBe(true);
  });

  test("not where other values meet another operator", () => {
    expect(isSameFailure(division("392 / 0", "view"), division("17 / 0", "other"))).toBe(false);
  });

  test("not where another place of the SQL fails", () => {
    const one = failureOf("line 12 column 43: While converting '12,50' to DECIMAL: parse error");
    const other = failureOf("line 19 column 8: While converting '12,50' to DECIMAL: parse error");
    expect(isSameFailure(one, other)).toBe(false);
  });
});

describe("an error will come again", () => {
  test("where two runs died of it at one age, and the third is younger", () => {
    const found = recurrenceOf([run(0, 30, "failed"), run(60, 31, "failed"), goesOn(100)], { up_ms: 9000 });
    expect(found && [willRecur(found), untilNextMs(found)]).toEqual([true, 21_000]);
  });

  test("also where a run between them was stopped before it could die", () => {
    const runs = [run(0, 30, "failed"), run(60, 8, "stopped"), run(90, 31, "failed"), goesOn(130)];
    const found = recurrenceOf(runs, { up_ms: 9000 });
    expect(found && willRecur(found)).toBe(true);
  });

  test.each([
    ["it died once", [run(0, 30, "failed")], {}],
    ["another error ended the run before", [run(0, 30, "failed", "other: x"), run(60, 30, "failed")], {}],
    [
      "a run between them lived longer",
      [run(0, 30, "failed"), run(60, 90, "stopped"), run(200, 30, "failed")],
      {},
    ],
    ["it is past that age by far", [run(0, 30, "failed"), run(60, 30, "failed")], { up_ms: 300_000 }],
    ["a later run was", [run(0, 30, "failed"), run(60, 30, "failed"), run(120, 300, "stopped")], {}],
    ["its program changed", [run(0, 30, "failed"), run(60, 30, "failed")], { program_since: at(95) }],
    [
      "its configuration changed",
      [run(0, 30, "failed"), run(60, 30, "failed")],
      { is_configured_otherwise: true },
    ],
  ])("not where %s", (_, runs, standing) => {
    const found = recurrenceOf([...runs, goesOn(500)], { up_ms: 9000, ...standing });
    expect(found && willRecur(found)).toBe(false);
  });

  test.each([13_000, 27_600, 27_601])(
    "and is known to be over once it is told that it would be (%i ms)",
    (up_ms) => {
      const found = recurrenceOf([run(0, 12.6, "failed"), goesOn(100)], { up_ms });
      expect(found?.is_outlived).toBe(up_ms > (found?.outlived_ms ?? 0));
      expect(found?.outlived_ms).toBe(27_600);
    },
  );

  test("at a time that cannot be told where the ages differ", () => {
    const found = recurrenceOf([run(0, 30, "failed"), run(60, 600, "failed"), goesOn(700)], { up_ms: 9000 });
    expect(found && [willRecur(found), untilNextMs(found)]).toEqual([true, undefined]);
  });
});

function goesOn(second: number): PipelineRun {
  return { began: at(second - 3), ran_since: at(second), end: "goes on" };
}
