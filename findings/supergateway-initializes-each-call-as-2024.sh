#!/usr/bin/env bash
# Guess: supergateway, which offers a stdio server over HTTP, passes on what the client said in `initialize`; the server then
#   answers calls in the revision of the protocol that both agreed on, and knows what the client can do.
# What happens: by default each POST has a process of its own. The one that gets the client's `initialize` gets nothing else;
#   each later one is initialized by supergateway itself, as client "supergateway" of revision 2024-11-05 without any
#   capability, whatever the client agreed on and whatever it sends in MCP-Protocol-Version. An integer beyond 2^53 is another
#   one behind it.
# Seen with: npm supergateway 4.0.0 with --outputTransport streamableHttp, a bare stdio server.
# Why it matters: a server that keeps to the revision leaves out structured content, output schemas and links, which the
#   client was told to expect, and never asks (elicitation). What one call keeps for the next, such as a profile, is gone,
#   and what a start costs is paid for each call.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill $(cat "$dir/pid") 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . supergateway@4.0.0

cat > server.mjs <<'JS'
import { createInterface } from "node:readline";

let told = "nothing";
let requests = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  requests += 1;
  let answer = `{"tools": [{"name": "status", "inputSchema": {"type": "object"}}]}`;
  if (method === "initialize") {
    const { protocolVersion, clientInfo, capabilities } = params;
    told = `${clientInfo.name} ${protocolVersion} ${JSON.stringify(capabilities)}`;
    answer = JSON.stringify({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "bare", version: "1" } });
  } else if (method === "tools/call") {
    const text = JSON.stringify(`request ${requests} of this process, which was told ${told}`);
    answer = `{"content": [{"type": "text", "text": ${text}}], "structuredContent": {"fingerprint": 9007199254740993}}`;
  }
  process.stdout.write(`{"jsonrpc": "2.0", "id": ${JSON.stringify(id)}, "result": ${answer}}\n`);
}
JS
cat > client.mjs <<'JS'
const url = `http://127.0.0.1:${process.env.PORT}/mcp`;

async function post(method, params, id, more = {}) {
  const body = JSON.stringify({ jsonrpc: "2.0", method, params, id });
  const headers = { "content-type": "application/json", accept: "application/json, text/event-stream", ...more };
  const response = await fetch(url, { method: "POST", headers, body });
  const text = await response.text();
  const data = text.split("\n").find((line) => line.startsWith("data: "));
  if (id !== undefined) return { json: data.slice("data: ".length), session: response.headers.get("mcp-session-id") };
}

for (let tries = 0; tries < 100; tries += 1) {
  if (await fetch(url).then(() => true, () => false)) break;
  await new Promise((resolve) => setTimeout(resolve, 100));
}
const client = { protocolVersion: "2025-11-25", capabilities: { elicitation: {} }, clientInfo: { name: "assistant", version: "1" } };
const first = await post("initialize", client, 1);
console.log("agreed on", JSON.parse(first.json).result.protocolVersion, "session", first.session);
const agreed = { "mcp-protocol-version": "2025-11-25" };
await post("notifications/initialized", undefined, undefined, agreed);
for (const id of [2, 3]) {
  const { json } = await post("tools/call", { name: "status", arguments: {} }, id, agreed);
  console.log(JSON.parse(json).result.content[0].text, /"fingerprint":\d+/.exec(json)[0]);
}
JS
PORT=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
export PORT
node node_modules/supergateway/dist/index.js --stdio "node server.mjs" --outputTransport streamableHttp --port "$PORT" > gateway.log 2>&1 &
echo $! > pid
diff <(node client.mjs) - <<'SEEN'
agreed on 2025-11-25 session null
request 2 of this process, which was told supergateway 2024-11-05 {} "fingerprint":9007199254740992
request 2 of this process, which was told supergateway 2024-11-05 {} "fingerprint":9007199254740992
SEEN
echo "still so: supergateway starts a server for each call and initializes it as a client of 2024"
