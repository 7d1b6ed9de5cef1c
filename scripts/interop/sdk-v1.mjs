import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { probe } from "./probe.mjs";

const { SERVER, MCP_URL, MCP_TOKEN } = process.env;
const [command, ...args] = JSON.parse(SERVER);
const headers = { authorization: `Bearer ${MCP_TOKEN}` };
const client = new Client({ name: "interop", version: "1" });
await client.connect(
  MCP_URL === undefined
    ? new StdioClientTransport({ command, args, env: process.env })
    : new StreamableHTTPClientTransport(new URL(MCP_URL), { requestInit: { headers } }),
);
await probe(client, (call, signal) => client.callTool(call, undefined, { signal }));
