import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { probe } from "./probe.mjs";

const { SERVER, MODE, MCP_URL, MCP_TOKEN } = process.env;
const [command, ...args] = JSON.parse(SERVER);
const headers = { authorization: `Bearer ${MCP_TOKEN}` };
const client = new Client({ name: "interop", version: "1" }, { versionNegotiation: { mode: MODE } });
await client.connect(
  MCP_URL === undefined
    ? new StdioClientTransport({ command, args, env: process.env })
    : new StreamableHTTPClientTransport(new URL(MCP_URL), { requestInit: { headers } }),
);
await probe(client, (call, signal) => client.callTool(call, { signal }));
