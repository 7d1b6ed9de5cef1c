import { describe, expect, test } from "vitest";
import { withJson } from "../../support/derive.ts";
import { askLoopback } from "../../support/golden.ts";
import { recording } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";
import { idle, payments } from "../../support/worlds.ts";

describe("list_checkpoints", () => {
  const { ask, golden, feldera } = askLoopback((world) => {
    payments(world);
    idle(world);
  });

  test("says that a running pipeline has none", () =>
    golden("list_checkpoints-none", "list_checkpoints", { pipeline_name: "payments" }));

  test("tells three with exact fingerprints and what changed", () => {
    feldera().on("GET", "/v0/pipelines/payments/checkpoints", synthetic("checkpoints_three"));
    return golden("list_checkpoints-three", "list_checkpoints", { pipeline_name: "payments" });
  });

  test("of a stopped pipeline, tells the manager's record and says so", () => {
    feldera().on("GET", "/v0/pipelines/idle", synthetic("stopped_with_checkpoints"));
    return golden("list_checkpoints-stopped", "list_checkpoints", { pipeline_name: "idle" });
  });

  test("of a stopped pipeline with cleared storage, says that there are none", () =>
    golden("list_checkpoints-cleared", "list_checkpoints", { pipeline_name: "idle" }));

  test("does not say none where nobody knows", async () => {
    const status = { name: "idle", storage_status: "InUse", storage_status_details: null };
    const answer = withJson(recording("pipeline_status"), status);
    feldera().on("GET", "/v0/pipelines/idle", answer);
    expect(await ask("list_checkpoints", { pipeline_name: "idle" })).toBe(
      "idle: whether it has checkpoints is not known: the pipeline did not answer " +
        "(PipelineInteractionNotDeployed), and the manager holds no record of any.",
    );
  });
});
