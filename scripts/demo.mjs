// Finds the fault of the recorded pipeline as an assistant would: a real MCP client, the built server, every answer.
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const pipeline_name = "order_enrich2";
const CALLS = [
  ["What is there?", "list_pipelines", {}],
  ["Is anything wrong with it?", "diagnose_pipeline", { pipeline_name, depth: "deep" }],
  [
    "One worker does all the work. Of which operator, of which rows?",
    "summarize_circuit_profile",
    { pipeline_name, by: "skew", limit: 1 },
  ],
  [
    "Does the CPU profile agree, and what costs so much there?",
    "summarize_samply_profile",
    { pipeline_name, operator: "nn28", limit: 2 },
  ],
  ["The second finding: what holds the memory?", "summarize_heap_profile", { pipeline_name, limit: 1 }],
  ["Does its log warn of anything?", "get_pipeline_logs", { pipeline_name, level: "warn" }],
  ["What happened to it?", "list_events", { pipeline_name, limit: 1 }],
  ["Could it be resumed?", "list_checkpoints", { pipeline_name }],
];

const server = fileURLToPath(new URL("../dist/feldera-mcp.js", import.meta.url));
const client = new Client({ name: "feldera-mcp-demo", version: "1.0.0" });
await client.connect(new StdioClientTransport({ command: process.execPath, args: [server, "--demo"] }));
const { tools } = await client.listTools();
console.log(`The server offers ${tools.length} tools: ${tools.map((tool) => tool.name).join(", ")}.`);
let failures = 0;
for (const [question, name, args] of CALLS) {
  const { content, isError } = await client.callTool({ name, arguments: args });
  if (isError) failures++;
  console.log(`\n# ${question}\n> ${name} ${JSON.stringify(args)}`);
  for (const part of content) console.log(part.text);
}
await client.close();
console.log(`\n${CALLS.length} calls, ${failures} failed.`);
process.exitCode = failures > 0 ? 1 : 0;
