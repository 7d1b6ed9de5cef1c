import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { callText, connectClient } from "../support/built-server.ts";
import { circuitProfileSent, largeCircuitProfile, serveCircuitProfile } from "../support/large-circuit.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { recording, text } from "../support/responses.ts";
import { payments } from "../support/worlds.ts";

const PAYMENTS = { pipeline_name: "payments" };
const LARGE = largeCircuitProfile();

let feldera: LoopbackFeldera;
let client: Client;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  payments(feldera);
  serveCircuitProfile(feldera, LARGE);
  // One analysis at a time: the next has to wait for the end of the one before.
  const limits = ["analysisProcesses=1", "logKeptBytes=8000000"].flatMap((limit) => ["--limit", limit]);
  client = await connectClient(["--host", feldera.url, ...limits]);
});

afterEach(async () => {
  await client.close();
  await feldera.close();
});

test("while a large profile is analysed, other calls are answered", async () => {
  const answered: string[] = [];
  const large = callText(client, "summarize_circuit_profile", PAYMENTS).finally(() => answered.push("large"));
  await circuitProfileSent(feldera);
  for (let call = 0; call < 3; call++) {
    const { isError } = await callText(client, "get_pipeline", PAYMENTS);
    expect(isError).toBe(false);
    answered.push("small");
  }
  expect((await large).text).toMatch(/^payments: .* has the most/);
  expect(answered).toEqual(["small", "small", "small", "large"]);
});

test("while a large log is analysed, other calls are answered", async () => {
  const line = "[p] 2026-11-21T07:46:18.340Z  INFO module: password=hunter2, the same again and again\n";
  feldera.on("GET", "/v0/pipelines/long/logs", text(200, line.repeat(80_000)));
  const answered: string[] = [];
  const long = callText(client, "get_pipeline_logs", { pipeline_name: "long" }).finally(() =>
    answered.push("long"),
  );
  await feldera.received(1);
  while (!answered.includes("long")) {
    expect((await callText(client, "get_pipeline", PAYMENTS)).isError).toBe(false);
    answered.push("small");
  }
  expect((await long).text).toMatch(/\(80000 times since /);
  expect(answered.length).toBeGreaterThan(2);
});

test("an analysis that is cancelled makes room for the next", async () => {
  const call = new AbortController();
  const large = client.callTool(
    { name: "summarize_circuit_profile", arguments: { ...PAYMENTS, operator: "nn63" } },
    undefined,
    { signal: call.signal },
  );
  await circuitProfileSent(feldera);
  call.abort();
  await expect(large).rejects.toThrow();
  serveCircuitProfile(feldera, recording("circuit_json_profile"));
  const { text } = await callText(client, "summarize_circuit_profile", PAYMENTS);
  expect(text).toMatch(/^payments: .* has the most/);
});

test("an analysis that outgrows its memory is an error, and the next one works", async () => {
  const narrow = await connectClient(["--host", feldera.url, "--limit", "analysisHeapBytes=16000000"]);
  const { text, isError } = await callText(narrow, "summarize_circuit_profile", PAYMENTS);
  expect(isError).toBe(true);
  expect(text.split("\n")).toEqual([
    "Reading it takes more memory than an analysis may have, so it was ended; this server itself still works.",
    expect.stringMatching(
      /^Reason: "its process ended with \w+"; the limit of its heap is 16000000 bytes\.$/,
    ),
    "Ask for less where the tool can narrow it. An operator can raise the limit: --limit analysisHeapBytes=BYTES.",
  ]);
  serveCircuitProfile(feldera, recording("circuit_json_profile"));
  expect((await callText(narrow, "summarize_circuit_profile", PAYMENTS)).isError).toBe(false);
  await narrow.close();
});
