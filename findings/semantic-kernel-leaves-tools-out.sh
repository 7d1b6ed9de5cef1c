#!/usr/bin/env bash
# Guess: Semantic Kernel offers its model each tool that a server lists, with the schema that it declares; a tool with a name or
#   a schema that it cannot use is left out or renamed, and the others are there.
# What happens: tools become attributes of the plugin, and one whose name is an attribute already is left out with a line in the
#   log: "close", "command", "name", "session" and some twenty more. So is "stats:get" beside "stats/get", since both become
#   "stats-get". With one argument of the type ["string", "null"] none of the server's tools can be had: add_plugin raises a
#   pydantic error that names neither tool nor argument. Of a schema the properties are kept: "$defs" is gone, and a "$ref" into
#   it stays; additionalProperties is gone too. A failed call gives its text like one that worked.
# Seen with: PyPI semantic-kernel 1.45.0 with mcp 1.30.0, MCPStdioPlugin, a bare stdio server.
# Why it matters: ["null", "array"] is what the Go SDK's schemas say of every slice and ["null", "string"] of every pointer, so
#   that a server in Go with one of them is lost. A missing tool is noticed by nobody who does not read the log.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile semantic-kernel==1.45.0 mcp==1.30.0

cat > server.py <<'PY'
import json, sys

def tool(name, properties={}, **more):
    return {"name": name, "inputSchema": {"type": "object", "properties": properties, **more}}

window = {"type": "object", "properties": {"from": {"type": "integer"}}}
tools = [tool(name) for name in ("close", "command", "name", "stats/get", "stats:get", "restart")]
tools.append(tool("logs", {"window": {"$ref": "#/$defs/Window"}}, additionalProperties=False, **{"$defs": {"Window": window}}))
if "nullable" in sys.argv:
    tools.append(tool("since", {"time": {"type": ["string", "null"]}}))

for line in sys.stdin:
    message = json.loads(line)
    method = message["method"]
    answer = {}
    if method == "initialize":
        info = {"name": "bare", "version": "1"}
        version = message["params"]["protocolVersion"]
        answer = {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}
    elif method == "tools/list":
        answer = {"tools": tools}
    elif method == "tools/call":
        answer = {"isError": True, "content": [{"type": "text", "text": "pipeline p: Stopped"}]}
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}), flush=True)
PY
cat > client.py <<'PY'
import asyncio, json, logging

from semantic_kernel import Kernel
from semantic_kernel.connectors.ai.function_calling_utils import kernel_function_metadata_to_function_call_format
from semantic_kernel.connectors.mcp import MCPStdioPlugin

logging.disable()

async def main():
    kernel = Kernel()
    async with MCPStdioPlugin(name="server", command="python3", args=["server.py"]) as server:
        functions = kernel.add_plugin(server).functions
        print("offered:", *functions)
        told = kernel_function_metadata_to_function_call_format(functions["logs"].metadata)
        print(json.dumps(told["function"]["parameters"]))
        print("failed call:", await functions["restart"].invoke(kernel))
    async with MCPStdioPlugin(name="other", command="python3", args=["server.py", "nullable"]) as server:
        try:
            kernel.add_plugin(server)
        except Exception as error:
            print(type(error).__name__, *str(error).split("\n")[:3], sep="\n")

asyncio.run(main())
PY
diff <(venv/bin/python client.py 2> client.log) - <<'SEEN'
offered: logs restart stats-get
{"type": "object", "properties": {"window": {"$ref": "#/$defs/Window"}}, "required": []}
failed call: pipeline p: Stopped
ValidationError
1 validation error for KernelParameterMetadata
type
  Input should be a valid string [type=string_type, input_value=['string', 'null'], input_type=list]
SEEN
echo "still so: Semantic Kernel leaves tools out for their names, and a whole server for one nullable argument"
