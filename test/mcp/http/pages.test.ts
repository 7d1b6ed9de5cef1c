import { expect, onTestFinished, test } from "vitest";
import { messageOf, post } from "../../support/http-requests.ts";
import { httpServer } from "../../support/http-server.ts";
import { startLoopbackFeldera } from "../../support/loopback-feldera.ts";

const SHOWS_PAGES = {
  extensions: { "io.modelcontextprotocol/ui": { mimeTypes: ["text/html;profile=mcp-app"] } },
};

/** What a client is listed that has said what it can do at one replica, and asks another. */
async function listedTo(capabilities: object): Promise<string> {
  const feldera = await startLoopbackFeldera();
  onTestFinished(() => feldera.close());
  const [first, second] = [await httpServer({ source: feldera }), await httpServer({ source: feldera })];
  const params = { protocolVersion: "2025-11-25", capabilities, clientInfo: { name: "raw", version: "1" } };
  const hello = await post(first.url, { jsonrpc: "2.0", id: 0, method: "initialize", params });
  await hello.text();
  const headers = { "mcp-session-id": hello.headers.get("mcp-session-id") ?? "" };
  const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };
  return JSON.stringify((await messageOf(await post(second.url, list, { headers }))).result);
}

test("a client of a legacy revision that shows pages is listed those at any replica, and another is not", async () => {
  expect(await listedTo(SHOWS_PAGES)).toContain("read_picture");
  expect(await listedTo({})).not.toContain("read_picture");
});
