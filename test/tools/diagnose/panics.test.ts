import { expect, test } from "vitest";
import { pipelineOf, withMembers } from "../../support/derive.ts";
import { askBundle, askLoopback } from "../../support/golden.ts";
import { recording, text } from "../../support/responses.ts";
import { runtimePanic } from "../../support/worlds.ts";

const { ask, feldera } = askLoopback(runtimePanic);

/** The recorded pipeline as it was before the manager had noticed that a worker is gone. */
const RUNNING = {
  deployment_status: "Running",
  deployment_desired_status: "Running",
  deployment_resources_status: "Provisioned",
  deployment_runtime_status: "Running",
  deployment_error: null,
};

test("a panic that only the log tells of yet is placed in the SQL", async () => {
  const path = "/v0/pipelines/runtime_panic";
  const running = withMembers(pipelineOf(recording("pipelines_all"), "runtime_panic"), RUNNING);
  const log = recording("logs_runtime_panic").body.toString();
  const upToPanic = log.slice(0, log.indexOf("\n[", log.indexOf("thread 'dbsp-worker-0'")) + 1);
  const frame =
    "  12: feldera_pipe_operator_f2b7f34563d2a7a8::create_operator_f2b7f34563d2a7a8::{{closure}}\n";
  feldera().on("GET", path, running);
  feldera().on("GET", `${path}/logs`, text(200, upToPanic + frame));
  expect(await ask("diagnose_pipeline", { pipeline_name: "runtime_panic" })).toMatch(
    /^1\. ERROR runtime\/thread-panicked: a worker \(thread dbsp-worker-0\) panicked, in view ratios, .*: "'158 \/ 0' causes overflow for type INTEGER"\.$/m,
  );
});

test("a panic that the pipeline failed with is told once, by its error", async () => {
  const answer = await ask("diagnose_pipeline", { pipeline_name: "runtime_panic" });
  expect(answer).toMatch(/^1\. ERROR runtime\/panic: /m);
  expect(answer).not.toContain("thread-panicked");
});

test("a panic of a run before is none of now", async () => {
  const log = recording("logs_runtime_panic").body.toString();
  const path = "/v0/pipelines/runtime_panic";
  feldera().on("GET", path, withMembers(pipelineOf(recording("pipelines_all"), "runtime_panic"), RUNNING));
  const next = log.slice(0, log.indexOf("thread 'dbsp-worker-0'"));
  feldera().on("GET", `${path}/logs`, text(200, log + next));
  expect(await ask("diagnose_pipeline", { pipeline_name: "runtime_panic" })).not.toContain("panicked");
});

test("offline, too", async () => {
  const { ask: askOffline } = askBundle("support_bundle.body");
  expect(await askOffline("diagnose_pipeline", { pipeline_name: "payments" })).not.toContain("panicked");
});
