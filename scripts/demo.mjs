// Debugs the recorded pipeline as an assistant would: a real MCP client, the built server, every answer printed.
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const pipeline_name = "payments";
const CALLS = [
  ["list_pipelines", {}],
  ["diagnose_pipeline", { pipeline_name, depth: "deep" }],
  ["get_pipeline", { pipeline_name }],
  ["get_pipeline_logs", { pipeline_name, level: "warn" }],
  ["list_events", { pipeline_name, limit: 5 }],
  ["get_event", { pipeline_name, event_id: "latest", selector: "all" }],
  ["list_checkpoints", { pipeline_name }],
  ["summarize_heap_profile", { pipeline_name, limit: 5 }],
  ["summarize_heap_profile", { pipeline_name, view: "top", sort: "cum", limit: 10 }],
  ["summarize_samply_profile", { pipeline_name, limit: 8 }],
  ["summarize_samply_profile", { pipeline_name, view: "operators", limit: 8 }],
];

const server = fileURLToPath(new URL("../dist/feldera-mcp.js", import.meta.url));
const client = new Client({ name: "feldera-mcp-demo", version: "1.0.0" });
await client.connect(new StdioClientTransport({ command: process.execPath, args: [server, "--demo"] }));
const { tools } = await client.listTools();
console.log(`The server offers ${tools.length} tools: ${tools.map((tool) => tool.name).join(", ")}.`);
let failures = 0;
for (const [name, args] of CALLS) {
  const { content, isError } = await client.callTool({ name, arguments: args });
  if (isError) failures++;
  console.log(`\n> ${name} ${JSON.stringify(args)}\n`);
  for (const part of content) console.log(part.text);
}
await client.close();
console.log(`\n${CALLS.length} calls, ${failures} failed.`);
process.exitCode = failures > 0 ? 1 : 0;
