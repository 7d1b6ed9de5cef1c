#!/usr/bin/env bash
# Guess: the text block of a tool's result becomes the text that the model reads; _meta stays with the client.
# What happens: where the result has _meta or structuredContent beside one text block, the model gets neither
#   the text nor the object but a JSON string of both: {"type":"text","text":"…","structuredContent":{…},
#   "meta":{…}}, the text escaped within it. An embedded resource goes the other way: its text is put into the
#   artifact, which no model sees.
# Seen with: npm @langchain/mcp-adapters 1.1.4 (with @langchain/core 1.4.0) against a bare stdio server.
# Why it matters: a server that answers in both channels, as the protocol asks, is paid for twice there, line
#   breaks become \n, and what was meant for programs alone (_meta) is in the prompt.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . @langchain/mcp-adapters@1.1.4 @langchain/core@1.4.0

cat > server.mjs <<'JS'
import { createInterface } from "node:readline";
const text = { type: "text", text: "two lines:\nlag 5" };
const resource = { type: "resource", resource: { uri: "log://1", mimeType: "text/plain", text: "the log" } };
const results = {
  plain: { content: [text] },
  structured: { content: [text], structuredContent: { lag: 5 } },
  with_meta: { content: [text], _meta: { "example.com/trace": "abc" } },
  embedded: { content: [{ type: "text", text: "see" }, resource] },
};
const tools = Object.keys(results).map((name) => ({ name, inputSchema: { type: "object", properties: {} } }));
for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const initialized = { protocolVersion: params?.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "bare", version: "1" } };
  const result = { initialize: initialized, "tools/list": { tools }, "tools/call": results[params?.name] }[method];
  const answer = result === undefined ? { error: { code: -32601, message: "Method not found" } } : { result };
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, ...answer })}\n`);
}
JS
cat > client.mjs <<'JS'
import { MultiServerMCPClient } from "@langchain/mcp-adapters";
const bare = { transport: "stdio", command: process.execPath, args: ["server.mjs"] };
const client = new MultiServerMCPClient({ mcpServers: { bare } });
for (const tool of await client.getTools()) {
  const message = await tool.invoke({ type: "tool_call", id: "1", name: tool.name, args: {} });
  console.log(tool.name, JSON.stringify(message.content));
}
await client.close();
JS
diff <(node client.mjs 2>/dev/null) - <<'SEEN'
plain "two lines:\nlag 5"
structured "{\"type\":\"text\",\"text\":\"two lines:\\nlag 5\",\"structuredContent\":{\"lag\":5}}"
with_meta "{\"type\":\"text\",\"text\":\"two lines:\\nlag 5\",\"meta\":{\"example.com/trace\":\"abc\"}}"
embedded "see"
SEEN
echo "still so: LangChain.js gives the model JSON of the whole result where it has _meta or structuredContent"
