import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { probe } from "./probe.mjs";

const [command, ...args] = JSON.parse(process.env.SERVER);
const client = new Client(
  { name: "interop", version: "1" },
  { versionNegotiation: { mode: process.env.MODE } },
);
await client.connect(new StdioClientTransport({ command, args, env: process.env }));
await probe(client, (call, signal) => client.callTool(call, { signal }));
