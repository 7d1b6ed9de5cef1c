import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { callText } from "../../support/built-server.ts";
import { post } from "../../support/http-requests.ts";
import { httpServer } from "../../support/http-server.ts";
import { type LoopbackFeldera, startLoopbackFeldera } from "../../support/loopback-feldera.ts";
import { neverAnswers } from "../../support/responses.ts";
import { replayAll } from "../../support/worlds.ts";

const HANGS = { name: "get_stats", arguments: { pipeline_name: "payments" } };
const INITIALIZE = {
  jsonrpc: "2.0",
  id: 0,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo: { name: "feldera-mcp-test", version: "1.0.0" },
  },
};

let feldera: LoopbackFeldera;

beforeEach(async () => {
  feldera = await startLoopbackFeldera();
  onTestFinished(() => feldera.close());
  replayAll(feldera);
  feldera.on("GET", "/v0/pipelines/payments/stats", neverAnswers());
});

async function sessionAt(url: string): Promise<string> {
  const answer = await post(url, INITIALIZE);
  await answer.text();
  return answer.headers.get("mcp-session-id") ?? "";
}

const headersOf = (session: string | undefined): Record<string, string> =>
  session === undefined ? {} : { "mcp-session-id": session };

/** A call that hangs at Feldera, by its number in a session. */
async function begun(url: string, session: string | undefined, id: number | string = 7) {
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const seen = feldera.requests.length;
  const answer = await post(
    url,
    { jsonrpc: "2.0", id, method: "tools/call", params: HANGS },
    { headers: headersOf(session), signal: leaving.signal },
  );
  await feldera.received(seen + 1);
  const request = feldera.requests[seen];
  if (request === undefined) throw new Error("Feldera was not asked");
  return { answer, request };
}

async function cancel(url: string, session: string, requestId: number | string = 7) {
  const { status } = await post(
    url,
    { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId } },
    { headers: headersOf(session) },
  );
  return status;
}

describe("over HTTP a client of a legacy revision", () => {
  test("cancels its call, which is then asked of Feldera no longer; the next is answered", async () => {
    const { url } = await httpServer({ source: feldera });
    const client = new Client({ name: "feldera-mcp-test", version: "1.0.0" });
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
    onTestFinished(() => client.close());
    const giving = new AbortController();
    const call = client.callTool(HANGS, undefined, { signal: giving.signal });
    await feldera.received(1);
    giving.abort();
    await expect(call).rejects.toThrow();
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
    expect((await callText(client, "list_pipelines", {})).text).toMatch(/^6 pipelines: /);
  });

  test("has the stream of a call that it cancels end without an answer", async () => {
    // No sign of life within the test: the stream begins with the call.
    const { url } = await httpServer({ source: feldera, limits: { httpAliveMs: 600_000 } });
    const session = await sessionAt(url);
    const { answer, request } = await begun(url, session);
    expect(await cancel(url, session)).toBe(202);
    expect(await request.ended).toBe("aborted by client");
    expect(await answer.text()).not.toContain("data:");
  });

  test("has a resource that it cancels end too, which comes as no stream", async () => {
    const { url } = await httpServer({ source: feldera });
    feldera.on("GET", "/v0/pipelines/payments", neverAnswers());
    feldera.on("GET", "/v0/pipelines/payments", neverAnswers(), {
      query: { selector: "all_with_connectors" },
    });
    const session = await sessionAt(url);
    const params = { uri: "feldera://pipelines/payments" };
    const answer = post(
      url,
      { jsonrpc: "2.0", id: 7, method: "resources/read", params },
      { headers: headersOf(session) },
    );
    await feldera.received(1);
    await cancel(url, session);
    expect([(await answer).status, await (await answer).text()]).toEqual([202, ""]);
    expect(await feldera.requests[0]?.ended).toBe("aborted by client");
  });

  test.each([
    ["of another client, which counts its requests alike", "another", 7],
    ["of a client that has no session", undefined, 7],
    ["of another number", "same", 8],
    ["of the same number as a string", "same", "7"],
  ])("cancels no call %s", async (_, other, id) => {
    const { url } = await httpServer({ source: feldera });
    const session = await sessionAt(url);
    const others = other === "same" ? session : other === undefined ? undefined : await sessionAt(url);
    const theirs = await begun(url, others, id);
    const own = await begun(url, session);
    expect(await cancel(url, session)).toBe(202);
    expect(await own.request.ended).toBe("aborted by client");
    expect(theirs.request.abortedByClient).toBe(false);
  });

  test("gets a session that any replica takes, and that cancels at its own alone", async () => {
    const [first, second] = [await httpServer({ source: feldera }), await httpServer({ source: feldera })];
    const session = await sessionAt(first.url);
    expect(await sessionAt(first.url)).not.toBe(session);
    const { request } = await begun(second.url, session);
    expect(await cancel(first.url, session)).toBe(202);
    expect(request.abortedByClient).toBe(false);
    expect(await cancel(second.url, session)).toBe(202);
    expect(await request.ended).toBe("aborted by client");
  });
});
