#!/usr/bin/env bash
# Guess: the AI SDK has a kind of result for failed tools, and gives its model a result with isError as one; the schema of a tool's
#   arguments reaches the model as the server declares it; a call that is aborted is told to the server.
# What happens: a result with isError is given to the model as the content of a good one, and is a "tool-result" among the step's
#   parts; only what throws is a "tool-error". At the top of each schema additionalProperties becomes false, so that a tool which
#   takes names that it cannot know beforehand, such as the settings of a connector, takes none of them. After an abort the
#   server is told nothing.
# Seen with: npm @ai-sdk/mcp 2.0.99 with ai 6.0.326 on Node 20, generateText with the SDK's own mock of a model, a bare stdio server.
# Why it matters: it is what most agents in TypeScript are built on. "the pipeline is gone" is a fact to the model, not a failure,
#   so that a server has to say in the text that it is one; and a profile is taken to its end for nobody.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @ai-sdk/mcp@2.0.99 ai@6.0.326

cat > server.py <<'PY'
import json
import sys


def text(text):
    return {"content": [{"type": "text", "text": text}]}


results = {"good": text("p1 runs"), "failed": {"isError": True, **text("the pipeline is gone")}, "slow": None}
schema = {
    "type": "object", "properties": {"name": {"type": "string"}}, "additionalProperties": {"type": "string"}}
for line in sys.stdin:
    message = json.loads(line)
    method, params = message["method"], message.get("params", {})
    if method.startswith("notifications/") or method == "tools/call":
        with open("got.log", "a") as file:
            print("got:", method, params.get("name", ""), file=file)
    answer = {"error": {"code": -32601, "message": "Method not found"}}
    if method == "initialize":
        info = {"name": "bare", "version": "1"}
        version = params["protocolVersion"]
        answer = {"result": {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": info}}
    elif method == "tools/list":
        answer = {"result": {"tools": [{"name": name, "inputSchema": schema} for name in results]}}
    elif method == "tools/call":
        answer = {"result": results[params["name"]]}
    if "id" in message and answer.get("result", {}) is not None:
        print(json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}), flush=True)
PY
cat > client.mjs <<'JS'
import { createMCPClient } from "@ai-sdk/mcp";
import { Experimental_StdioMCPTransport as Stdio } from "@ai-sdk/mcp/mcp-stdio";
import { dynamicTool, generateText, jsonSchema, stepCountIs } from "ai";
import { MockLanguageModelV3 } from "ai/test";

const client = await createMCPClient({ transport: new Stdio({ command: "python3", args: ["server.py"] }) });
const served = await client.tools();
const throws = async () => {
  throw new Error("the pipeline is gone");
};
const tools = { ...served, throws: dynamicTool({ inputSchema: jsonSchema({ type: "object" }), execute: throws }) };
const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } };
const answer = (reason, part) => ({ finishReason: { unified: reason }, usage, warnings: [], content: [part] });
let schema;
for (const toolName of ["good", "failed", "throws"]) {
  let told;
  const doGenerate = async ({ prompt, tools }) => {
    schema = tools[0].inputSchema;
    const last = prompt.at(-1);
    if (last.role === "user") {
      return answer("tool-calls", { type: "tool-call", toolCallId: "1", toolName, input: "{}" });
    }
    told = JSON.stringify(last.content[0].output);
    return answer("stop", { type: "text", text: "done" });
  };
  const model = new MockLanguageModelV3({ doGenerate });
  const { steps } = await generateText({ model, tools, prompt: "any", stopWhen: stepCountIs(2) });
  console.log(`${toolName}: ${steps[0].content.at(-1).type}, the model reads ${told}`);
}
console.log("schema:", JSON.stringify(schema));
const abortSignal = AbortSignal.timeout(1000);
await served.slow.execute({}, { toolCallId: "2", messages: [], abortSignal }).catch((error) => console.log(error.message));
await new Promise((resolve) => setTimeout(resolve, 2000));
await client.close();
process.exit(0);
JS
diff <(timeout 60 node client.mjs 2> client.log || tail -5 client.log; cat got.log) - <<'SEEN'
good: tool-result, the model reads {"type":"content","value":[{"type":"text","text":"p1 runs"}]}
failed: tool-result, the model reads {"type":"content","value":[{"type":"text","text":"the pipeline is gone"}]}
throws: tool-error, the model reads {"type":"error-text","value":"the pipeline is gone"}
schema: {"type":"object","properties":{"name":{"type":"string"}},"additionalProperties":false}
Request was aborted
got: notifications/initialized 
got: tools/call good
got: tools/call failed
got: tools/call slow
SEEN
echo "still so: the AI SDK tells an error as an answer"
