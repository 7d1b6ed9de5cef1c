#!/usr/bin/env bash
# Guess: the transport between a host and an MCP App hands messages on, and writes to the console only what is wrong.
# What happens: PostMessageTransport of ext-apps writes each message that it sends ("Sending message") and each that it
#   takes ("Parsed message") with console.debug, arguments and whole tool results with it. No option turns that off.
# Seen with: npm @modelcontextprotocol/ext-apps 2.0.4 (with @modelcontextprotocol/client 2.4.0) on Node 20, between two ends of one process.
# Why it matters: a host's console, and what collects it, holds all that tools answered, rows and secrets too; large
#   results are kept alive by the console as long as the page is.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . @modelcontextprotocol/ext-apps@2.0.4 @modelcontextprotocol/client@2.4.0 @modelcontextprotocol/core@2.4.0 zod@4.6.7
cat > ends.mjs <<'JS'
const written = [];
console.debug = (...parts) => written.push(parts.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join(" "));
/** A window as far as the transport needs one: whoever listens is called, and whoever posts is its source. */
const listeners = new Set();
globalThis.window = {
  addEventListener: (_, listener) => listeners.add(listener),
  removeEventListener: (_, listener) => listeners.delete(listener),
};
const other = { postMessage: () => undefined };
const { PostMessageTransport } = await import("@modelcontextprotocol/ext-apps/app-bridge");
const transport = new PostMessageTransport(other, other);
const arrived = [];
transport.onmessage = (message) => arrived.push(message);
await transport.start();
const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "rows", arguments: { of: "customer 4711" } } };
const answer = { jsonrpc: "2.0", id: 1, result: { content: [{ type: "text", text: "customer 4711 owes 12.50" }] } };
for (const listener of listeners) listener({ source: other, data: call });
await transport.send(answer);
console.log(`arrived: ${arrived.length}`);
for (const line of written) console.log(line);
JS
node ends.mjs > seen
diff seen - <<'SEEN'
arrived: 1
Parsed message {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"rows","arguments":{"of":"customer 4711"}}}
Sending message {"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"customer 4711 owes 12.50"}]}}
SEEN
echo "still so: ext-apps writes every message between a host and an app to the console"
