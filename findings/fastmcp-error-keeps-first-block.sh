#!/usr/bin/env bash
# Guess: where a tool answers with isError and two text blocks, the client raises an error with both.
# What happens: fastmcp's Client.call_tool raises ToolError with the first block alone. The second block and
#   structuredContent are not in the exception's text nor arguments. Only raise_on_error=False shows them.
# Seen with: PyPI fastmcp 4.2.3 against a bare stdio server.
# Why it matters: "what went wrong" in one block and "what to do now" in the next is a natural split, and a
#   client built on fastmcp loses the half that helps. An error has to stand in the first block.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile fastmcp==4.2.3

cat > server.py <<'PY'
import json, sys

TOOL = {"name": "status", "inputSchema": {"type": "object", "properties": {}}}
RESULT = {
    "isError": True,
    "content": [{"type": "text", "text": "the pipeline is stopped"}, {"type": "text", "text": "start it first"}],
    "structuredContent": {"status": "Stopped"},
}
for line in sys.stdin:
    message = json.loads(line)
    answer = {"error": {"code": -32601, "message": "Method not found"}}
    if message.get("method") == "initialize":
        version = message["params"]["protocolVersion"]
        info = {"name": "bare", "version": "1"}
        answer = {"result": {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}}
    elif message.get("method") == "tools/list":
        answer = {"result": {"tools": [TOOL]}}
    elif message.get("method") == "tools/call":
        answer = {"result": RESULT}
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}), flush=True)
PY
cat > client.py <<'PY'
import asyncio

from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from fastmcp.exceptions import ToolError

async def main():
    async with Client(StdioTransport("python3", ["server.py"])) as client:
        try:
            await client.call_tool("status", {})
        except ToolError as error:
            print("raised:", error.args)
        result = await client.call_tool("status", {}, raise_on_error=False)
        print("not raised:", [block.text for block in result.content])

asyncio.run(main())
PY
diff <(venv/bin/python client.py 2>/dev/null) - <<'SEEN'
raised: ('the pipeline is stopped',)
not raised: ['the pipeline is stopped', 'start it first']
SEEN
echo "still so: fastmcp's ToolError holds the first text block alone"
