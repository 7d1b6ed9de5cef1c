import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { BUILT_SERVER, startServer } from "../support/built-server.ts";
import { generatedCircuitProfile } from "../support/generated-circuit-profile.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { bytes, endless, neverAnswers, recording } from "../support/responses.ts";
import { wireClient } from "../support/wire-client.ts";
import { childrenOf, peakOf, stateOf } from "./measured.ts";
import { LONG, report } from "./report.ts";

/** As long as a process may take to end on a busy machine; the calls in flight take longer. */
const WAIT_MS = 15_000;

const INITIALIZE = {
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
};

let feldera: LoopbackFeldera;
let server: ChildProcessWithoutNullStreams;
let cases = 0;
let failed = 0;
let longestMs = 0;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  server = startServer([], { FELDERA_HOST: feldera.url });
});

afterEach(async ({ task }) => {
  if (task.result?.state === "fail") failed += 1;
  server.kill("SIGKILL");
  await feldera.close();
});

afterAll(() => report({ what: "ends, with calls in flight", cases, failed, longestMs }));

/** Calls that are in flight, each of a kind of its own. */
const IN_FLIGHT: Readonly<Record<string, { tool: string; begin: () => Promise<void> }>> = {
  "an answer that does not come": {
    tool: "get_stats",
    async begin() {
      feldera.on("GET", "/v0/pipelines/payments/stats", neverAnswers());
      feldera.on("GET", "/v0/pipelines/payments", neverAnswers());
    },
  },
  "a log that does not end": {
    tool: "get_pipeline_logs",
    async begin() {
      feldera.on("GET", "/v0/pipelines/payments/logs", endless("a line of the log\n", 10));
    },
  },
  "an analysis": {
    tool: "summarize_circuit_profile",
    async begin() {
      const profile = Buffer.concat([
        ...generatedCircuitProfile(recording("circuit_json_profile").body.toString(), 8 * 2 ** 20),
      ]);
      feldera.on("GET", "/v0/pipelines/payments/circuit_json_profile", bytes(200, profile));
    },
  },
};

/** Starts a call, and resolves while it is under way. */
async function call(tool: string, written: (line: string) => void): Promise<void> {
  const messages = [
    { jsonrpc: "2.0", id: 1, ...INITIALIZE },
    { jsonrpc: "2.0", method: "notifications/initialized" },
    {
      jsonrpc: "2.0",
      id: 2,
      method: "tools/call",
      params: { name: tool, arguments: { pipeline_name: "payments" } },
    },
  ];
  for (const message of messages) written(`${JSON.stringify(message)}\n`);
  await feldera.received(1);
  const [request] = feldera.requests;
  if (tool === "summarize_circuit_profile") await request?.ended;
  await delay(50);
}

/** A process that has ended and that nobody has asked about yet is not running. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return stateOf(pid) !== "Z";
  } catch {
    return false;
  }
}

/** Those of the processes that still run after a while in which they should have ended. */
async function leftOf(pids: readonly number[]): Promise<number[]> {
  const startedMs = performance.now();
  while (pids.some(isRunning) && performance.now() - startedMs < WAIT_MS) await delay(2);
  cases += 1;
  longestMs = Math.max(longestMs, performance.now() - startedMs);
  return pids.filter(isRunning);
}

function collect(child: ChildProcessWithoutNullStreams): () => string {
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString("latin1");
  });
  return () => text;
}

function expectWholeMessages(stdout: string): void {
  expect(stdout === "" || stdout.endsWith("\n"), `half a message: …${stdout.slice(-100)}`).toBe(true);
  for (const line of stdout.split("\n").filter(Boolean)) expect(JSON.parse(line)).toHaveProperty("jsonrpc");
}

const ENDS: Readonly<Record<string, () => void>> = {
  "the end of stdin": () => server.stdin.end(),
  SIGINT: () => server.kill("SIGINT"),
  SIGTERM: () => server.kill("SIGTERM"),
  SIGHUP: () => server.kill("SIGHUP"),
  "a stdout that nobody reads": () => {
    server.stdout.destroy();
    server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: 3, method: "tools/list" })}\n`);
  },
};

describe.each(Object.entries(IN_FLIGHT))(
  "with %s in flight, nothing is left after",
  (_kind, { tool, begin }) => {
    test.each(Object.entries(ENDS))("%s", async (_end, end) => {
      const stdout = collect(server);
      await begin();
      await call(tool, (line) => server.stdin.write(line));
      const pid = server.pid ?? 0;
      const all = [pid, ...childrenOf(pid)];
      end();
      expect(await leftOf(all)).toEqual([]);
      expectWholeMessages(stdout());
    });

    test("a parent that is killed", async () => {
      await begin();
      const relay = `
      const { spawn } = require("node:child_process");
      const server = spawn(process.execPath, [${JSON.stringify(BUILT_SERVER)}], { stdio: ["pipe", "pipe", "ignore"] });
      process.stdout.write(server.pid + "\\n");
      process.stdin.pipe(server.stdin);
      server.stdout.resume();`;
      const parent = spawn(process.execPath, ["-e", relay], {
        env: { PATH: process.env.PATH ?? "", FELDERA_HOST: feldera.url },
      });
      const [line] = await once(createInterface({ input: parent.stdout }), "line");
      const pid = Number(line);
      await call(tool, (message) => parent.stdin.write(message));
      const all = [pid, ...childrenOf(pid)];
      parent.kill("SIGKILL");
      expect(await leftOf(all)).toEqual([]);
    });
  },
);

test("no message is cut in two when the server ends in the middle of many", async () => {
  for (let round = 0; round < (LONG ? 40 : 8); round++) {
    const child = startServer(["--demo"]);
    const stdout = collect(child);
    const listing = (id: number) => `${JSON.stringify({ jsonrpc: "2.0", id, method: "tools/list" })}\n`;
    child.stdin.write(Array.from({ length: 100 }, (_, index) => listing(index)).join(""));
    await once(child.stdout, "data");
    // A client that is slow to read leaves the rest of a message with the server.
    child.stdout.pause();
    await delay(10 * (round % 8));
    child.kill("SIGTERM");
    child.stdout.resume();
    await once(child, "close");
    cases += 1;
    expect(stdout()).not.toBe("");
    expectWholeMessages(stdout());
  }
}, 120_000);

test("a client that never reads does not keep the server alive", async () => {
  const child = startServer(["--demo"]);
  const lists = Array.from({ length: 100 }, (_, id) =>
    JSON.stringify({ jsonrpc: "2.0", id, method: "tools/list" }),
  );
  child.stdin.write(`${lists.join("\n")}\n`);
  await once(child.stdout, "readable");
  child.kill("SIGTERM");
  expect(await leftOf([child.pid ?? 0])).toEqual([]);
});

test("a whole answer reaches a slow pipe before `call` ends", async () => {
  const lines = Array.from(
    { length: 1000 },
    (_, line) =>
      `[payments] 2026-11-21T07:00:00.000000Z  INFO t:  ${line} ${"abcdefghij".repeat(100)} ${line ** 7}\n`,
  );
  feldera.on("GET", "/v0/pipelines/payments/logs", bytes(200, Buffer.from(lines.join(""))));
  const args = { pipeline_name: "payments", tail: 1000, dedupe: false, max_tokens: 900_000 };
  const child = startServer(
    ["--limit", "answerTokensMax=1000000", "call", "get_pipeline_logs", JSON.stringify(args)],
    { FELDERA_HOST: feldera.url },
  );
  const stdout = collect(child);
  const closed = once(child, "close");
  await once(child.stdout, "data");
  child.stdout.pause();
  await delay(200);
  child.stdout.resume();
  await closed;
  cases += 1;
  // Four times what a pipe holds.
  expect(stdout().length).toBeGreaterThan(250_000);
  const [, mark] = /^<<(\w+) quoted/m.exec(stdout()) ?? [];
  expect(stdout().slice(-20).endsWith(`${mark}>>\n`), "its last line").toBe(true);
  expect(child.exitCode).toBe(0);
});

test("a message far beyond the limit is refused, nothing of it is kept, and the server lives on", async () => {
  const client = wireClient(server);
  const piece = Buffer.alloc(2 ** 20, "x");
  for (let sent = 0; sent < 256; sent++) {
    if (!server.stdin.write(piece)) await once(server.stdin, "drain");
  }
  client.sendLine("");
  expect((await client.answerTo(null)).error?.message).toMatch(
    /longer than \d+ bytes \(limit messageBytes\)/,
  );
  expect((await client.ask({ id: 1, method: "ping" })).result).toEqual({});
  expect(peakOf(server.pid ?? 0)).toBeLessThan(250 * 2 ** 20);
  cases += 1;
});

const ToolResult = z.object({
  isError: z.boolean().optional(),
  content: z.tuple([z.object({ text: z.string() })]),
});

/** The first request of the server meets a defect that no code of it expects. */
const DEFECT = `data:text/javascript,${encodeURIComponent(`
  const { set } = URLSearchParams.prototype;
  URLSearchParams.prototype.set = function () {
    URLSearchParams.prototype.set = set;
    throw new TypeError("planted\\nfeldera-mcp: a forged line");
  };`)}`;

test("an unexpected exception is an error result and one line on stderr, and the server lives on", async () => {
  feldera.on("GET", "/v0/pipelines", recording("pipelines_all"));
  const child = spawn(process.execPath, ["--import", DEFECT, BUILT_SERVER], {
    env: { PATH: process.env.PATH ?? "", FELDERA_HOST: feldera.url },
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const client = wireClient(child);
  await client.ask({ id: 1, ...INITIALIZE });
  const list = { method: "tools/call", params: { name: "list_pipelines", arguments: {} } };
  const broken = ToolResult.parse((await client.ask({ id: 2, ...list })).result);
  expect(broken.isError).toBe(true);
  expect(broken.content[0].text).toMatch(/a defect of its own/);
  expect(broken.content[0].text).not.toMatch(/planted/);
  const next = ToolResult.parse((await client.ask({ id: 3, ...list })).result);
  expect(next.isError).toBeUndefined();
  child.kill("SIGKILL");
  cases += 1;
  expect(stderr.split("\n")).toEqual([expect.stringMatching(/^feldera-mcp: TypeError: planted .* at /), ""]);
});
