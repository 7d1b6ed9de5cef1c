import { expect, test } from "vitest";
import { withMembers } from "../../support/derive.ts";
import { askLoopback } from "../../support/golden.ts";
import { replayWorld } from "../../support/replay-world.ts";
import { recording, sequence } from "../../support/responses.ts";

const { ask, feldera } = askLoopback((served) => {
  replayWorld(served, "healthy");
});

const NOT_DEPLOYED = recording("stopped_stats");

test("a pipeline that dies while it is looked at is told as one that has died", async () => {
  const path = "/v0/pipelines/ledger";
  const running = recording("worlds/healthy/pipeline");
  const died = withMembers(running, {
    deployment_status: "Stopped",
    deployment_resources_status: "Stopped",
    deployment_error: { error_code: "RuntimeError.WorkerPanic", message: "division by zero", details: {} },
  });
  feldera().on("GET", path, sequence(running, died));
  feldera().on("GET", `${path}/stats`, NOT_DEPLOYED);
  expect(await ask("diagnose_pipeline", { pipeline_name: "ledger" })).toMatch(
    /^1\. ERROR runtime\/panic: .*division by zero/m,
  );
});
