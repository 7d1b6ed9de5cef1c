#!/usr/bin/env bash
# Guess: every request that has an id gets an answer; one that the SDK does not like gets an error.
# What happens: a request whose id is an integer above 2^53, and one with a member beside those of JSON-RPC, are dropped:
#   no answer, no error, nothing on stderr, and the server goes on. `onerror` is told, which McpServer leaves unset.
# Seen with: npm @modelcontextprotocol/sdk 1.32.2, zod 4.6.0.
# Why it matters: whoever sent it waits until its own time limit, with nothing to tell it why. Ids made of nanoseconds, and
#   clients that put a trace id beside the method, look like a server that hangs.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . @modelcontextprotocol/sdk@1.32.2 zod@4.6.0

cat > server.mjs <<'JS'
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
await new McpServer({ name: "quiet", version: "1" }).connect(new StdioServerTransport());
JS
cat > client.mjs <<'JS'
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
const server = spawn(process.execPath, ["server.mjs"]);
let complaints = "";
server.stderr.on("data", (data) => (complaints += data));
const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "c", version: "1" } };
server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: 0, method: "initialize", params })}\n`);
server.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
server.stdin.write('{"jsonrpc":"2.0","id":1795252491617791000,"method":"ping"}\n');
server.stdin.write('{"jsonrpc":"2.0","id":1,"method":"ping","trace":"4bf92f35"}\n');
server.stdin.write('{"jsonrpc":"2.0","id":2,"method":"ping"}\n');
const answered = [];
for await (const line of createInterface({ input: server.stdout })) {
  const { id } = JSON.parse(line);
  answered.push(id);
  // What was dropped came before this one: a second more for answers that are only late.
  if (id === 2) setTimeout(() => server.kill(), 1000);
}
console.log(`answered: ${answered.join(", ")}; on stderr: ${complaints || "nothing"}`);
JS
diff <(node client.mjs) - <<'SEEN'
answered: 0, 2; on stderr: nothing
SEEN
echo "still so: a request with an id above 2^53, or with one more member, is never answered"
