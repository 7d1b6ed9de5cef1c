#!/usr/bin/env bash
# Guess: a result with isError reaches the model marked as an error.
# What happens: the output that openai-agents gives the model for a failed call has the same shape as that of
#   one that worked: {'type': 'text', 'text': …}, the flag is gone. A failed call without content becomes an
#   empty list.
# Seen with: PyPI openai-agents 0.24.0 (with mcp 2.3.0) against a bare stdio server.
# Why it matters: the text of an error has to say by itself that it is one; "pipeline payments: Stopped" reads
#   as an answer.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile openai-agents==0.24.0 mcp==2.3.0

cat > server.py <<'PY'
import json, sys

TEXT = [{"type": "text", "text": "pipeline payments: Stopped"}]
RESULTS = {
    "works": {"content": TEXT},
    "fails": {"content": TEXT, "isError": True},
    "fails_without_words": {"content": [], "isError": True},
}
for line in sys.stdin:
    message = json.loads(line)
    answer = {"error": {"code": -32601, "message": "Method not found"}}
    if message.get("method") == "initialize":
        version = message["params"]["protocolVersion"]
        info = {"name": "bare", "version": "1"}
        answer = {"result": {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}}
    elif message.get("method") == "tools/list":
        schema = {"type": "object", "properties": {}}
        answer = {"result": {"tools": [{"name": name, "inputSchema": schema} for name in RESULTS]}}
    elif message.get("method") == "tools/call":
        answer = {"result": RESULTS[message["params"]["name"]]}
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}), flush=True)
PY
cat > client.py <<'PY'
import asyncio

from agents import RunContextWrapper
from agents.mcp import MCPServerStdio, MCPUtil

async def main():
    async with MCPServerStdio(params={"command": "python3", "args": ["server.py"]}) as server:
        for tool in await server.list_tools():
            print(tool.name, await MCPUtil.invoke_mcp_tool(server, tool, RunContextWrapper(None), "{}"))

asyncio.run(main())
PY
diff <(OPENAI_AGENTS_DISABLE_TRACING=1 venv/bin/python client.py 2>/dev/null) - <<'SEEN'
works {'type': 'text', 'text': 'pipeline payments: Stopped'}
fails {'type': 'text', 'text': 'pipeline payments: Stopped'}
fails_without_words []
SEEN
echo "still so: openai-agents gives the model a failed call as one that worked"
