#!/usr/bin/env bash
# Guess: a block that an agent's framework cannot give to its model is named or refused, so that the model knows of it.
# What happens: Strands leaves a link to a resource out without a word: of a text and a link the model gets the text, and a
#   result of a link alone is a success whose content is an empty list. An embedded resource's text comes without its
#   address; an embedded one of bytes that is no picture is left out as the link is.
# Seen with: PyPI strands-agents 1.62.0 with mcp 2.1.1, MCPClient.call_tool_sync, which is what its agents call.
# Why it matters: "the profile is at this address" is the whole answer of some tools. The model sees that the call worked
#   and brought nothing, and takes that for "there is none".
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile strands-agents==1.62.0 mcp==2.1.1

cat > server.py <<'PY'
import json, sys

def text(*texts):
    return [{"type": "text", "text": text} for text in texts]

LINK = {"type": "resource_link", "uri": "profile://a/1", "name": "profile"}
RESULTS = {
    "text_and_link": {"content": [*text("3 operators"), LINK]},
    "link": {"content": [LINK]},
    "embedded": {"content": [{"type": "resource", "resource": {"uri": "profile://a/1", "text": "join 3 s"}}]},
    "bytes": {"content": [{"type": "resource", "resource": {"uri": "profile://a/1", "blob": "CgA=", "mimeType": "application/gzip"}}]},
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
from mcp import StdioServerParameters, stdio_client
from strands.tools.mcp import MCPClient

params = StdioServerParameters(command="python3", args=["server.py"])
with MCPClient(lambda: stdio_client(params)) as client:
    for tool in client.list_tools_sync():
        result = client.call_tool_sync("1", tool.tool_name, {})
        print(tool.tool_name, result["status"], result["content"])
PY
diff <(venv/bin/python client.py 2> client.log) - <<'SEEN' || { tail -5 client.log; exit 1; }
text_and_link success [{'text': '3 operators'}]
link success []
embedded success [{'text': 'join 3 s'}]
bytes success []
SEEN
echo "still so: Strands answers with nothing where a tool answers with a link"
