import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { registryOver } from "../../support/registry.ts";
import { bytes } from "../../support/responses.ts";
import { asVersion } from "../../support/versions/as-version.ts";
import { VERSIONS } from "../../support/versions/version.ts";
import { replayAll } from "../../support/worlds.ts";
import { zipOf } from "../../support/zip.ts";

const pipeline_name = "payments";
const NO_STACK = "No stack leads to the SQL: the pipeline runs on Feldera's Gen-2 engine";

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  replayAll(asVersion(feldera, VERSIONS["0.375"]));
});

afterEach(() => feldera.close());

async function ask(tool: string, args: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const registry = registryOver({ source: { url: feldera.url } });
  return (await registry.call(tool, { pipeline_name, ...args })).text;
}

/** The record of a pipeline that a Gen-2 engine runs: nothing of it is compiled to Rust. */
function runOnGen2(): void {
  const record = { name: pipeline_name, program_config: { runtime_version: "gen2" }, program_info: {} };
  const name = "2026-11-21T07-44-12.267Z/pipeline_config.json";
  const bundle = zipOf([{ name, content: JSON.stringify(record) }]);
  feldera.on(
    "GET",
    `/v0/pipelines/${pipeline_name}/support_bundle`,
    bytes(200, bundle, { "content-type": "application/zip" }),
  );
}

describe("why no stack of a Gen-2 pipeline of 0.375 leads to the SQL is told", () => {
  test.each([
    ["summarize_heap_profile", {}],
    ["summarize_samply_profile", {}],
    ["summarize_samply_profile", { view: "operators" }],
  ])("by %s %j, and of no other pipeline", async (tool, args) => {
    expect(await ask(tool, args)).not.toMatch(/No stack leads|Gen-2/);
    runOnGen2();
    expect(await ask(tool, args)).toContain(NO_STACK);
  });
});
