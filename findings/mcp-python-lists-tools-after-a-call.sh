#!/usr/bin/env bash
# Guess: Client.call_tool sends tools/call, and returns or raises what the server answered to that.
# What happens: for a tool that was not listed yet it sends tools/list as well, after the answer, to check the
#   result against the tool's outputSchema; it does so even where the result has no structuredContent. If the
#   listing fails or is slow, so is the call: it raises "listing failed" although the tool has done its work.
# Seen with: PyPI mcp 2.3.0 against a bare stdio server.
# Why it matters: a caller that tries again stops, starts or checkpoints a pipeline a second time. A server pays
#   a listing for each short-lived client, and its log has tools/list behind the call and not before it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile mcp==2.3.0

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
    elif method == "tools/call":
        answer = {"result": {"content": [{"type": "text", "text": "stopped"}]}}
    elif method == "tools/list":
        answer = {"error": {"code": -32603, "message": "listing failed"}}
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}), flush=True)
PY
cat > client.py <<'PY'
import asyncio

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

async def main():
    async with Client(stdio_client(StdioServerParameters(command="python3", args=["server.py"]))) as client:
        try:
            print(await client.call_tool("stop", {}))
        except Exception as error:
            print(type(error).__name__, error)

asyncio.run(main())
PY
diff <(venv/bin/python client.py 2>/dev/null; grep tools/ asked) - <<'SEEN'
MCPError listing failed
tools/call
tools/list
SEEN
echo "still so: mcp's call_tool lists the tools after the call, and fails if that fails"
