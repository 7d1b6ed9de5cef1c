import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { probe } from "./probe.mjs";

const [command, ...args] = JSON.parse(process.env.SERVER);
const client = new Client({ name: "interop", version: "1" });
await client.connect(new StdioClientTransport({ command, args, env: process.env }));
await probe(client, (call, signal) => client.callTool(call, undefined, { signal }));
