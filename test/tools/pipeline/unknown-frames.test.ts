import { afterEach, beforeEach, expect, test } from "vitest";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { registryOver } from "../../support/registry.ts";
import { bytes } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  replayAll(feldera);
});

afterEach(() => feldera.close());

test("a backtrace of a program without symbols is told as such, its frames in a line", async () => {
  const panic = ["thread 'dbsp-worker-0' (7) panicked at src/lib.rs:1:1:", "boom", "stack backtrace:"];
  const frames = Array.from({ length: 20 }, (_, i) => `  ${i}: <unknown>`);
  feldera.on("GET", "/v0/pipelines/payments/logs", bytes(200, Buffer.from([...panic, ...frames].join("\n"))));
  const registry = registryOver({ source: { url: feldera.url } });
  const { text } = await registry.call("get_pipeline_logs", { pipeline_name: "payments" });
  expect(text).toContain("stack backtrace:\n  0 to 19: <unknown>\n");
  expect(text).toContain("the program carries no symbols; compiled with Feldera's profile optimized_symbols");
});
