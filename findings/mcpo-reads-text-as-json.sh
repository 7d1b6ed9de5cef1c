#!/usr/bin/env bash
# Guess: mcpo, which offers an MCP server as HTTP, answers a tool's text block with that text, as a JSON string; what else
#   the result has comes along, or is refused.
# What happens: a text that happens to be JSON becomes what it means: the version "1.10" is the number 1.1, "null" is null,
#   "\"stopped\"" loses its quotes, and a text NaN is "Internal Server Error", as it is JSON to Python alone. "007" stays.
#   A resource_link is left out without a word, and a result that has structuredContent alone is an empty list.
# Seen with: PyPI mcpo 0.0.20 with mcp 1.30.0 and fastapi 0.116.1 (it does not start with the newest of both), a bare server.
# Why it matters: a tool that answers with one cell, line or name gives values of another type now and then, and an answer
#   that is too long and handed out as a link is lost.
set -euo pipefail
dir=$(mktemp -d)
trap 'kill $(cat "$dir/pid") 2> /dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile mcpo==0.0.20 mcp==1.30.0 fastapi==0.116.1

cat > server.py <<'PY'
import json, sys

text = lambda text: {"content": [{"type": "text", "text": text}]}
link = {"type": "resource_link", "uri": "file:///rows", "name": "rows"}
RESULTS = {name: text(name) for name in ["1.10", "007", "null", '"stopped"', "NaN"]}
RESULTS["link"] = {"content": [{"type": "text", "text": "see"}, link]}
RESULTS["structured"] = {"content": [], "structuredContent": {"rows": 3}}
TOOLS = [{"name": f"t{index}", "inputSchema": {"type": "object", "properties": {}}} for index in range(len(RESULTS))]
for line in sys.stdin:
    message = json.loads(line)
    answer = {"tools": TOOLS}
    if message["method"] == "initialize":
        version = message["params"]["protocolVersion"]
        info = {"name": "bare", "version": "1"}
        answer = {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}
    elif message["method"] == "tools/call":
        answer = [*RESULTS.values()][int(message["params"]["name"][1:])]
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}), flush=True)
PY
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
venv/bin/mcpo --host 127.0.0.1 --port "$port" -- python3 server.py > mcpo.log 2>&1 &
echo $! > pid
for _ in $(seq 60); do curl -s -o tools.json "http://127.0.0.1:$port/openapi.json" && break; sleep 1; done
seen() {
  for tool in 0 1 2 3 4 5 6; do curl -s -X POST -H 'content-type: application/json' -d '{}' "http://127.0.0.1:$port/t$tool"; echo; done
}
diff <(seen) - <<'SEEN'
1.1
"007"
null
"stopped"
Internal Server Error
"see"
[]
SEEN
echo "still so: mcpo reads a tool's text as JSON, and leaves out links and structured content"
