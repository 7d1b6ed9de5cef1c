import { describe, expect, test } from "vitest";
import { askBundle } from "../support/golden.ts";

describe("a support bundle of payments answers offline", () => {
  const { golden } = askBundle("support_bundle.body");
  const pipeline_name = "payments";

  test.each([
    ["list_pipelines", {}],
    ["get_pipeline", { pipeline_name }],
    ["get_pipeline_logs", { pipeline_name, level: "warn" }],
    ["list_events", { pipeline_name }],
    ["get_event", { pipeline_name, event_id: "latest", selector: "all" }],
    ["list_checkpoints", { pipeline_name }],
  ])("%s", (tool, args) => golden(`offline-payments-${tool}`, tool, args));
});

describe("a support bundle of runtime_panic answers offline", () => {
  const { golden } = askBundle("runtime_panic_support_bundle.body");
  const pipeline_name = "runtime_panic";

  test.each([
    ["get_pipeline", { pipeline_name }],
    ["get_pipeline_logs", { pipeline_name, level: "error" }],
    ["list_events", { pipeline_name, since: "10m" }],
  ])("%s", (tool, args) => golden(`offline-runtime_panic-${tool}`, tool, args));
});

test("of a log that is too long, its newest part is read, as of a live one", async () => {
  const { ask } = askBundle("runtime_panic_support_bundle.body", { logKeptBytes: 2000 });
  const answer = await ask("get_pipeline_logs", { pipeline_name: "runtime_panic" });
  expect(answer).toMatch(
    /^Read [\d]+ lines \(1\.95 KiB\), to its end; older bytes were dropped to keep within/m,
  );
});
