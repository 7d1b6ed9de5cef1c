#!/usr/bin/env bash
# Guess: an agent's framework offers its model every tool of a server: where a listing has a nextCursor, it asks for the next
#   page, as the protocol describes it and the official SDKs' clients can.
# What happens: LlamaIndex, Haystack, AutoGen (both of its ways) and mcpadapt, by which smolagents and CrewAI have their tools,
#   ask once and offer the first page, without a warning. Haystack, asked for a tool of the second page by its name, says that
#   the server has no such tool. openai-agents and LangChain ask on.
# Seen with: PyPI llama-index-tools-mcp 0.6.0 with mcp 2.3.0, mcp-haystack 2.1.1 with mcp 2.3.0, autogen-ext 0.7.5 and mcpadapt 0.1.19 with
#   mcp 1.30.0; openai-agents 0.24.0 with mcp 2.3.0 and langchain-mcp-adapters 0.3.2 with mcp 1.30.0. A bare stdio server.
# Why it matters: a gateway that joins many servers lists by pages, and a server may begin to. The model then does without what it
#   cannot see, and answers that it has no way to do it.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat > server.py <<'PY'
import json, sys

def tool(name):
    return {"name": name, "description": name, "inputSchema": {"type": "object", "properties": {}}}

for line in sys.stdin:
    message = json.loads(line)
    answer = {}
    if message["method"] == "initialize":
        version = message["params"]["protocolVersion"]
        info = {"name": "bare", "version": "1"}
        answer = {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}
    elif message["method"] == "tools/list":
        second = (message.get("params") or {}).get("cursor") == "2"
        answer = {"tools": [tool("second")]} if second else {"tools": [tool("first")], "nextCursor": "2"}
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}), flush=True)
PY
# ask NAME PACKAGE…: runs the Python on its standard input with these packages
ask() {
  local name=$1
  shift
  python3 -m venv "$name"
  "$name/bin/pip" install --quiet --no-compile "$@" 2> "$name.log"
  "$name/bin/python" - 2>> "$name.log" || { tail -5 "$name.log"; exit 1; }
}

{
ask llama-index llama-index-tools-mcp==0.6.0 mcp==2.3.0 <<'PY'
import asyncio
from llama_index.tools.mcp import BasicMCPClient, McpToolSpec

client = BasicMCPClient("python3", args=["server.py"])
print("LlamaIndex", *[tool.metadata.name for tool in asyncio.run(McpToolSpec(client).to_tool_list_async())])
PY
ask haystack mcp-haystack==2.1.1 mcp==2.3.0 <<'PY'
from haystack_integrations.tools.mcp import MCPToolset, StdioServerInfo

for names in [None, ["second"]]:
    info = StdioServerInfo(command="python3", args=["server.py"])
    try:
        tools = MCPToolset(info, tool_names=names, eager_connect=True)
        print("Haystack", *[tool.name for tool in tools])
        tools.close()
    except Exception as error:
        print("Haystack", names, "raises", type(error).__name__)
PY
ask autogen 'autogen-ext[mcp]==0.7.5' mcp==1.30.0 <<'PY'
import asyncio
from autogen_ext.tools.mcp import McpWorkbench, StdioServerParams, mcp_server_tools

async def main():
    params = StdioServerParams(command="python3", args=["server.py"])
    print("AutoGen", *[tool.name for tool in await mcp_server_tools(params)])
    async with McpWorkbench(params) as workbench:
        print("AutoGen's workbench", *[tool["name"] for tool in await workbench.list_tools()])

asyncio.run(main())
PY
ask mcpadapt smolagents==1.26.0 mcpadapt==0.1.19 'mcp[ws]==1.30.0' <<'PY'
from mcp import StdioServerParameters
from smolagents import ToolCollection

params = StdioServerParameters(command="python3", args=["server.py"])
with ToolCollection.from_mcp(params, trust_remote_code=True, structured_output=False) as collection:
    print("mcpadapt", *[tool.name for tool in collection.tools])
PY
ask openai-agents openai-agents==0.24.0 mcp==2.3.0 <<'PY'
import asyncio
from agents.mcp import MCPServerStdio

async def main():
    async with MCPServerStdio(params={"command": "python3", "args": ["server.py"]}) as server:
        print("openai-agents", *[tool.name for tool in await server.list_tools()])

asyncio.run(main())
PY
ask langchain langchain-mcp-adapters==0.3.2 mcp==1.30.0 <<'PY'
import asyncio
from langchain_mcp_adapters.client import MultiServerMCPClient

client = MultiServerMCPClient({"bare": {"command": "python3", "args": ["server.py"], "transport": "stdio"}})
print("LangChain", *[tool.name for tool in asyncio.run(client.get_tools())])
PY
} > seen
diff seen - <<'SEEN'
LlamaIndex first
Haystack first
Haystack ['second'] raises MCPToolNotFoundError
AutoGen first
AutoGen's workbench first
mcpadapt first
openai-agents first second
LangChain first second
SEEN
echo "still so: LlamaIndex, Haystack, AutoGen and mcpadapt see the first page of a server's tools"
