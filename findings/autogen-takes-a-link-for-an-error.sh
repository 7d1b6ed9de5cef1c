#!/usr/bin/env bash
# Guess: both of AutoGen's ways to a server's tools, McpWorkbench and mcp_server_tools, give the model the same; a block of a
#   kind that one of them does not show, such as a link to a resource, is left out or named.
# What happens: McpWorkbench tells a result that has a link as a failed call: is_error is true, the text beside the link is
#   gone, and all that the model reads is "Unknown content type from server". With mcp_server_tools the call is good, and
#   the model reads JSON of the blocks with their empty members, 62 characters for 11 here.
# Seen with: PyPI autogen-ext 0.7.5 with mcp 1.30.0. resource_link is in the protocol since its revision 2025-06-18.
# Why it matters: the call was done, and did what it does; a model that is told it failed does it again. A server
#   that begins to send links breaks its tools for these users without a change of theirs.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile 'autogen-ext[mcp]==0.7.5' mcp==1.30.0

cat > server.py <<'PY'
import json, sys

def text(*texts):
    return [{"type": "text", "text": text} for text in texts]

LINK = {"type": "resource_link", "uri": "profile://a/1", "name": "profile"}
RESULTS = {
    "text": {"content": text("3 operators")},
    "link": {"content": [*text("3 operators"), LINK]},
    "error": {"content": text("no such pipeline"), "isError": True},
}
TOOLS = [{"name": name, "inputSchema": {"type": "object", "properties": {}}} for name in RESULTS]
for line in sys.stdin:
    message = json.loads(line)
    answer = {"tools": TOOLS}
    if message["method"] == "initialize":
        version = message["params"]["protocolVersion"]
        info = {"name": "bare", "version": "1"}
        answer = {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}
    elif message["method"] == "tools/call":
        answer = RESULTS[message["params"]["name"]]
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}), flush=True)
PY
cat > client.py <<'PY'
import asyncio
from autogen_core.tools import StaticWorkbench
from autogen_ext.tools.mcp import McpWorkbench, StdioServerParams, mcp_server_tools

params = StdioServerParams(command="python3", args=["server.py"])

async def show(name, workbench):
    async with workbench:
        for tool in ["text", "link", "error"]:
            result = await workbench.call_tool(tool, {})
            told = result.to_text().strip()
            print(f"{name}, {tool}: {'error' if result.is_error else 'result'} {told[:55]} ({len(told)})")

async def main():
    await show("McpWorkbench", McpWorkbench(params))
    await show("mcp_server_tools", StaticWorkbench(await mcp_server_tools(params)))

asyncio.run(main())
PY
diff <(venv/bin/python client.py 2> client.log) - <<'SEEN' || { tail -5 client.log; exit 1; }
McpWorkbench, text: result 3 operators (11)
McpWorkbench, link: error Unknown content type from server: <class 'mcp.types.Res (66)
McpWorkbench, error: error no such pipeline (16)
mcp_server_tools, text: result [{"type": "text", "text": "3 operators", "annotations": (62)
mcp_server_tools, link: result [{"type": "text", "text": "3 operators", "annotations": (236)
mcp_server_tools, error: error [{"type": "text", "text": "no such pipeline", "annotati (67)
SEEN
echo "still so: AutoGen's McpWorkbench tells a result with a link as an error"
