#!/usr/bin/env bash
# Guess: a tool's result with isError raises in smolagents, or at least reads as an error; of several text blocks the model
#   gets all; an empty list of rows is an empty answer.
# What happens: isError is not looked at. The call returns the first text block as its value and leaves out the others,
#   whether they belong together or the first is marked for the user and the second for the assistant. What raises is a
#   good result: one without a block, even where it has structured content and structured_output is on, or one whose
#   first block is a link. With structured_output the text 3 is a number.
# Seen with: PyPI smolagents 1.26.0 with mcpadapt 0.1.19 and mcp 1.30.0, ToolCollection.from_mcp.
# Why it matters: a code agent goes on with "no such pipeline" as the value that it asked for, and has it in a variable
#   and a sum; what to do instead stood in the second block. For such a client each result has to be one text, and the text
#   of an error has to say that it is one.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile smolagents==1.26.0 mcpadapt==0.1.19 'mcp[ws]==1.30.0'

cat > server.py <<'PY'
import json, sys

def text(*texts):
    return [{"type": "text", "text": text} for text in texts]

LINK = {"type": "resource_link", "uri": "profile://a/1", "name": "profile"}
RESULTS = {
    "error": {"content": text("no such pipeline", "there are: a, b"), "isError": True},
    "two": {"content": text("stopped", "at 10:00")},
    "number": {"content": text("3")},
    "empty": {"content": []},
    "link": {"content": [LINK, *text("3 operators")]},
    "structured": {"content": [], "structuredContent": {"rows": 3}},
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
from mcp import StdioServerParameters
from smolagents import ToolCollection

params = StdioServerParameters(command="python3", args=["server.py"])
for structured in [False, True]:
    made = ToolCollection.from_mcp(params, trust_remote_code=True, structured_output=structured)
    with made as collection:
        for tool in collection.tools:
            try:
                print(structured, tool.name, repr(tool()))
            except Exception as error:
                print(structured, tool.name, "raises", type(error).__name__)
PY
diff <(venv/bin/python client.py 2> client.log) - <<'SEEN' || { tail -5 client.log; exit 1; }
False error 'no such pipeline'
False two 'stopped'
False number '3'
False empty raises ValueError
False link raises ValueError
False structured raises ValueError
True error 'no such pipeline'
True two 'stopped'
True number 3
True empty raises ValueError
True link raises ValueError
True structured raises ValueError
SEEN
echo "still so: smolagents returns the first block of an error as a tool's value"
