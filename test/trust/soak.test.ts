import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { limitsWith } from "../../src/config/limits.ts";
import { BUILT_SERVER } from "../support/built-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { empty, endless, neverAnswers, resetWithinHeaders, text } from "../support/responses.ts";
import { type WireClient, wireClient } from "../support/wire-client.ts";
import { CALLS, type ToolCall, wholeWorld } from "./calls.ts";
import { LONG, report } from "./report.ts";

const MIB = 2 ** 20;
const CALLS_AT_A_TIME = 8;
/** Sockets that wait for the next request come and go with how much is asked at once; they are at most so many. */
const KEPT_SOCKETS = limitsWith().connections;
/** What is compared with the end, what the heap may have grown by until then, and how often it is looked at. */
const { calls, warm, mostGrowth, every } = LONG
  ? { calls: 10_000, warm: 1_000, mostGrowth: 1.1, every: 500 }
  : { calls: 400, warm: 200, mostGrowth: 1.5, every: 100 };

/** Tells, when asked by a signal, what is still held after a collection. */
const TELL = `data:text/javascript,${encodeURIComponent(`
  import { readdirSync } from "node:fs";
  const descriptors = () => { try { return readdirSync("/proc/self/fd").length } catch { return 0 } };
  process.on("SIGUSR2", () => {
    gc();
    setTimeout(() => {
      gc();
      const { heapUsed, external, rss } = process.memoryUsage();
      const resources = process.getActiveResourcesInfo();
      process.stderr.write("held " + JSON.stringify({ heapUsed, external, rss, resources, descriptors: descriptors() }) + "\\n");
    }, 50);
  });`)}`;

const Held = z.object({
  heapUsed: z.number(),
  external: z.number(),
  rss: z.number(),
  resources: z.array(z.string()),
  /** Files and sockets, those that wait for the next request among them; 0 where the system does not tell. */
  descriptors: z.number(),
});
type Held = z.infer<typeof Held>;

let feldera: LoopbackFeldera;
let server: ChildProcessWithoutNullStreams;
let outputDir: string;

beforeAll(async () => {
  outputDir = mkdtempSync(join(tmpdir(), "feldera-mcp-soak-"));
  feldera = await startLoopbackFeldera();
  wholeWorld(feldera);
  faultyPipelines();
  const limits = [
    "logFirstByteMs=200",
    "logIdleMs=50",
    "logReadMs=300",
    "retryDelayMs=1",
    "explainMs=100",
    "callMs=30000",
  ];
  server = spawn(
    process.execPath,
    [
      "--expose-gc",
      "--import",
      TELL,
      BUILT_SERVER,
      "--toolsets",
      "debug,sql,control",
      "--output-dir",
      outputDir,
      ...limits.flatMap((limit) => ["--limit", limit]),
    ],
    { env: { PATH: process.env.PATH ?? "", FELDERA_HOST: feldera.url } },
  );
});

afterAll(async () => {
  server.kill("SIGKILL");
  await feldera.close();
  rmSync(outputDir, { recursive: true });
});

/** Pipelines of which every answer goes wrong in its own way. */
function faultyPipelines(): void {
  const at = "/v0/pipelines";
  feldera.on("GET", `${at}/silent`, neverAnswers());
  feldera.on("GET", `${at}/reset`, resetWithinHeaders());
  feldera.on("GET", `${at}/busy`, empty(503));
  feldera.on("GET", `${at}/broken`, text(200, "{", "application/json"));
  feldera.on("GET", `${at}/endless/logs`, endless("a line\n", 5));
}

const GET = (pipeline_name: string): ToolCall => ({ tool: "get_pipeline", args: { pipeline_name } });
const FAULTY: readonly ToolCall[] = [
  GET("reset"),
  GET("busy"),
  GET("broken"),
  GET("nope"),
  { tool: "get_pipeline_logs", args: { pipeline_name: "endless" } },
  { tool: "get_pipeline", args: {} },
  { tool: "get_pipeline_logs", args: { pipeline_name: "payments", grep: "(" } },
];

/** Calls that take hundreds of times as long as others are made less often, though hundreds of times all the same. */
const HEAVY: ReadonlySet<string> = new Set([
  "diagnose_pipeline",
  "summarize_operators",
  "summarize_circuit_profile",
  "summarize_heap_profile",
  "summarize_samply_profile",
  "download_support_bundle",
]);
const LIGHT = CALLS.filter(({ tool }) => !HEAVY.has(tool));
const HEAVY_CALLS = CALLS.filter(({ tool }) => HEAVY.has(tool));

function callNumber(index: number): ToolCall {
  if (index % 25 === 0) return HEAVY_CALLS[(index / 25) % HEAVY_CALLS.length] ?? GET("payments");
  const mixed = index % 5 === 0 ? FAULTY : LIGHT;
  return mixed[index % mixed.length] ?? GET("payments");
}

/** Makes calls up to `end`, some at a time; every tenth of a kind that never ends is cancelled. */
async function makeCalls(client: WireClient, from: number, end: number): Promise<void> {
  let next = from;
  const worker = async () => {
    for (let index = next++; index < end; index = next++) {
      const { tool, args } = callNumber(index);
      if (index % 50 === 7) await cancelled(client, 1_000_000 + index);
      const { result } = await client.ask({
        id: index + 10,
        method: "tools/call",
        params: { name: tool, arguments: args },
      });
      if (result === undefined) throw new Error(`call ${index}, ${tool}, has no result`);
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_A_TIME }, worker));
}

/** A call that is cancelled is not answered. */
async function cancelled(client: WireClient, id: number): Promise<void> {
  const before = feldera.requests.length;
  client.send({
    jsonrpc: "2.0",
    id,
    method: "tools/call",
    params: { name: "get_pipeline", arguments: { pipeline_name: "silent" } },
  });
  await feldera.received(before + 1);
  client.send({
    jsonrpc: "2.0",
    method: "notifications/cancelled",
    params: { requestId: id, reason: "soak" },
  });
}

async function held(lines: AsyncIterator<string>): Promise<Held> {
  server.kill("SIGUSR2");
  for (;;) {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("the server has ended");
    if (value.startsWith("held ")) return Held.parse(JSON.parse(value.slice("held ".length)));
  }
}

function inUse({ heapUsed, external }: Held): number {
  return heapUsed + external;
}

function graph(points: readonly { made: number; held: Held }[]): string {
  const most = Math.max(...points.map((point) => inUse(point.held)));
  return points
    .map(({ made, held }) => {
      const bytes = inUse(held);
      const bar = "█".repeat(Math.round((40 * bytes) / most));
      const facts = `${(bytes / MIB).toFixed(1)} MiB in use, ${held.resources.length} handles, ${held.descriptors} descriptors, ${Math.round(held.rss / MIB)} MiB resident`;
      return `${String(made).padStart(6)} ${bar.padEnd(40)} ${facts}`;
    })
    .join("\n");
}

test(`after ${calls} mixed calls no more is held than after ${warm}`, async () => {
  const client = wireClient(server);
  const lines = createInterface({ input: server.stderr })[Symbol.asyncIterator]();
  const params = {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "soak", version: "1" },
  };
  await client.ask({ id: 1, method: "initialize", params });
  const startedMs = performance.now();
  const points: { made: number; held: Held }[] = [];
  for (let made = 0; made < calls; made += every) {
    await makeCalls(client, made, made + every);
    points.push({ made: made + every, held: await held(lines) });
    client.forget();
  }
  process.stderr.write(`${graph(points)}\n`);
  const first = points.find(({ made }) => made === warm)?.held;
  const last = points.at(-1)?.held;
  if (first === undefined || last === undefined) throw new Error("nothing was measured");
  const growth = inUse(last) / inUse(first);
  const handles = Math.max(
    last.resources.length - first.resources.length,
    last.descriptors - first.descriptors,
  );
  report({
    what: `soak: heap in use ${growth < 1 ? "" : "+"}${((growth - 1) * 100).toFixed(1)} % from call ${warm} on, handles ${handles < 0 ? "" : "+"}${handles}`,
    cases: calls,
    failed: growth <= mostGrowth && handles <= KEPT_SOCKETS ? 0 : 1,
    peakBytes: Math.max(...points.map(({ held: { rss } }) => rss)),
    longestMs: performance.now() - startedMs,
  });
  expect(growth).toBeLessThanOrEqual(mostGrowth);
  expect(handles, "handles and sockets").toBeLessThanOrEqual(KEPT_SOCKETS);
}, 3_600_000);
