#!/usr/bin/env bash
# Guess: MultiServerMCPClient starts a stdio server once, and its tools share the process.
# What happens: tools from client.get_tools() start a new process, with a new handshake, for each call: three
#   calls are four processes with the listing. Calls share nothing that a server keeps in memory, and each
#   waits for the server's start. Only tools loaded within client.session() share one.
#   A resource_link in a result loses its name and description: the model gets a file block with the bare URI.
# Seen with: PyPI langchain-mcp-adapters 0.3.2 (with mcp 1.30.0 and langchain-core 1.8.3), a bare stdio server.
# Why it matters: a profile that one call has read is read again by the next, handles that a server hands out
#   mean nothing a call later, and what a server logs at its start is logged per call. Start-up time counts.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile langchain-mcp-adapters==0.3.2 mcp==1.30.0 langchain-core==1.8.3

cat > server.py <<'PY'
import json, sys

with open("starts", "a") as file:
    file.write("start\n")
LINK = {"type": "resource_link", "uri": "file:///out/bundle.zip", "name": "bundle", "description": "of 10:00"}
for line in sys.stdin:
    message = json.loads(line)
    answer = {"error": {"code": -32601, "message": "Method not found"}}
    if message.get("method") == "initialize":
        version = message["params"]["protocolVersion"]
        info = {"name": "bare", "version": "1"}
        answer = {"result": {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}}
    elif message.get("method") == "tools/list":
        tool = {"name": "bundle", "inputSchema": {"type": "object", "properties": {}}}
        answer = {"result": {"tools": [tool]}}
    elif message.get("method") == "tools/call":
        answer = {"result": {"content": [LINK]}}
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}), flush=True)
PY
cat > client.py <<'PY'
import asyncio

from langchain_mcp_adapters.client import MultiServerMCPClient

async def main():
    server = {"transport": "stdio", "command": "python3", "args": ["server.py"]}
    [tool] = await MultiServerMCPClient({"bare": server}).get_tools()
    for _ in range(3):
        [block] = await tool.ainvoke({})
        block.pop("id")
        print(block)

asyncio.run(main())
PY
diff <(venv/bin/python client.py 2>/dev/null | sort -u; wc -l < starts) - <<'SEEN'
{'type': 'file', 'url': 'file:///out/bundle.zip'}
4
SEEN
echo "still so: LangChain's Python client starts a stdio server for each tool call"
