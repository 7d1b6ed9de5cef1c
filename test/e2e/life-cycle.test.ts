import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startServer } from "../support/built-server.ts";
import { circuitProfileSent, largeCircuitProfile, serveCircuitProfile } from "../support/large-circuit.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { neverAnswers } from "../support/responses.ts";
import { wireClient } from "../support/wire-client.ts";
import { payments } from "../support/worlds.ts";

/** In ms: no test waits for a call to reach its own limit. */
const AN_HOUR = 3_600_000;
const PATIENT = ["callMs", "bundleCallMs", "headersMs"].flatMap((name) => ["--limit", `${name}=${AN_HOUR}`]);

const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
};
const CALL = {
  jsonrpc: "2.0",
  id: 2,
  method: "tools/call",
  params: { name: "list_pipelines", arguments: {} },
};

let feldera: LoopbackFeldera;
let server: ChildProcessWithoutNullStreams;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  feldera.on("GET", "/v0/pipelines", neverAnswers());
  server = startServer(PATIENT, {
    FELDERA_HOST: feldera.url,
  });
});

afterEach(async () => {
  server.kill("SIGKILL");
  await feldera.close();
});

function send(...messages: readonly unknown[]): void {
  for (const message of messages) server.stdin.write(`${JSON.stringify(message)}\n`);
}

/** Starts a call that never ends by itself. */
async function callInFlight(): Promise<void> {
  send(INITIALIZE, { jsonrpc: "2.0", method: "notifications/initialized" }, CALL);
  await feldera.received(1);
}

async function exit(): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
}

describe("with a call in flight, the server exits", () => {
  test("at the end of stdin", async () => {
    await callInFlight();
    server.stdin.end();
    await exit();
    expect(server.exitCode).toBe(0);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("on %s", async (signal) => {
    await callInFlight();
    server.kill(signal);
    await exit();
    expect(server.exitCode).toBe(0);
  });

  test("when nobody reads its stdout any more", async () => {
    await callInFlight();
    server.stdout.destroy();
    send({ jsonrpc: "2.0", id: 3, method: "tools/list" });
    await exit();
  });
});

describe("while it analyses a profile, the server and the analysis end", () => {
  const profile = largeCircuitProfile();

  beforeEach(async () => {
    payments(feldera);
    serveCircuitProfile(feldera, profile);
    const params = { name: "summarize_circuit_profile", arguments: { pipeline_name: "payments" } };
    send(INITIALIZE, { jsonrpc: "2.0", method: "notifications/initialized" }, { ...CALL, params });
    await circuitProfileSent(feldera);
  });

  /** Until nobody holds the server's stderr any more, and so neither it nor the analysis is left. */
  async function end(): Promise<{ isAnswered: boolean }> {
    let answers = "";
    server.stdout.setEncoding("utf8").on("data", (text: string) => {
      answers += text;
    });
    server.stderr.resume();
    await once(server, "close");
    return { isAnswered: answers.includes(`"id":${CALL.id}`) };
  }

  test("at the end of stdin", async () => {
    server.stdin.end();
    expect(await end()).toEqual({ isAnswered: false });
    expect(server.exitCode).toBe(0);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("on %s", async (signal) => {
    server.kill(signal);
    expect(await end()).toEqual({ isAnswered: false });
    expect(server.exitCode).toBe(0);
  });

  test("when the server is killed, though the analysis first comes to its own end", async () => {
    server.kill("SIGKILL");
    await end();
  });
});

test("a client that goes away leaves no request behind at Feldera", async () => {
  await callInFlight();
  server.stdin.end();
  expect(await feldera.requests[0]?.ended).toBe("aborted by client");
});

test("nothing but JSON-RPC reaches stdout, whatever arrives on stdin", async () => {
  const client = wireClient(server);
  client.sendLine("this is no message");
  expect((await client.answerTo(null)).error?.code).toBe(-32700);
  expect((await client.ask({ id: 7, method: "no/such/method" })).error?.code).toBe(-32601);
  expect((await client.ask(INITIALIZE)).result).toMatchObject({ serverInfo: { name: "feldera-mcp" } });
  expect((await client.ask({ id: 9, method: "tools/call", params: { arguments: {} } })).error?.code).toBe(
    -32602,
  );
  expect((await client.ask({ id: 10, method: "tools/list" })).result?.tools).toHaveLength(20);
  expect(client.received).toHaveLength(5);
});
