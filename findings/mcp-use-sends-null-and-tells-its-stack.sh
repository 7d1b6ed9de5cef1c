#!/usr/bin/env bash
# Guess: an argument that the model leaves out is left out of the call, the model sees the schema that the server declares,
#   and of a failed call it sees what the server wrote.
# What happens: every optional argument without a default is sent as null, which a schema of type "array" or "string" does
#   not allow. The model's schema has lost the words to choose from, bounds and patterns, and offers null for all. Of a
#   failed call the model gets the server's text three times, in a Python object with a RuntimeError "UNKNOWN" and the
#   stack of mcp-use itself, paths of the client's machine included.
# Seen with: PyPI mcp-use 1.7.1 with mcp 1.30.0 and langchain 1.5.2, through its own LangChainAdapter, a bare stdio server.
# Why it matters: a server that checks arguments against its schema refuses each call that leaves one out, and the model,
#   which left it out, cannot mend that. An error costs hundreds of tokens, and reads as a fault of the client.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile mcp-use==1.7.1 mcp==1.30.0 langchain==1.5.2 langchain-core==1.8.3

cat > server.py <<'PY'
import json, sys

PROPERTIES = {
    "name": {"type": "string", "pattern": "^[a-z]+$"},
    "depth": {"type": "string", "enum": ["quick", "deep"]},
    "limit": {"type": "integer", "minimum": 1, "maximum": 9, "default": 5},
    "tags": {"type": "array", "items": {"type": "string"}},
}
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
        with open("sent.json", "w") as file:
            json.dump(message["params"]["arguments"], file)
        answer = {"result": {"content": [{"type": "text", "text": "it is stopped: start it"}], "isError": True}}
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}), flush=True)
PY
cat > client.py <<'PY'
import asyncio, logging

from mcp_use import MCPClient
from mcp_use.agents.adapters.langchain_adapter import LangChainAdapter

def told(schema):
    return {key: value for key, value in schema.items() if key != "title"}

async def main():
    logging.disable(logging.CRITICAL)  # it logs to stdout
    client = MCPClient({"mcpServers": {"bare": {"command": "python3", "args": ["server.py"]}}})
    await client.create_all_sessions()
    [tool] = await LangChainAdapter().create_tools(client)
    for name, schema in tool.args.items():
        print(name, told(schema))
    result = await tool.ainvoke({"name": "orders"})
    with open("sent.json") as file:
        print("sent", file.read())
    print(*result)
    print(result["error"], result["code"], "its own path:", "/mcp_use/agents/adapters/langchain_adapter.py" in result["stack"])
    print("told", str(result).count("it is stopped"), "times")
    await client.close_all_sessions()

asyncio.run(main())
PY
export MCP_USE_ANONYMIZED_TELEMETRY=false
diff <(venv/bin/python client.py 2> /dev/null) - <<'SEEN'
name {'type': 'string'}
depth {'anyOf': [{'type': 'string'}, {'type': 'null'}], 'default': None}
limit {'anyOf': [{'type': 'integer'}, {'type': 'null'}], 'default': 5}
tags {'anyOf': [{'items': {'type': 'string'}, 'type': 'array'}, {'type': 'null'}], 'default': None}
sent {"name": "orders", "depth": null, "limit": 5, "tags": null}
error details stack code tool tool_content
RuntimeError UNKNOWN its own path: True
told 3 times
SEEN
echo "still so: mcp-use sends null for what was left out, and gives the model its stack"
