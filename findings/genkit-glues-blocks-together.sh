#!/usr/bin/env bash
# Guess: of a result with several text blocks Genkit gives the model all of them, apart from each other; a text stays the text
#   that it was.
# What happens: the texts are put together with nothing in between: "late rows: 1" and "2 views wait" are "late rows: 12 views
#   wait", and an error's "status 50" and "3 times" are "status 503 times". A text that begins with { or [ is read as JSON where
#   it can be, so that 9007199254740993 in it becomes …992 and 1.10 becomes 1.1; two such blocks together are no JSON and stay.
#   Where there is structuredContent the text is gone, and of an error each block that is no text.
# Seen with: npm @genkit-ai/mcp 1.42.0 with genkit 1.42.0 on Node 20, createMcpClient, a bare stdio server.
# Why it matters: a count at the end of a block and one at the beginning of the next become another count, which nobody can tell
#   from a right one. A server has to end each block with a line break, or send one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @genkit-ai/mcp@1.42.0 genkit@1.42.0

cat > server.py <<'PY'
import json, sys

def texts(*blocks):
    return [{"type": "text", "text": block} for block in blocks]

link = {"type": "resource_link", "uri": "feldera://logs", "name": "logs"}
results = {
    "counts": {"content": texts("late rows: 1", "2 views wait")},
    "error": {"isError": True, "content": [*texts("status 50", "3 times"), link]},
    "json": {"content": texts('{"id": 9007199254740993, "version": 1.10}')},
    "jsons": {"content": texts('{"id": 9007199254740993}', '{"id": 1}')},
    "both": {"content": texts("12 rows are late, see get_stats"), "structuredContent": {"late": 12}},
}
for line in sys.stdin:
    message = json.loads(line)
    method = message["method"]
    answer = {}
    if method == "initialize":
        info = {"name": "bare", "version": "1"}
        version = message["params"]["protocolVersion"]
        answer = {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}
    elif method == "tools/list":
        answer = {"tools": [{"name": name, "inputSchema": {"type": "object"}} for name in results]}
    elif method == "tools/call":
        answer = results[message["params"]["name"]]
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}), flush=True)
PY
cat > client.mjs <<'JS'
import { genkit } from "genkit";
import { createMcpClient } from "@genkit-ai/mcp";

const client = createMcpClient({ name: "client", mcpServer: { command: "python3", args: ["server.py"] } });
await client.ready();
for (const tool of await client.getActiveTools(genkit({}))) {
  console.log(tool.__action.name, JSON.stringify(await tool({})));
}
await client.disable();
process.exit(0);
JS
diff <(node client.mjs 2> client.log | grep '^bare/') - <<'SEEN'
bare/counts "late rows: 12 views wait"
bare/error {"error":"status 503 times"}
bare/json {"id":9007199254740992,"version":1.1}
bare/jsons "{\"id\": 9007199254740993}{\"id\": 1}"
bare/both {"late":12}
SEEN
echo "still so: Genkit glues the blocks of a result together"
