import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startServer } from "../support/built-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../support/loopback-feldera.ts";
import { type WireClient, wireClient } from "../support/wire-client.ts";
import { replayAll } from "../support/worlds.ts";

const MODERN = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {},
};

let server: ChildProcessWithoutNullStreams;
let client: WireClient;
let feldera: LoopbackFeldera;

beforeEach(async () => {
  // A live Feldera: what is told of a support bundle has its age, and may not be kept.
  feldera = await startLoopbackFeldera();
  replayAll(feldera);
  server = startServer([], { FELDERA_HOST: feldera.url });
  client = wireClient(server);
});

afterEach(async () => {
  server.kill("SIGKILL");
  await feldera.close();
});

/** A request of the modern revision. */
function modern(id: number, method: string, params: object = {}) {
  return client.ask({ id, method, params: { ...params, _meta: MODERN } });
}

describe("a client of the modern revision (2026-07-28)", () => {
  test("discovers the server without a handshake", async () => {
    const { result } = await modern(1, "server/discover");
    expect(result).toMatchObject({
      resultType: "complete",
      supportedVersions: ["2026-07-28"],
      capabilities: { tools: {}, prompts: {}, resources: {}, completions: {} },
      ttlMs: 3_600_000,
      cacheScope: "private",
      _meta: { "io.modelcontextprotocol/serverInfo": { name: "feldera-mcp" } },
    });
    expect(result?.instructions).toContain("Feldera");
  });

  test("gets lists that say how long they hold, and results that say that they are whole", async () => {
    const list = await modern(1, "tools/list");
    expect(list.result).toMatchObject({ resultType: "complete", ttlMs: 3_600_000, cacheScope: "private" });
    const call = await modern(2, "tools/call", { name: "list_pipelines", arguments: {} });
    expect(call.result).toMatchObject({
      resultType: "complete",
      _meta: { "io.modelcontextprotocol/serverInfo": { name: "feldera-mcp" } },
    });
    expect(call.result).not.toHaveProperty("ttlMs");
  });

  test.each(["prompts/list", "resources/list", "resources/templates/list"])(
    "may keep the answer to %s",
    async (method) => {
      const { result } = await modern(1, method);
      expect(result).toMatchObject({ resultType: "complete", ttlMs: 3_600_000, cacheScope: "private" });
    },
  );

  test("may keep what the server knows of Feldera, and not what it tells of a pipeline", async () => {
    const known = await modern(1, "resources/read", { uri: "feldera://error-codes" });
    expect(known.result).toMatchObject({ resultType: "complete", ttlMs: 3_600_000, cacheScope: "private" });
    const told = await modern(2, "resources/read", { uri: "feldera://pipelines/payments" });
    expect(told.result).toMatchObject({ resultType: "complete", ttlMs: 0, cacheScope: "private" });
  });

  test("gets prompts and completions, which are whole and for now", async () => {
    const ref = { type: "ref/prompt", name: "why_is_it_slow" };
    const argument = { name: "pipeline_name", value: "pay" };
    const completed = await modern(1, "completion/complete", { ref, argument });
    expect(completed.result).toMatchObject({
      resultType: "complete",
      completion: { values: ["payments"], total: 1, hasMore: false },
    });
    const args = { pipeline_name: "payments" };
    const prompt = await modern(2, "prompts/get", { name: "why_is_it_slow", arguments: args });
    expect(prompt.result).toMatchObject({ resultType: "complete", messages: [{ role: "user" }] });
    for (const { result } of [completed, prompt]) expect(result).not.toHaveProperty("ttlMs");
  });

  test.each([
    ["prompts/get", { name: "why_is_it_slow", arguments: { pipeline_name: {} } }],
    ["prompts/get", {}],
    ["resources/read", {}],
    ["resources/read", { uri: "feldera://nope" }],
    ["resources/list", { cursor: "2" }],
    ["completion/complete", { ref: { type: "ref/nope" }, argument: { name: "a", value: "b" } }],
  ])("is refused %s %j as the mistake that it is", async (method, params) => {
    const { error, result } = await modern(1, method, params);
    expect(error?.code).toBe(-32602);
    expect(result).toBeUndefined();
  });

  test("is refused an unknown version, with those that there are", async () => {
    const _meta = { ...MODERN, "io.modelcontextprotocol/protocolVersion": "2031-01-01" };
    const { error } = await client.ask({ id: 1, method: "server/discover", params: { _meta } });
    expect(error).toMatchObject({
      code: -32022,
      data: { supported: ["2026-07-28"], requested: "2031-01-01" },
    });
  });

  test.each([[undefined], ["none"], [[]]])(
    "is refused a request that says %j of what the client can",
    async (capabilities) => {
      const _meta = { ...MODERN, "io.modelcontextprotocol/clientCapabilities": capabilities };
      const { error } = await client.ask({ id: 1, method: "tools/list", params: { _meta } });
      expect(error?.code).toBe(-32602);
    },
  );

  test.each(["initialize", "ping", "logging/setLevel", "resources/subscribe", "no/such/method"])(
    "is told that %s is no method",
    async (method) => {
      expect((await modern(1, method)).error?.code).toBe(-32601);
    },
  );

  test("may listen, and hears nothing, since nothing changes", async () => {
    const listen = { notifications: { toolsListChanged: true } };
    client.send({
      jsonrpc: "2.0",
      id: 7,
      method: "subscriptions/listen",
      params: { ...listen, _meta: MODERN },
    });
    const { params } = await client.notification("notifications/subscriptions/acknowledged");
    expect(params).toEqual({
      _meta: { "io.modelcontextprotocol/subscriptionId": 7 },
      notifications: {},
    });
    await modern(8, "tools/list");
    expect(client.received.filter((message) => message.id === 7)).toEqual([]);
  });
});

describe("a client of a legacy revision", () => {
  test("finds no server/discover, and falls back to initialize", async () => {
    expect((await client.ask({ id: 1, method: "server/discover" })).error?.code).toBe(-32601);
    const params = {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "t", version: "1" },
    };
    const { result } = await client.ask({ id: 2, method: "initialize", params });
    expect(result).toMatchObject({ protocolVersion: "2025-11-25", serverInfo: { name: "feldera-mcp" } });
  });

  test("is served beside a modern one, each in its own way", async () => {
    const [old, now] = await Promise.all([
      client.ask({ id: 1, method: "tools/list" }),
      modern(2, "tools/list"),
    ]);
    expect(old.result).not.toHaveProperty("resultType");
    expect(now.result).toHaveProperty("resultType");
    expect(now.result?.tools).toEqual(old.result?.tools);
  });

  test.each([
    ["prompts/list", {}, "prompts"],
    ["resources/list", {}, "resources"],
    ["resources/templates/list", {}, "resourceTemplates"],
    ["resources/read", { uri: "feldera://causes" }, "contents"],
    ["resources/read", { uri: "feldera://pipelines/payments" }, "contents"],
    ["prompts/get", { name: "why_is_it_down", arguments: { pipeline_name: "p" } }, "messages"],
  ])("gets the same of %s %j, without the marks of the modern revision", async (method, params, field) => {
    const [old, now] = await Promise.all([client.ask({ id: 1, method, params }), modern(2, method, params)]);
    expect(old.result?.[field]).toEqual(now.result?.[field]);
    expect(old.result?.[field]).toBeDefined();
    for (const mark of ["resultType", "ttlMs", "cacheScope"]) expect(old.result).not.toHaveProperty(mark);
  });
});
