import { request } from "node:http";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { describe, expect, onTestFinished, test } from "vitest";
import { callText } from "../../support/built-server.ts";
import { messageOf, post, postModern } from "../../support/http-requests.ts";
import { httpServer } from "../../support/http-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { neverAnswers } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";

const LIST = { jsonrpc: "2.0", id: 1, method: "tools/list" };
const CALL = {
  jsonrpc: "2.0",
  id: 2,
  method: "tools/call",
  params: { name: "list_pipelines", arguments: {} },
};

async function feldera(): Promise<LoopbackFeldera> {
  const loopback = await startLoopbackFeldera();
  replayAll(loopback);
  onTestFinished(() => loopback.close());
  return loopback;
}

async function server(over: Partial<Parameters<typeof httpServer>[0]> = {}) {
  return httpServer({ source: await feldera(), ...over });
}

/** The status of a request with a Host header of its own, which fetch does not let one write. */
function statusWith(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const all = {
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
      ...headers,
    };
    const sent = request(url, { method: "POST", headers: all }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end(JSON.stringify(LIST));
  });
}

describe("the SDK's client", () => {
  async function connected(url: string): Promise<Client> {
    const client = new Client({ name: "feldera-mcp-test", version: "1.0.0" });
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
    onTestFinished(() => client.close());
    return client;
  }

  test("lists, calls, and is told of an error as over stdio", async () => {
    const client = await connected((await server()).url);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain("diagnose_pipeline");
    expect((await callText(client, "list_pipelines", {})).text).toMatch(/^6 pipelines: /);
    expect(await callText(client, "get_pipeline", { pipeline_name: "nope" })).toMatchObject({
      isError: true,
    });
    await expect(client.callTool({ name: "no_such_tool" })).rejects.toMatchObject({ code: -32602 });
  });

  test("is told of progress while it waits", async () => {
    const loopback = await feldera();
    loopback.on("GET", "/v0/pipelines/payments/stats", neverAnswers());
    const { url } = await httpServer({ source: loopback, limits: { callMs: 1_400 } });
    const client = await connected(url);
    const told: unknown[] = [];
    const call = { name: "get_stats", arguments: { pipeline_name: "payments" } };
    await client.callTool(call, undefined, { onprogress: ({ progress }) => told.push(progress) });
    expect(told[0]).toBe(1);
  });
});

describe("a request of the modern revision", () => {
  const statusAndError = async (response: Response) => {
    const { id, error } = await messageOf(response);
    return [response.status, error?.code, id];
  };

  test("is answered without a handshake, as that revision has it", async () => {
    const { url } = await server();
    const discovered = await messageOf(await postModern(url, "server/discover"));
    expect(discovered.result).toMatchObject({ supportedVersions: ["2026-07-28"], resultType: "complete" });
    const listed = await messageOf(await postModern(url, "tools/list"));
    expect(listed.result).toMatchObject({ resultType: "complete", cacheScope: "private" });
  });

  test.each([
    ["a method of which a header says something else", { "mcp-method": "tools/list" }],
    ["a revision of which a header says something else", { "mcp-protocol-version": "2025-11-25" }],
    ["a name of which a header says something else", { "mcp-name": "get_stats" }],
    ["a name in Base64 that is none", { "mcp-name": "=?base64?!?=" }],
  ])("is refused for %s", async (_, headers) => {
    const { url } = await server();
    const response = await postModern(url, "tools/call", { name: "list_pipelines" }, headers);
    expect(await statusAndError(response)).toEqual([400, -32020, 1]);
  });

  test("may have its name in Base64", async () => {
    const { url } = await server();
    const name = `=?base64?${Buffer.from("list_pipelines").toString("base64")}?=`;
    const response = await postModern(url, "tools/call", { name: "list_pipelines" }, { "mcp-name": name });
    expect(await response.text()).toMatch(/6 pipelines: /);
  });

  test.each([
    ["ping", 404, -32601],
    ["no/such", 404, -32601],
  ])("for %s is refused with a status that says so", async (method, status, code) => {
    const { url } = await server();
    expect(await statusAndError(await postModern(url, method))).toEqual([status, code, 1]);
  });

  test("of a revision that there is not is refused, and told which there is", async () => {
    const { url } = await server();
    const _meta = {
      "io.modelcontextprotocol/protocolVersion": "2099-01-01",
      "io.modelcontextprotocol/clientCapabilities": {},
    };
    const headers = { "mcp-protocol-version": "2099-01-01", "mcp-method": "tools/list" };
    const response = await post(url, { ...LIST, params: { _meta } }, { headers });
    expect(response.status).toBe(400);
    expect((await messageOf(response)).error).toMatchObject({
      code: -32022,
      data: { supported: ["2026-07-28"], requested: "2099-01-01" },
    });
  });

  test("which says so in its header alone is refused", async () => {
    const { url } = await server();
    const response = await post(url, LIST, { headers: { "mcp-protocol-version": "2026-07-28" } });
    expect(await statusAndError(response)).toEqual([400, -32602, 1]);
  });

  test("that subscribes gets a stream, which the server ends when it ends", async () => {
    const { url, drain } = await server();
    const response = await postModern(url, "subscriptions/listen", { notifications: {} });
    const told = response.text();
    await drain();
    expect((await told).match(/"method":"[^"]*"/g)).toEqual([
      '"method":"notifications/subscriptions/acknowledged"',
      '"method":"notifications/cancelled"',
    ]);
  });
});

describe("where a request comes from", () => {
  test.each([
    [{}, 200],
    [{ host: "localhost:1234" }, 200],
    [{ host: "feldera.example.com" }, 200],
    [{ host: "evil.example.com" }, 403],
    [{ host: "127.0.0.1.evil.example.com" }, 403],
    [{ origin: "http://localhost:3000" }, 200],
    [{ origin: "https://ops.example.com" }, 200],
    [{ origin: "http://ops.example.com" }, 403],
    [{ origin: "http://evil.example.com" }, 403],
    [{ origin: "null" }, 403],
  ])("%j is answered with %i", async (headers, status) => {
    const http = {
      hosts: ["localhost", "127.0.0.1", "feldera.example.com"],
      origins: ["https://ops.example.com"],
    };
    const { url } = await server({ http });
    expect(await statusWith(url, headers)).toBe(status);
  });
});

describe("what is no request", () => {
  test.each([
    ["is not JSON", "{", 400, -32700],
    ["is empty", "", 400, -32600],
    ["is no message", "7", 400, -32600],
    ["is an empty batch", "[]", 400, -32600],
    ["is too long", JSON.stringify({ ...LIST, long: "x".repeat(3_000) }), 413, -32600],
    ["has more messages than a batch may", JSON.stringify(Array(101).fill({ jsonrpc: "2.0" })), 400, -32600],
  ])("since it %s is refused", async (_, body, status, code) => {
    const { url } = await server({ limits: { messageBytes: 2_500 } });
    const response = await post(url, body);
    expect([response.status, (await messageOf(response)).error?.code]).toEqual([status, code]);
  });

  test("but a notification is taken", async () => {
    const { url } = await server();
    const response = await post(url, { jsonrpc: "2.0", method: "notifications/initialized" });
    expect([response.status, await response.text()]).toEqual([202, ""]);
  });

  test("a batch of revision 2025-03-26 is answered as one", async () => {
    const { url } = await server();
    const pings = [1, 2].map((id) => ({ jsonrpc: "2.0", id, method: "ping" }));
    const answers = await (await post(url, pings)).json();
    expect(answers).toEqual([1, 2].map((id) => ({ jsonrpc: "2.0", id, result: {} })));
  });

  test("nor by another method, nor at another path", async () => {
    const { url } = await server();
    const get = await fetch(url, { headers: { accept: "text/event-stream" } });
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await fetch(new URL("/", url))).status).toBe(404);
  });
});

test("a client that goes away has what it asked of Feldera cancelled", async () => {
  const loopback = await feldera();
  loopback.on("GET", "/v0/pipelines", neverAnswers(), { query: { selector: "status_with_connectors" } });
  loopback.on("GET", "/v0/pipelines", neverAnswers());
  const { url } = await httpServer({ source: loopback });
  const leaving = new AbortController();
  const answer = post(url, CALL, { signal: leaving.signal }).then((response) => response.text());
  await loopback.received(1);
  leaving.abort();
  await expect(answer).rejects.toThrow();
  expect(await loopback.requests[0]?.ended).toBe("aborted by client");
});

describe("who operates it", () => {
  test("sees whether it serves, and that it ends", async () => {
    const { url, drain } = await server({ limits: { drainNoticeMs: 300 } });
    const health = new URL("/healthz", url);
    expect((await fetch(health)).status).toBe(200);
    const ended = drain();
    const draining = await fetch(health);
    expect([draining.status, draining.headers.get("connection")]).toEqual([503, "close"]);
    // A proxy that has not noticed yet.
    expect((await post(url, LIST)).status).toBe(200);
    await ended;
    await expect(fetch(health)).rejects.toThrow();
  });

  test("has what is under way finished before it ends", async () => {
    const loopback = await feldera();
    loopback.on("GET", "/v0/pipelines", neverAnswers(), { query: { selector: "status_with_connectors" } });
    loopback.on("GET", "/v0/pipelines", neverAnswers());
    const { url, drain } = await httpServer({ source: loopback, limits: { callMs: 500, drainMs: 20_000 } });
    const answer = post(url, CALL).then((response) => response.text());
    await loopback.received(1);
    await drain();
    expect(await answer).toMatch(/did not answer|time/i);
  });

  test("sees in Prometheus' format what was asked and how long calls took", async () => {
    const { url } = await server();
    await (await post(url, CALL)).text();
    await post(url, "{");
    const told = await (await fetch(new URL("/metrics", url))).text();
    expect(told).toMatch(/^feldera_mcp_requests_total\{ending="answered"\} 1$/m);
    expect(told).toMatch(/^feldera_mcp_requests_total\{ending="refused"\} 1$/m);
    expect(told).toMatch(/^feldera_mcp_requests_in_progress 0$/m);
    expect(told).toMatch(
      /^feldera_mcp_tool_call_seconds_count\{tool="list_pipelines",is_error="false"\} 1$/m,
    );
    expect(told).toMatch(/^process_resident_memory_bytes \d+$/m);
  });
});
