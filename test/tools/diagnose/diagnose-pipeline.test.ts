import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { askLoopback } from "../../support/golden.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { registryOver } from "../../support/registry.ts";
import { replayWorld } from "../../support/replay-world.ts";
import { neverAnswers, type Response, recording, resetBeforeHeaders, text } from "../../support/responses.ts";
import { synthetic } from "../../support/synthetic.ts";

const PARTS = {
  stats: "/stats",
  events: "/events",
  log: "/logs",
  time_series: "/time_series",
  metrics: "/metrics",
  checkpoint_status: "/checkpoint_status",
  circuit_json_profile: "/circuit_json_profile",
  heap_profile: "/heap_profile",
} as const;

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
});

afterEach(() => feldera.close());

/** Diagnoses the healthy pipeline with some paths answered otherwise, deeply if a profile is among them. */
async function diagnosed(otherwise: Readonly<Record<string, Response>>) {
  const pipeline_name = replayWorld(feldera, "healthy");
  for (const [path, response] of Object.entries(otherwise)) {
    const whole = path.startsWith("/v0") ? path : `/v0/pipelines/${pipeline_name}${path}`;
    // Last to come, first to match: whatever is asked of this path.
    feldera.on("GET", whole, response);
    for (const query of [{ selector: "all" }, { selector: "status" }, { include_connector_errors: "true" }]) {
      feldera.on("GET", whole, response, { query });
    }
  }
  const depth = Object.keys(otherwise).some((path) => path.endsWith("_profile")) ? "deep" : "quick";
  const registry = registryOver({
    source: { url: feldera.url },
    limits: { diagnosePartMs: 2_000, diagnoseDeepPartMs: 4_000, retryDelayMs: 1 },
  });
  return registry.call("diagnose_pipeline", { pipeline_name, depth });
}

describe("what cannot be had does not sink the rest", () => {
  test.each(Object.entries(PARTS))("where %s never answers", async (part, path) => {
    const { text: answer, isError } = await diagnosed({ [path]: neverAnswers() });
    expect(isError).toBe(false);
    expect(answer).toMatch(/nothing wrong was found \(\d+ of \d+ causes of trouble looked for\)/);
    expect(answer).toMatch(new RegExp(`Not checked: (?:.*; )?${part} \\(timeout: `));
    expect(answer).not.toMatch(new RegExp(`Looked at: .*\\b${part}\\b.*, for`));
    expect(answer).toMatch(/Looked at: pipeline, /);
  });

  test("where the pipeline's record never comes, its log and its events are told from", async () => {
    const { text: answer, isError } = await diagnosed({ "": neverAnswers() });
    expect(isError).toBe(false);
    expect(answer).toMatch(/^ledger: .* Up(?:, [\w, ]+)?: not checked \(/);
    expect(answer).toMatch(/Not checked: pipeline \(timeout/);
  });

  test.each(Object.entries(PARTS))("where %s is cut off or not what it should be", async (part, path) => {
    for (const response of [resetBeforeHeaders(), text(200, "<!doctype html>", "text/html")]) {
      const { text: answer, isError } = await diagnosed({ [path]: response });
      if (part === "log" && response.kind === "answer") continue;
      expect(isError).toBe(false);
      expect(answer).toMatch(new RegExp(`Not checked: (?:.*; )?${part} \\(`));
      feldera.reset();
    }
  });

  test("where a profile is of no format that is known", async () => {
    const { text: answer, isError } = await diagnosed({
      "/circuit_json_profile": text(200, '{"worker_profiles": 7}', "application/json"),
      "/heap_profile": text(200, "no profile", "application/protobuf"),
    });
    expect(isError).toBe(false);
    expect(answer).toMatch(/circuit_json_profile \(it is not as expected: /);
    expect(answer).toMatch(/heap_profile \(it is not as expected: /);
    expect(answer).toMatch(/So these could be there unseen: .*rows dropped as late/);
  });

  test("a deep diagnosis that could not have the circuit profile does not advise another", async () => {
    const pipeline_name = replayWorld(feldera, "healthy");
    const path = `/v0/pipelines/${pipeline_name}/circuit_json_profile`;
    feldera.on("GET", path, text(500, "{}", "application/json"));
    const registry = registryOver({ source: { url: feldera.url } });
    const told = async (args: Readonly<Record<string, unknown>>) =>
      (await registry.call("diagnose_pipeline", { pipeline_name, ...args })).text;
    const answer = await told({ depth: "deep", window_secs: 0 });
    expect(answer).toContain("input/late-rows-unseen");
    expect(answer).not.toContain("diagnose_pipeline {");
    expect(await told({})).toMatch(/diagnose_pipeline \{.*"depth":"deep"\}/);
  });

  test("what was not read is never called healthy", async () => {
    const { text: answer } = await diagnosed({ "/stats": text(500, "{}", "application/json") });
    expect(answer).toMatch(/\d+ of \d+ causes of trouble looked for/);
    expect(answer).toMatch(/So these could be there unseen: .*a transaction that is not committed/);
  });
});

test("a pipeline that does not exist is not diagnosed", async () => {
  const unknown = recording("unknown_pipeline_get");
  const { text: answer, isError } = await diagnosed({ "": unknown, "/events": unknown, "/logs": unknown });
  expect(isError).toBe(true);
  expect(answer).toMatch(/UnknownPipelineName|no pipeline/);
});

test("a pipeline that is away is not waited for, though it says when to come back", async () => {
  const away = synthetic("pipeline_unavailable");
  const { text: answer } = await diagnosed({ "/stats": away, "/time_series": away });
  const asked = feldera.requests.filter(({ path }) => path.endsWith("/stats"));
  expect(asked).toHaveLength(1);
  expect(answer).toMatch(/Not checked: stats, time_series \(503 PipelineUnavailable/);
});

test("a call that is no longer wanted leaves nothing behind", async () => {
  const pipeline_name = replayWorld(feldera, "healthy");
  // The heap is asked for when all else has been read.
  const parts = Object.values(PARTS).filter((path) => path !== PARTS.heap_profile);
  for (const path of parts) feldera.on("GET", `/v0/pipelines/${pipeline_name}${path}`, neverAnswers());
  feldera.on("GET", `/v0/pipelines/${pipeline_name}/stats`, neverAnswers(), {
    query: { include_connector_errors: "true" },
  });
  feldera.on("GET", `/v0/pipelines/${pipeline_name}/events`, neverAnswers(), {
    query: { selector: "status" },
  });
  const registry = registryOver({ source: { url: feldera.url } });
  const cancel = new AbortController();
  const call = registry.call(
    "diagnose_pipeline",
    { pipeline_name, depth: "deep" },
    { signal: cancel.signal },
  );
  const isPart = (path: string) => parts.some((part) => path.endsWith(part));
  await vi.waitFor(() =>
    expect(feldera.requests.filter(({ path }) => isPart(path))).toHaveLength(parts.length),
  );
  cancel.abort();
  expect((await call).isError).toBe(true);
  const left = feldera.requests.filter(({ path }) => isPart(path));
  expect(await Promise.all(left.map(({ ended }) => ended))).toEqual(parts.map(() => "aborted by client"));
});

describe.each([
  ["healthy", "ledger", "deep"],
  ["slow_sink", "export_feed", "quick"],
  ["storage_full", "audit_trail", "quick"],
  ["secrets", "partner_sync_live", "quick"],
  ["skewed_join", "order_enrich2", "deep"],
])("the whole answer of %s", (world, pipeline_name, depth) => {
  const { golden } = askLoopback((loopback) => replayWorld(loopback, world));
  afterEach(() => vi.useRealTimers());

  test("soon after it was recorded", async () => {
    const [, date] = recording(`worlds/${world}/pipeline`).headers.find(([name]) => name === "date") ?? [];
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(date ?? "") });
    await golden(`diagnose_pipeline-${world}`, "diagnose_pipeline", { pipeline_name, depth });
  });
});
