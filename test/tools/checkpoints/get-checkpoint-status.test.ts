import { describe, expect, test } from "vitest";
import { withMembers } from "../../support/derive.ts";
import { askBundle, askLoopback } from "../../support/golden.ts";
import type { LoopbackFeldera } from "../../support/loopback-feldera.ts";
import { type Answer, empty, json, recording, text } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { replayAll } from "../../support/worlds.ts";
import { AT_PAYMENTS, errorOf, PAYMENTS } from "../errors/error-of.ts";

const TOOL = "get_checkpoint_status";
const PARTS = ["checkpoint_status", "checkpoint/sync_status", "stats"];

function everyPart(feldera: LoopbackFeldera, answer: Answer): void {
  for (const part of PARTS) feldera.on("GET", `${AT_PAYMENTS}/${part}`, answer);
}

describe("get_checkpoint_status", () => {
  const { ask, golden, feldera } = askLoopback(replayAll);
  const answers = (parts: Readonly<Record<string, string>>) => {
    for (const [part, name] of Object.entries(parts)) {
      feldera().on("GET", `${AT_PAYMENTS}/${part}`, synthetic(name));
    }
  };

  test("tells of the open source edition that it makes none", () =>
    golden("get_checkpoint_status-none", TOOL, PAYMENTS));

  test("tells which checkpoints are being copied now", async () => {
    const running = ["01a1fd63-104b-7b82-b960-ba7a989300be"];
    const status = { success: null, failure: null, periodic: null, running };
    feldera().on("GET", `${AT_PAYMENTS}/checkpoint/sync_status`, json(200, status));
    expect(await ask(TOOL, PAYMENTS)).toContain(
      `Object store: being copied now: ${running[0]}; no copy is reported to have worked, and none that failed.`,
    );
  });

  test("tells what it means that a bucket has another owner, and nothing of the kind of other failures", async () => {
    const failed = (error: string) => ({ success: null, failure: { uuid: null, error }, periodic: null });
    const at = `${AT_PAYMENTS}/checkpoint/sync_status`;
    feldera().on("GET", at, json(200, failed("refusing to push: owner.json names pipeline 01a1")));
    expect(await ask(TOOL, PAYMENTS)).toContain("The bucket belongs to another pipeline");
    feldera().on("GET", at, json(200, failed("403 Forbidden")));
    expect(await ask(TOOL, PAYMENTS)).not.toContain("belongs to another pipeline");
  });

  test("tells what to do where an input failed while it held a checkpoint up", async () => {
    const permanent_checkpoint_errors = [{ FailedInputEndpointBarrier: "payments.payments_gen" }];
    feldera().on(
      "GET",
      `${AT_PAYMENTS}/stats`,
      withMembers(recording("stats_1"), { permanent_checkpoint_errors }),
    );
    expect(await ask(TOOL, PAYMENTS)).toMatch(
      /none can be made any more in this run: FailedInputEndpointBarrier payments\.payments_gen \(.*start it from the last checkpoint\)/,
    );
  });

  test("tells that an object store is not configured", () =>
    golden("get_checkpoint_status-remote-unconfigured", TOOL, { ...PAYMENTS, remote: true }));

  test("tells a failure that is older than the success, and what delays the next", () => {
    answers({ checkpoint_status: "checkpoint_status_failed_before", stats: "stats_checkpoint_delayed" });
    return golden("get_checkpoint_status-failed-before", TOOL, PAYMENTS);
  });

  test("tells a failure that is newer, what rules out the next, and the object store", () => {
    answers({
      checkpoint_status: "checkpoint_status_failed_since",
      stats: "stats_checkpoint_blocked",
      "checkpoint/sync_status": "checkpoint_sync_status_failed",
      "checkpoints/remote": "checkpoints_remote_two",
    });
    return golden("get_checkpoint_status-failed-since", TOOL, { ...PAYMENTS, remote: true });
  });

  test("asks the object store only where that is wanted", async () => {
    await ask(TOOL, PAYMENTS);
    expect(feldera().requests.map(({ path }) => path)).not.toContain(`${AT_PAYMENTS}/checkpoints/remote`);
  });

  test("says of each part that failed that it was not checked, and why", async () => {
    feldera().on("GET", `${AT_PAYMENTS}/checkpoint_status`, empty(404));
    feldera().on("GET", `${AT_PAYMENTS}/stats`, synthetic("initializing"));
    feldera().on("GET", `${AT_PAYMENTS}/checkpoint/sync_status`, json(200, []));
    feldera().on("GET", `${AT_PAYMENTS}/checkpoints/remote`, synthetic("checkpoints_remote_two"));
    await golden("get_checkpoint_status-parts-failed", TOOL, { ...PAYMENTS, remote: true });
  });
});

describe("get_checkpoint_status offline", () => {
  const { golden } = askBundle("support_bundle.body");

  test("tells what stats.json says, and that the rest was not checked", () =>
    golden("offline-payments-get_checkpoint_status", TOOL, PAYMENTS));
});

describe("get_checkpoint_status fails with an explanation", () => {
  test.each([
    ["an empty 404", empty(404), "runtime seems older than this endpoint"],
    ["bodies that are no JSON", text(200, "{", "application/json"), "JSON"],
    ["bodies of another shape", json(200, []), "shape"],
  ])("at %s from every part", async (_, answer, words) => {
    expect(await errorOf(TOOL, PAYMENTS, (feldera) => everyPart(feldera, answer))).toContain(words);
  });

  test("at a pipeline that is not deployed, and at one that does not exist", async () => {
    expect(await errorOf(TOOL, { pipeline_name: "idle" })).toContain("PipelineInteractionNotDeployed");
    expect(await errorOf(TOOL, { pipeline_name: "nope" })).toContain("There is no pipeline nope");
  });
});
