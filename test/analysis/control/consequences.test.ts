import { describe, expect, test } from "vitest";
import {
  consequencesOfApproval,
  consequencesOfCheckpoint,
  consequencesOfConnectorAction,
  consequencesOfDismissal,
  consequencesOfPause,
  consequencesOfResume,
  consequencesOfStart,
  consequencesOfStop,
} from "../../../src/analysis/control/consequences.ts";
import { standing } from "../../../src/analysis/control/standing.ts";
import type { PipelineStatus } from "../../../src/feldera/schemas/pipeline.ts";

const CHECKPOINT = { uuid: "01a1fd10-d254-7950-b022-965da1ea7e8a" };
const FAILED = { deployment_error: { message: "m", error_code: "RuntimeError.WorkerPanic", details: null } };
const SOME = { storage_status: "InUse", storage_status_details: { checkpoints: [CHECKPOINT] } };
const NONE = { storage_status: "InUse", storage_status_details: { checkpoints: [] } };
const UNKNOWN = { storage_status: "InUse", storage_status_details: null };
const CLEARED = { storage_status: "Cleared", storage_status_details: null };

function stopped(status: Partial<PipelineStatus> = {}) {
  return standing({
    name: "p",
    deployment_status: "Stopped",
    deployment_resources_status: "Stopped",
    deployment_resources_desired_status: "Stopped",
    program_status: "Success",
    ...status,
  });
}

function running(status: Partial<PipelineStatus> = {}, edition?: string) {
  const axes = { deployment_status: "Running", deployment_resources_status: "Provisioned" };
  return standing({ name: "p", program_status: "Success", ...axes, ...status }, edition);
}

describe("what a pipeline could be resumed from", () => {
  test.each([
    [SOME, { count: 1, newest: { uuid: CHECKPOINT.uuid, made_at: "2026-11-21T07:45:00.500Z" } }],
    [NONE, { count: 0 }],
    [CLEARED, { count: 0 }],
    [UNKNOWN, undefined],
    [{}, undefined],
  ])("with %j is %j", (status, checkpoints) => {
    expect(stopped(status).checkpoints).toEqual(checkpoints);
  });

  test("is its newest checkpoint, which Feldera lists last", () => {
    const older = { uuid: "01a1fd03-153d-7c11-a4ff-747315026d07" };
    const details = { checkpoints: [older, CHECKPOINT] };
    expect(stopped({ storage_status_details: details }).checkpoints).toMatchObject({
      count: 2,
      newest: { uuid: CHECKPOINT.uuid },
    });
  });
});

describe("starting", () => {
  const start = (before: ReturnType<typeof standing>, dismiss_error = false) =>
    consequencesOfStart(before, { dismiss_error });

  test("resumes from what there is", () => {
    expect(start(stopped(SOME))).toEqual(["resumes from the checkpoint"]);
    expect(start(stopped(NONE))).toEqual(["starts from scratch"]);
    expect(start(stopped(CLEARED))).toEqual(["starts from scratch"]);
    expect(start(stopped(UNKNOWN))).toEqual(["starts from what is not known"]);
  });

  test("dismisses an error only where it is told to", () => {
    expect(start(stopped({ ...NONE, ...FAILED }))).toEqual(["refused while an error stands"]);
    expect(start(stopped({ ...NONE, ...FAILED }), true)).toEqual([
      "dismisses the error",
      "starts from scratch",
    ]);
    expect(start(stopped(NONE), true)).toEqual(["starts from scratch"]);
  });

  test.each(["SqlError", "RustError", "SystemError"])("is refused with %s", (program_status) => {
    expect(start(stopped({ program_status }), true)).toEqual(["refused without a compiled program"]);
  });

  test("does nothing to a pipeline that is deployed", () => {
    expect(start(running(NONE), true)).toEqual(["deployed already"]);
  });
});

describe("stopping", () => {
  const PROCESS = "loses what only the process knows";

  test("by force loses what came after the newest checkpoint", () => {
    expect(consequencesOfStop(running(SOME), { force: true })).toEqual([
      "loses the work since the checkpoint",
      PROCESS,
    ]);
    expect(consequencesOfStop(running(NONE), { force: true })).toEqual(["loses all state", PROCESS]);
    expect(consequencesOfStop(running(UNKNOWN), { force: true })).toEqual([
      "loses what is not known",
      PROCESS,
    ]);
  });

  test("without force makes a checkpoint, which the open source edition does not", () => {
    expect(consequencesOfStop(running(NONE, "Enterprise"), { force: false })).toEqual([
      "checkpoints first",
      PROCESS,
    ]);
    expect(consequencesOfStop(running(NONE), { force: false })).toEqual(["checkpoints first", PROCESS]);
    expect(consequencesOfStop(running(NONE, "Open source"), { force: false })).toEqual([
      "refused in the open source edition",
    ]);
  });

  test("does nothing to a pipeline that is stopped", () => {
    expect(consequencesOfStop(stopped(SOME), { force: true })).toEqual(["nothing runs"]);
  });
});

test("pausing, resuming and checkpointing lose nothing, and need a pipeline that is deployed", () => {
  const pause = { action: "pause" } as const;
  const start = { action: "start" } as const;
  expect(consequencesOfPause(running())).toEqual(["inputs wait"]);
  expect(consequencesOfResume(running())).toEqual(["inputs are read again"]);
  expect(consequencesOfConnectorAction(running(), pause)).toEqual(["one input waits"]);
  expect(consequencesOfConnectorAction(running(), start)).toEqual(["one input is read again"]);
  expect(consequencesOfCheckpoint(running({}, "Enterprise"))).toEqual(["nothing is lost"]);
  expect(consequencesOfCheckpoint(running({}, "Open source"))).toEqual([
    "refused in the open source edition",
  ]);
  expect([
    consequencesOfPause(stopped()),
    consequencesOfResume(stopped()),
    consequencesOfConnectorAction(stopped(), pause),
    consequencesOfCheckpoint(stopped()),
  ]).toEqual([["nothing runs"], ["nothing runs"], ["nothing runs"], ["nothing runs"]]);
});

test("an error is dismissed where there is one, once the pipeline is stopped and meant to be", () => {
  expect(consequencesOfDismissal(stopped())).toEqual(["no error to dismiss"]);
  expect(consequencesOfDismissal(stopped(FAILED))).toEqual(["dismisses the error"]);
  const stopping = { ...FAILED, deployment_resources_status: "Stopping" };
  expect(consequencesOfDismissal(stopped(stopping))).toEqual(["refused before it is stopped"]);
  const starting = { ...FAILED, deployment_resources_desired_status: "Provisioned" };
  expect(consequencesOfDismissal(stopped(starting))).toEqual(["refused before it is stopped"]);
});

test("only what waits for approval is approved", () => {
  expect(consequencesOfApproval(running({ deployment_status: "AwaitingApproval" }))).toEqual([
    "bootstraps the changes",
  ]);
  expect(consequencesOfApproval(running())).toEqual(["nothing awaits approval"]);
});
