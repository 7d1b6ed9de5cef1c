#!/usr/bin/env bash
# Guess: a tool's text block is the text that the model reads, a result with isError has is_error in LlamaIndex, and the
#   model sees the arguments as the server declares them.
# What happens: the model reads the result as Python writes it: meta=None content=[TextContent(type='text', text='…'
#   with line breaks as \n and quotes escaped, then is_error=True. LlamaIndex's own is_error is False all the same. Of the
#   schema are left types, defaults and words to choose from; bounds, lengths and patterns are gone.
# Seen with: PyPI llama-index-tools-mcp 0.6.0 with llama-index-core 0.14.25 and mcp 2.3.0, a bare stdio server.
# Why it matters: tables lose their lines, an agent that acts on is_error takes every refusal for an answer, and the model
#   asks for 500 rows where the server told that 9 are the most.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile llama-index-tools-mcp==0.6.0 llama-index-core==0.14.25 mcp==2.3.0

cat > server.py <<'PY'
import json, sys

PROPERTIES = {"limit": {"type": "integer", "minimum": 1, "maximum": 9, "default": 5}, "name": {"type": "string", "pattern": "^[a-z]+$"}}
TOOL = {"name": "status", "inputSchema": {"type": "object", "properties": PROPERTIES, "required": ["name"]}}
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
        answer = {"result": {"content": [{"type": "text", "text": "it's stopped:\nstart it"}], "isError": True}}
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}), flush=True)
PY
cat > client.py <<'PY'
import asyncio

from llama_index.tools.mcp import BasicMCPClient, McpToolSpec

async def main():
    [tool] = await McpToolSpec(BasicMCPClient("python3", args=["server.py"])).to_tool_list_async()
    for name, schema in tool.metadata.get_parameters_dict()["properties"].items():
        print(name, {key: value for key, value in schema.items() if key not in ("title", "description")})
    output = await tool.acall(name="orders")
    print(output.content[:88])
    print("is_error", output.is_error)

asyncio.run(main())
PY
diff <(venv/bin/python client.py 2>/dev/null) - <<'SEEN'
limit {'default': 5, 'type': 'integer'}
name {'type': 'string'}
meta=None content=[TextContent(type='text', text="it's stopped:\nstart it", annotations=
is_error False
SEEN
echo "still so: LlamaIndex gives the model the result as Python writes it, and takes an error for none"
