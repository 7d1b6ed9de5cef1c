#!/usr/bin/env bash
# Guess: a tool result with isError is shown to the model, which then does something else.
# What happens: it is a request to retry, and retries of a tool are counted. With the defaults the second
#   isError in a row from one tool raises UnexpectedModelBehavior, "exceeded max retries count of 1", and ends
#   the whole run: the model never sees the second error, and the exception does not quote it.
# Seen with: PyPI pydantic-ai-slim[mcp] 2.66.0 (with fastmcp-slim 4.2.3 and mcp 2.3.0), a bare stdio server.
# Why it matters: "pipeline x is stopped", then "pipeline y is stopped" from the same tool is ordinary while a
#   cluster is in trouble, and the conversation ends there. The first error has to tell all that is needed, and
#   what is no failure of the call should not be isError. tool_error_behavior="failed" shows each to the model.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile 'pydantic-ai-slim[mcp]==2.66.0' fastmcp-slim==4.2.3 mcp==2.3.0

cat > server.py <<'PY'
import json, sys

for line in sys.stdin:
    message = json.loads(line)
    answer = {"error": {"code": -32601, "message": "Method not found"}}
    if message.get("method") == "initialize":
        version = message["params"]["protocolVersion"]
        info = {"name": "bare", "version": "1"}
        answer = {"result": {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}}
    elif message.get("method") == "tools/list":
        schema = {"type": "object", "properties": {"pipeline": {"type": "string"}}}
        answer = {"result": {"tools": [{"name": "status", "inputSchema": schema}]}}
    elif message.get("method") == "tools/call":
        text = f"{message['params']['arguments']['pipeline']} is stopped"
        answer = {"result": {"content": [{"type": "text", "text": text}], "isError": True}}
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}), flush=True)
PY
cat > client.py <<'PY'
import asyncio

from fastmcp.client.transports import StdioTransport
from pydantic_ai import Agent
from pydantic_ai.mcp import MCPToolset
from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import FunctionModel

async def run(pipelines, **settings):
    seen = []

    def model(messages, info):
        seen.extend(part.content for part in messages[-1].parts[:1] if len(messages) > 1)
        step = len(messages) // 2
        if step < len(pipelines):
            return ModelResponse(parts=[ToolCallPart("status", {"pipeline": pipelines[step]})])
        return ModelResponse(parts=[TextPart("done")])

    toolset = MCPToolset(StdioTransport("python3", ["server.py"]), **settings)
    try:
        result = (await Agent(FunctionModel(model), toolsets=[toolset]).run("why?")).output
    except Exception as error:
        result = f"{type(error).__name__}: {str(error)[:54]}"
    print(len(pipelines), "errors:", result, "| seen:", seen)

asyncio.run(run(["orders"]))
asyncio.run(run(["orders", "payments"]))
asyncio.run(run(["orders", "payments"], tool_error_behavior="failed"))
PY
diff <(venv/bin/python client.py 2>/dev/null) - <<'SEEN'
1 errors: done | seen: ['orders is stopped']
2 errors: UnexpectedModelBehavior: Tool 'status' exceeded max retries count of 1. Conside | seen: ['orders is stopped']
2 errors: done | seen: ['orders is stopped', 'payments is stopped']
SEEN
echo "still so: pydantic-ai ends the run at the second isError of a tool"
