#!/usr/bin/env bash
# Guess: a tool call that asks to be run as a task, of a server that declares no tasks, is answered as if it did not ask:
#   that is what revision 2025-11-25 of the protocol demands of whoever receives such a call.
# What happens: McpServer answers with error -32603, so that the call fails. The error overtakes the answer to
#   `initialize`, which was sent before it.
# Seen with: npm @modelcontextprotocol/sdk 1.32.2, zod 4.6.0.
# Why it matters: a client that adds `task` to every call, as the protocol lets it, cannot call any tool of a server that
#   is built on this class and knows no tasks.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . @modelcontextprotocol/sdk@1.32.2 zod@4.6.0

cat > server.mjs <<'JS'
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
const server = new McpServer({ name: "clock", version: "1" });
server.registerTool("now", { description: "the time" }, async () => ({ content: [{ type: "text", text: "noon" }] }));
await server.connect(new StdioServerTransport());
JS
cat > client.mjs <<'JS'
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
const server = spawn(process.execPath, ["server.mjs"], { stdio: ["pipe", "pipe", "inherit"] });
const send = (message) => server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "c", version: "1" } };
send({ id: 0, method: "initialize", params });
send({ method: "notifications/initialized" });
send({ id: 1, method: "tools/call", params: { name: "now", arguments: {}, task: { ttl: 60_000 } } });
send({ id: 2, method: "tools/call", params: { name: "now", arguments: {} } });
for await (const line of createInterface({ input: server.stdout })) {
  const { id, result, error } = JSON.parse(line);
  console.log(id, error ? `${error.code} ${error.message}` : (result.content?.[0].text ?? "initialized"));
  if (id === 2) break;
}
server.kill();
JS
diff <(node client.mjs) - <<'SEEN'
1 -32603 Server does not support task creation (required for tools/call)
0 initialized
2 noon
SEEN
echo "still so: a server without tasks refuses a call that asks for one"
