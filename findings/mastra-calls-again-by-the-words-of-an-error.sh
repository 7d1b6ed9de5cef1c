#!/usr/bin/env bash
# Guess: an error that a server answers with ends a call, whatever its message says: the connection is there, since the answer came
#   over it. A client calls a tool again only if it knows that the first call was not done.
# What happens: Mastra looks for words in the message. "HTTP 404", "HTTP 401", "not connected", "connection refused", "fetch failed"
#   and the like, in any case and anywhere in it, are to it a lost connection: it ends the server's process, starts another and
#   calls the tool a second time. Every other call that runs at the time ends with the process, and is made again as well, though
#   its first run may have done its work. So it goes where a server ends in the middle of a call. An error of a tool
#   (isError) with the same words is told once, and has no such effect.
# Seen with: npm @mastra/mcp 2.0.0 with @mastra/core 1.71.0 on Node 20, MCPClient with its defaults, a bare stdio server.
# Why it matters: most servers stand before something else, and "p1 is not connected to Kafka" or "Feldera answered HTTP 404" is
#   what they have to say. Rows are sent twice and a pipeline is started twice, and what the process kept is lost.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @mastra/mcp@2.0.0 @mastra/core@1.71.0

cat > server.py <<'PY'
import json, sys, threading, time

TOOLS = ("ask", "ask_as_a_tool", "insert")


def log(line):
    with open("got.log", "a") as file:
        print(line, file=file)


def answer(message, **more):
    print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **more}), flush=True)


def insert(message):
    with open("rows", "a") as file:
        print("a row", file=file)
    time.sleep(5)
    answer(message, result={"content": [{"type": "text", "text": "inserted"}]})


log("  a process starts")
for line in sys.stdin:
    message = json.loads(line)
    method, params = message["method"], message.get("params", {})
    if method == "initialize":
        info = {"name": "bare", "version": "1"}
        answer(message, result={
            "protocolVersion": params["protocolVersion"], "capabilities": {"tools": {}}, "serverInfo": info})
    elif method == "tools/list":
        schema = {"type": "object", "properties": {"error": {"type": "string"}}}
        answer(message, result={"tools": [{"name": name, "inputSchema": schema} for name in TOOLS]})
    elif method == "tools/call" and params["name"] == "insert":
        threading.Thread(target=insert, args=[message], daemon=True).start()
    elif method == "tools/call":
        error = params["arguments"]["error"]
        log(f"  {params['name']} is called")
        if params["name"] == "ask":
            answer(message, error={"code": -32603, "message": error})
        else:
            answer(message, result={"isError": True, "content": [{"type": "text", "text": error}]})
    elif "id" in message:
        answer(message, error={"code": -32601, "message": "Method not found"})
PY
cat > client.mjs <<'JS'
import { appendFileSync, readFileSync } from "node:fs";
import { MCPClient } from "@mastra/mcp";

const servers = { bare: { command: "python3", args: ["server.py"] } };
const client = new MCPClient({ servers });
const tools = await client.listTools();
const say = (line) => appendFileSync("got.log", `${line}\n`);
const call = (tool, error) =>
  tools[`bare_${tool}`].execute({ error }, {}).then((result) => result.content[0].text, (failed) => failed.message);

for (const error of ["no such pipeline", "Feldera answered HTTP 404", "p1 is not connected to Kafka"]) {
  for (const tool of ["ask_as_a_tool", "ask"]) {
    say(`${tool}: ${error}`);
    say(`  told: ${await call(tool, error)}`);
  }
}
say("insert, and beside it ask: connection refused by p1");
const inserted = call("insert");
await new Promise((resolve) => setTimeout(resolve, 500));
const asked = await call("ask", "connection refused by p1");
say(`  told: ${await inserted}, ${asked}`);
say(`  rows: ${readFileSync("rows", "utf8").split("\n").length - 1}`);
await client.disconnect();
process.exit(0);
JS
node client.mjs > client.log 2>&1
diff got.log - <<'SEEN'
  a process starts
  a process starts
ask_as_a_tool: no such pipeline
  ask_as_a_tool is called
  told: no such pipeline
ask: no such pipeline
  ask is called
  told: no such pipeline
ask_as_a_tool: Feldera answered HTTP 404
  ask_as_a_tool is called
  told: Feldera answered HTTP 404
ask: Feldera answered HTTP 404
  ask is called
  a process starts
  ask is called
  told: Feldera answered HTTP 404
ask_as_a_tool: p1 is not connected to Kafka
  ask_as_a_tool is called
  told: p1 is not connected to Kafka
ask: p1 is not connected to Kafka
  ask is called
  a process starts
  ask is called
  told: p1 is not connected to Kafka
insert, and beside it ask: connection refused by p1
  ask is called
  a process starts
  ask is called
  told: inserted, connection refused by p1
  rows: 2
SEEN
echo "still so: Mastra takes words of an error for a lost connection, and calls again"
