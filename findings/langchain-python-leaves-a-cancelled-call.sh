#!/usr/bin/env bash
# Guess: when the task that awaits a tool is cancelled, or its time is up, the server is told that the call is.
# What happens: nothing is sent. The call goes on at the server, whose answer is dropped.
# Seen with: PyPI langchain-mcp-adapters 0.3.2 with mcp 1.30.0, whose ClientSession it uses; mcp 2.3.0's Client sends
#   notifications/cancelled.
# Why it matters: an agent under asyncio.wait_for that tries a slow query again has all of them running at once.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile langchain-mcp-adapters==0.3.2 mcp==1.30.0 langchain-core==1.8.3

cat > server.py <<'PY'
import json, sys

for line in sys.stdin:
    message = json.loads(line)
    method = message.get("method")
    with open("asked", "a") as file:
        file.write(f"{method}\n")
    answer = {"error": {"code": -32601, "message": "Method not found"}}
    if method == "initialize":
        version = message["params"]["protocolVersion"]
        info = {"name": "bare", "version": "1"}
        answer = {"result": {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}}
    elif method == "tools/list":
        tool = {"name": "query", "inputSchema": {"type": "object", "properties": {}}}
        answer = {"result": {"tools": [tool]}}
    elif method == "tools/call":
        continue
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}), flush=True)
PY
cat > client.py <<'PY'
import asyncio

from langchain_mcp_adapters.client import MultiServerMCPClient
from langchain_mcp_adapters.tools import load_mcp_tools

async def main():
    server = {"transport": "stdio", "command": "python3", "args": ["server.py"]}
    async with MultiServerMCPClient({"bare": server}).session("bare") as session:
        [tool] = await load_mcp_tools(session)
        try:
            await asyncio.wait_for(tool.ainvoke({}), 1)
        except asyncio.TimeoutError:
            print("given up")
        await asyncio.sleep(1)

asyncio.run(main())
PY
diff <(venv/bin/python client.py 2>/dev/null; grep -E "tools/call|cancelled" asked) - <<'SEEN'
given up
tools/call
SEEN
echo "still so: LangChain's Python client tells the server nothing of a call that is given up"
