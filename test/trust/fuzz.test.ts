import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Registry } from "../../src/mcp/registry.ts";
import { TOOLS } from "../../src/tools/all.ts";
import { startServer } from "../support/built-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { registryOver } from "../support/registry.ts";
import { type Answer, recording } from "../support/responses.ts";
import { wireClient } from "../support/wire-client.ts";
import { unzip, zipOf } from "../support/zip.ts";
import { CALLS, type ToolCall, wholeWorld } from "./calls.ts";
import { changedText, mutateBytes, mutateJson, mutateLines } from "./mutate.ts";
import { LONG, report } from "./report.ts";
import { Seeded } from "./seeded.ts";

/** Each format is mutated for so long: TRUST_FUZZ_SECONDS for an open end, by hand. */
const SECONDS = Number(process.env.TRUST_FUZZ_SECONDS ?? (LONG ? 20 : 3));
/** A case that failed, as the failure prints it (`seed:case`), is played again by TRUST_FUZZ_CASE. */
const ONLY_CASE = process.env.TRUST_FUZZ_CASE;
const SEED = process.env.TRUST_FUZZ_SEED ?? "1";

const MOST_CHARS = 60_000;

let feldera: LoopbackFeldera;
let registry: Registry;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "feldera-mcp-fuzz-"));
  feldera = await startLoopbackFeldera();
  wholeWorld(feldera);
  const limits = { callMs: 20_000, headersMs: 5_000, retries: 0, logFirstByteMs: 200, logIdleMs: 50 };
  registry = registryOver({ source: { url: feldera.url }, limits, outputDir: folder });
});

afterAll(async () => {
  await feldera.close();
  rmSync(folder, { recursive: true });
});

/** Plays cases of a format until the time is up, and returns what went wrong. */
async function fuzz(
  format: string,
  play: (random: Seeded) => Promise<string | undefined>,
): Promise<string[]> {
  const failures: string[] = [];
  const endsMs = performance.now() + SECONDS * 1000;
  let cases = 0;
  let longestMs = 0;
  for (; performance.now() < endsMs && failures.length < 10; cases++) {
    const name = ONLY_CASE ?? `${SEED}:${cases}`;
    const startedMs = performance.now();
    const problem = await play(new Seeded(`${format} ${name}`)).catch((error: unknown) => {
      return `a defect: ${error instanceof Error ? error.stack : String(error)}`;
    });
    longestMs = Math.max(longestMs, performance.now() - startedMs);
    if (problem !== undefined) failures.push(`${format}, case ${name}: ${problem.slice(0, 1200)}`);
    if (ONLY_CASE !== undefined) break;
  }
  report({ what: `fuzzed: ${format}`, cases, failed: failures.length, longestMs });
  return failures;
}

async function problemOf(registry: Registry, { tool, args }: ToolCall): Promise<string | undefined> {
  const { text } = await registry.call(tool, args);
  if (text === "") return `${tool} says nothing`;
  return text.length > MOST_CHARS ? `${tool} answers with ${text.length} characters` : undefined;
}

function callOf(tool: string): ToolCall {
  const call = CALLS.find((one) => one.tool === tool);
  if (call === undefined) throw new Error(`no call of ${tool}`);
  return call;
}

interface Target {
  readonly call: ToolCall;
  readonly method: string;
  readonly path: string;
}

/** Every endpoint that a call asks. */
async function targetsOf(calls: readonly ToolCall[]): Promise<[Target, ...Target[]]> {
  const targets: Target[] = [];
  for (const call of calls) {
    const before = feldera.requests.length;
    await registry.call(call.tool, call.args);
    for (const { method, path } of feldera.requests.slice(before)) targets.push({ call, method, path });
  }
  const [first, ...rest] = targets;
  if (first === undefined) throw new Error("the calls ask nothing");
  return [first, ...rest];
}

async function withBody(target: Target, body: (usual: Buffer) => Uint8Array): Promise<string | undefined> {
  feldera.tamper(target.method, target.path, (usual) => {
    if (usual.kind !== "answer") throw new Error(`${target.path} is not answered whole`);
    const answer: Answer = { ...usual, body: Buffer.from(body(usual.body)) };
    return answer;
  });
  try {
    return await problemOf(registry, target.call);
  } finally {
    feldera.mend();
  }
}

/** Profiles are fuzzed where they are decoded; their endpoints are asked by tools that take a while. */
const SLOW: ReadonlySet<string> = new Set([
  "summarize_heap_profile",
  "summarize_samply_profile",
  "download_support_bundle",
]);
const isDeep = ({ args }: ToolCall) => args.depth === "deep";

describe("mutated", () => {
  test("JSON of every endpoint", async () => {
    const targets = await targetsOf(CALLS.filter((call) => !SLOW.has(call.tool) && !isDeep(call)));
    const json = targets.filter(({ path }) => !/logs$|circuit_json_profile$/.test(path));
    const [first, ...rest] = json;
    if (first === undefined) throw new Error("no endpoint answers with JSON");
    const failures = await fuzz("JSON answers", (random) =>
      withBody(random.oneOf([first, ...rest]), (usual) => Buffer.from(mutateJson(usual.toString(), random))),
    );
    expect(failures).toEqual([]);
  });

  test("circuit profiles", async () => {
    const [target] = await targetsOf([callOf("summarize_circuit_profile")]);
    const by = ["time", "storage", "memory", "state", "skew", "cache", "filters", "backpressure"] as const;
    const failures = await fuzz("circuit profiles", (random) => {
      const call = { ...target.call, args: { ...target.call.args, by: random.oneOf(by) } };
      return withBody({ ...target, call }, (usual) => Buffer.from(mutateJson(usual.toString(), random)));
    });
    expect(failures).toEqual([]);
  });

  test("logs", async () => {
    const [target] = await targetsOf([callOf("get_pipeline_logs")]);
    const logs = [
      "logs_payments_10s",
      "logs_runtime_panic",
      "logs_json_runtime_panic",
      "logs_trace_level",
      "rust_error_logs",
    ] as const;
    const failures = await fuzz("logs", (random) => {
      const log = recording(random.oneOf(logs)).body.toString("latin1");
      const args = {
        ...target.call.args,
        ...(random.below(3) === 0 && { level: "error" }),
        ...(random.below(3) === 0 && { grep: ".", context: 3 }),
        ...(random.below(3) === 0 && { dedupe: false }),
      };
      return withBody({ ...target, call: { ...target.call, args } }, () =>
        Buffer.from(mutateLines(log, random), "latin1"),
      );
    });
    expect(failures).toEqual([]);
  });

  test("Prometheus text, and the other files of a bundle", async () => {
    const files = [...unzip(recording("support_bundle").body)].map(([name, content]) => ({ name, content }));
    const bundle = join(folder, "files.zip");
    const failures = await fuzz("files of a bundle, Prometheus text among them", async (random) => {
      const wanted = random.oneOf([
        "metrics.txt",
        "metrics.txt",
        "stats.json",
        "pipeline_events.json",
        "pipeline_config.json",
        "metadata",
        "dataflow_graph.json",
        "logs.txt",
      ]);
      const members = files.map(({ name, content }) => {
        if (!name.includes(wanted)) return { name, content, stored: true };
        const text = content.toString();
        return {
          name,
          content: name.endsWith(".json") ? mutateJson(text, random) : mutateLines(text, random),
          stored: true,
        };
      });
      writeFileSync(bundle, zipOf(members));
      return problemOverBundle(bundle, random, /metrics/.test(wanted) ? "get_metrics" : undefined);
    });
    expect(failures).toEqual([]);
  });

  test("zips", async () => {
    const zip = recording("support_bundle_partial").body;
    const places = [...zip.toString("latin1").matchAll(/PK[\x01\x03\x05]/g)].map(({ index }) => index);
    const bundle = join(folder, "mutated.zip");
    const failures = await fuzz("zips", (random) => {
      writeFileSync(bundle, mutateBytes(zip, places, random));
      return problemOverBundle(bundle, random, undefined);
    });
    expect(failures).toEqual([]);
  });

  test("arguments", async () => {
    const failures = await fuzz("arguments", (random) => {
      const call = random.oneOf(FAST_CALLS);
      return problemOf(registry, { ...call, args: mutatedArguments(call, random) });
    });
    expect(failures).toEqual([]);
  });

  test("JSON-RPC lines", async () => {
    const server = startServer(["--demo"]);
    const client = wireClient(server);
    const exited = new Promise<string>((resolve) =>
      server.once("exit", (code) => resolve(`the server ended with ${code}`)),
    );
    let id = 1_000_000;
    const failures = await fuzz("JSON-RPC lines", async (random) => {
      const line = random.oneOf(LINES);
      const mutated = random.below(2) === 0 ? mutateJson(line, random) : changedText(line, random);
      server.stdin.write(`${mutated.replace(/\n/g, " ")}\n`);
      id += 1;
      const alive = client
        .ask({ id, method: "tools/list" })
        .then(({ result, error }) => (result === undefined && error === undefined ? "no answer" : undefined));
      return Promise.race([alive, exited]);
    });
    server.kill("SIGKILL");
    expect(failures).toEqual([]);
  });
}, 3_600_000);

async function problemOverBundle(
  bundle: string,
  random: Seeded,
  tool: string | undefined,
): Promise<string | undefined> {
  const over = registryOver({ source: { bundle } });
  try {
    const call = tool === undefined ? random.oneOf(FAST_CALLS) : callOf(tool);
    return await problemOf(over, call);
  } finally {
    await over.close();
  }
}

const [FIRST_CALL, ...OTHER_CALLS] = CALLS.filter((call) => !SLOW.has(call.tool) && !isDeep(call));
if (FIRST_CALL === undefined) throw new Error("there are calls");
const FAST_CALLS: readonly [ToolCall, ...ToolCall[]] = [FIRST_CALL, ...OTHER_CALLS];

const Properties = z.object({ properties: z.record(z.string(), z.unknown()) });
/** They make a call wait in earnest. */
const WAITS: ReadonlySet<string> = new Set(["window_secs", "delta_secs", "wait_secs"]);

function mutatedArguments({ tool, args }: ToolCall, random: Seeded): Record<string, unknown> {
  const definition = TOOLS.find(({ name }) => name === tool);
  if (definition === undefined) throw new Error(`there is no tool ${tool}`);
  const { properties } = Properties.parse(z.toJSONSchema(definition.input, { io: "input" }));
  const changed: Record<string, unknown> = { ...args };
  for (const name of Object.keys(properties)) {
    if (!WAITS.has(name) && random.below(3) === 0) changed[name] = hostileArgument(args[name], random);
  }
  return changed;
}

function hostileArgument(usual: unknown, random: Seeded): unknown {
  const text = typeof usual === "string" ? usual : "^(a|b)*[x-z]{1,3}\\d+$";
  return random.oneOf<() => unknown>([
    () => changedText(text, random),
    () => changedText(changedText(text, random), random),
    () => changedText("^(\\w+) [[:alpha:]](?i:x)*?\\pL{2,5}|$", random),
    () => random.below(2000) - 500,
    () => random.next() * 1e6,
    () =>
      random.oneOf<unknown>([null, true, [], {}, "", "10m", "2026-11-21T07:43:28Z", "-1h", "1e9d", 2 ** 53]),
  ])();
}

const rpc = (message: object) => JSON.stringify({ jsonrpc: "2.0", id: 1, ...message });
const LINES = [
  rpc({
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "x", version: "1" } },
  }),
  rpc({
    method: "tools/call",
    params: { name: "list_pipelines", arguments: {}, _meta: { progressToken: 1 } },
  }),
  rpc({ method: "tools/call", params: { name: "get_pipeline", arguments: { pipeline_name: "payments" } } }),
  rpc({ method: "notifications/cancelled", params: { requestId: 1, reason: "x" } }),
  rpc({
    method: "server/discover",
    params: {
      _meta: {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
      },
    },
  }),
  rpc({ method: "subscriptions/listen", params: { notifications: {} } }),
  '[{"jsonrpc":"2.0","id":1,"method":"ping"}]',
] as const;
