import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { limitsWith } from "../../src/config/limits.ts";
import { BUILT_SERVER } from "../support/built-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { neverAnswers } from "../support/responses.ts";
import { wireClient } from "../support/wire-client.ts";
import { CALLS, wholeWorld } from "./calls.ts";
import { watchMemory } from "./measured.ts";
import { LONG, report } from "./report.ts";

const MIB = 2 ** 20;
const PARALLEL = 1000;
/** Twice what a thousand calls of these sizes were measured to take. */
const MOST_PEAK = 2 * 600 * MIB;

const Result = z.object({ content: z.tuple([z.object({ text: z.string() })]) });

let feldera: LoopbackFeldera;
let server: ChildProcessWithoutNullStreams;
let outputDir: string;

beforeAll(async () => {
  outputDir = mkdtempSync(join(tmpdir(), "feldera-mcp-parallel-"));
  feldera = await startLoopbackFeldera();
  wholeWorld(feldera);
  const args = [
    "--toolsets",
    "debug,sql,control",
    "--output-dir",
    outputDir,
    "--timeout",
    "10m",
    "--limit",
    "headersMs=600000",
  ];
  server = spawn(process.execPath, [BUILT_SERVER, ...args], {
    env: { PATH: process.env.PATH ?? "", FELDERA_HOST: feldera.url },
  });
});

afterAll(async () => {
  server.kill("SIGKILL");
  await feldera.close();
  rmSync(outputDir, { recursive: true });
});

test(`${PARALLEL} calls at once are all answered, over a bounded number of connections`, async () => {
  // A watch reads a log at its beginning and at its end; readings of logs end with their connections.
  const HEAVY = /^(diagnose|watch|summarize|download)_/;
  const light = CALLS.filter(({ tool }) => !HEAVY.test(tool));
  // In the long form a fifth of the calls are for profiles, bundles and diagnoses.
  const mixed = LONG ? [...light, ...CALLS.filter(({ tool }) => HEAVY.test(tool))] : light;
  const client = wireClient(server);
  const params = {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "test", version: "1" },
  };
  await client.ask({ id: 0, method: "initialize", params });
  const memory = watchMemory(server);
  const startedMs = performance.now();
  const answers = await Promise.all(
    Array.from({ length: PARALLEL }, (_, index) => {
      const { tool = "", args = {} } = mixed[index % mixed.length] ?? {};
      return client.ask({ id: index + 1, method: "tools/call", params: { name: tool, arguments: args } });
    }),
  );
  const longestMs = performance.now() - startedMs;
  const { ofServer, ofChildren } = memory.stop();
  const peakBytes = ofServer + ofChildren;
  const texts = answers.map(({ result }) => Result.parse(result).content[0].text);
  const wrong = texts.filter((text) => text === "" || /a defect of its own|could not be written/.test(text));
  report({ what: `${PARALLEL} calls at once`, cases: PARALLEL, failed: wrong.length, peakBytes, longestMs });
  expect(wrong).toEqual([]);
  // One that is closed may be there still when the next is opened.
  expect(feldera.mostConnections).toBeLessThanOrEqual(limitsWith().connections * 2);
  expect(peakBytes / MIB).toBeLessThan(MOST_PEAK / MIB);
}, 600_000);

test(`${PARALLEL} calls that Feldera never answers are all called off by their client`, async () => {
  feldera.on("GET", "/v0/pipelines/silent", neverAnswers());
  const client = wireClient(server);
  for (let id = 10_000; id < 10_000 + PARALLEL; id++) {
    client.send({
      jsonrpc: "2.0",
      id,
      method: "tools/call",
      params: { name: "get_pipeline", arguments: { pipeline_name: "silent" } },
    });
  }
  for (let requestId = 10_000; requestId < 10_000 + PARALLEL; requestId++) {
    client.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId } });
  }
  const { result } = await client.ask({
    id: 20_000,
    method: "tools/call",
    params: { name: "list_pipelines", arguments: {} },
  });
  expect(Result.parse(result).content[0].text).toMatch(/pipelines: /);
}, 120_000);

test("files that are saved within one second do not take each other's place", async () => {
  const client = wireClient(server);
  const save = { name: "download_support_bundle", arguments: { pipeline_name: "payments" } };
  const answers = await Promise.all(
    [30_001, 30_002, 30_003].map((id) => client.ask({ id, method: "tools/call", params: save })),
  );
  const paths = answers.map(
    ({ result }) => /saved as (\S+\.zip)/.exec(Result.parse(result).content[0].text)?.[1],
  );
  expect(new Set(paths).size).toBe(3);
  for (const path of paths) expect(statSync(path ?? "").size).toBeGreaterThan(100_000);
});
