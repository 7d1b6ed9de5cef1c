#!/usr/bin/env bash
# Guess: the text of a result with isError reaches the model, which then does something else; what it reads of a result
#   is its text blocks, and structuredContent is for programs.
# What happens: the model reads "Error: Function failed." whatever the server wrote; include_detailed_errors, which is off, adds
#   the text. After the third error in a row it may call no tool any more (tool_choice is none) and has to answer. Where a
#   result has structuredContent, the model reads JSON of that and the text is gone, and an empty result reads "null". A link
#   to a resource is its address alone, without name and description.
# Seen with: PyPI agent-framework-core 1.23.0 with mcp 2.3.0, a chat client of its own base classes, a bare stdio server.
# Why it matters: "no such pipeline, there is p1" is what the model needs for its next call. Without it all that it can do is
#   try again, which the third time ends its work; what a server says in its errors is written for nobody.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip install --quiet --no-compile agent-framework-core==1.23.0 mcp==2.3.0 tenacity==9.1.2

cat > server.py <<'PY'
import json, sys

def text(words):
    return {"type": "text", "text": words}

link = {"type": "resource_link", "uri": "feldera://logs/1", "name": "log", "description": "the whole log", "mimeType": "text/plain"}
results = {
    "error": {"isError": True, "content": [text("no such pipeline, there is p1")]},
    "figures": {"content": [text("12 rows are late, see get_stats")], "structuredContent": {"late": 12}},
    "link": {"content": [text("too long"), link]},
    "empty": {"content": []},
}
for line in sys.stdin:
    message = json.loads(line)
    method = message["method"]
    answer = {"error": {"code": -32601, "message": "Method not found"}}
    if method == "initialize":
        info = {"name": "bare", "version": "1"}
        version = message["params"]["protocolVersion"]
        answer = {"result": {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}}
    elif method == "tools/list":
        answer = {"result": {"tools": [{"name": name, "inputSchema": {"type": "object"}} for name in results]}}
    elif method == "tools/call":
        answer = {"result": results[message["params"]["name"]]}
    if "id" in message:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}), flush=True)
PY
cat > client.py <<'PY'
import asyncio

from agent_framework import Agent, BaseChatClient, ChatResponse, Content, FunctionInvocationLayer, MCPStdioTool, Message

class Model(FunctionInvocationLayer, BaseChatClient):
    """Calls one tool a number of times, and prints what it is told."""

    def __init__(self, tool, times):
        super().__init__()
        self.tool, self.times = tool, times

    async def _inner_get_response(self, *, messages, stream, options, **more):
        told = [content for message in messages for content in message.contents if content.type == "function_result"]
        if told:
            items = [(item.type, item.text or item.uri) for item in told[-1].items]
            print(self.tool, len(told), items, "may call:", options["tool_choice"])
        if len(told) == self.times or options["tool_choice"] == "none":
            return ChatResponse(messages=[Message(role="assistant", contents=["done"])])
        call = Content.from_function_call(call_id=str(len(told)), name=self.tool, arguments={})
        return ChatResponse(messages=[Message(role="assistant", contents=[call])])

async def main():
    async with MCPStdioTool(name="server", command="python3", args=["server.py"]) as server:
        for tool, times in {"error": 9, "figures": 1, "link": 1, "empty": 1}.items():
            await Agent(Model(tool, times), tools=[server]).run("go")

asyncio.run(main())
PY
diff <(venv/bin/python client.py 2> client.log) - <<'SEEN'
error 1 [('text', 'Error: Function failed.')] may call: auto
error 2 [('text', 'Error: Function failed.')] may call: auto
error 3 [('text', 'Error: Function failed.')] may call: none
figures 1 [('text', '{"late": 12}')] may call: auto
link 1 [('text', 'too long'), ('uri', 'feldera://logs/1')] may call: auto
empty 1 [('text', 'null')] may call: auto
SEEN
echo "still so: agent-framework gives the model none of an error's text, and no fourth call"
