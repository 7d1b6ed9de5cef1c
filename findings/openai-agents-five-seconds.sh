#!/usr/bin/env bash
# Guess: a tool call has the usual limit of MCP clients, 60 seconds, and progress keeps it alive.
# What happens: 5 seconds. openai-agents sets client_session_timeout_seconds=5 for each request and sends no
#   progressToken, so that a server has no way to tell progress; it gets notifications/cancelled, and the caller
#   an error "timed out" that does not say that the limit is the client's own.
# Seen with: PyPI openai-agents 0.24.0 (with mcp 2.3.0), a tool that answers after 7 s.
# Why it matters: logs that are followed until they fall silent, heap profiles and support bundles take longer
#   than that. The setting has to be raised by the client's user; a server can only answer sooner.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile openai-agents==0.24.0 mcp==2.3.0

cat > server.py <<'PY'
import json, sys, threading

def send(message):
    print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)

def answer_late(request):
    token = request["params"].get("_meta", {}).get("progressToken")
    text = f"done, progressToken {token}"
    send({"id": request["id"], "result": {"content": [{"type": "text", "text": text}]}})

for line in sys.stdin:
    message = json.loads(line)
    method = message.get("method")
    if method == "notifications/cancelled":
        with open("cancelled", "w") as file:
            file.write(message["params"].get("reason", ""))
    elif method == "tools/call":
        threading.Timer(7, answer_late, [message]).start()
    elif "id" in message:
        answer = {"error": {"code": -32601, "message": "Method not found"}}
        if method == "initialize":
            version = message["params"]["protocolVersion"]
            info = {"name": "bare", "version": "1"}
            answer = {"result": {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}}
        elif method == "tools/list":
            tool = {"name": "logs", "inputSchema": {"type": "object", "properties": {}}}
            answer = {"result": {"tools": [tool]}}
        send({"id": message["id"], **answer})
PY
cat > client.py <<'PY'
import asyncio

from agents import RunContextWrapper
from agents.mcp import MCPServerStdio, MCPUtil

async def call(**settings):
    async with MCPServerStdio(params={"command": "python3", "args": ["server.py"]}, **settings) as server:
        [tool] = await server.list_tools()
        try:
            print(await MCPUtil.invoke_mcp_tool(server, tool, RunContextWrapper(None), "{}"))
        except Exception as error:
            print(type(error).__name__, error)

asyncio.run(call())
asyncio.run(call(client_session_timeout_seconds=20))
PY
diff <(venv/bin/python client.py 2>/dev/null) - <<'SEEN'
MCPError Request 'tools/call' timed out
{'type': 'text', 'text': 'done, progressToken None'}
SEEN
diff <(cat cancelled; echo) - <<'SEEN'
timed out after 5s
SEEN
echo "still so: openai-agents ends a tool call after 5 seconds"
