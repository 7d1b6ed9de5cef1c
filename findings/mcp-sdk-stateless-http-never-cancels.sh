#!/usr/bin/env bash
# Guess: a call that the SDK's client gives up is cancelled at a server of the SDK that has no sessions, as at one over
#   stdio.
# What happens: the client posts notifications/cancelled as a request of its own and keeps the call's stream open. Without
#   sessions each request has a server of its own, so that the notification reaches one that knows of no call: the tool's
#   signal is never aborted, and the tool runs to its end, for nobody.
# Seen with: npm @modelcontextprotocol/sdk 1.32.2 on both sides, `sessionIdGenerator: undefined` as its examples have it.
#   Revision 2026-07-28 closes the stream instead: its server is told.
# Why it matters: an agent that gives up slow calls and tries again piles work up behind a server without sessions, and
#   uses up whatever limit there is on calls at once.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . @modelcontextprotocol/sdk@1.32.2 zod@4.6.7

cat > both.mjs <<'JS'
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";

function slow() {
  const server = new McpServer({ name: "slow", version: "1" });
  server.registerTool("slow", { description: "takes long" }, async ({ signal }) => {
    signal.addEventListener("abort", () => console.error("cancelled"));
    await sleep(2_000);
    if (!signal.aborted) console.error("ran to its end");
    return { content: [{ type: "text", text: "done" }] };
  });
  return server;
}
async function giveUp(transport) {
  const client = new Client({ name: "c", version: "1" });
  await client.connect(transport);
  await client.callTool({ name: "slow" }, undefined, { signal: AbortSignal.timeout(500) }).catch(() => {});
  await sleep(3_000);
}
if (process.argv[2] === "serve") await slow().connect(new StdioServerTransport());
else if (process.argv[2] === "stdio") {
  await giveUp(new StdioClientTransport({ command: process.execPath, args: ["both.mjs", "serve"] }));
  process.exit();
} else {
  const http = createServer(async (request, response) => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    const server = slow();
    response.on("close", () => server.close());
    await server.connect(transport);
    await transport.handleRequest(request, response);
  }).listen(0, "127.0.0.1", async () => {
    await giveUp(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${http.address().port}/mcp`)));
    process.exit();
  });
}
JS
diff <(for over in stdio http; do echo "$over: $(node both.mjs $over 2>&1)"; done) - <<'SEEN'
stdio: cancelled
http: ran to its end
SEEN
echo "still so: a call that is given up runs to its end at a server of the SDK without sessions"
