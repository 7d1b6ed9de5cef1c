import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { inject } from "vitest";
import { BUILT_PATH } from "./built-path.ts";

/** As it is installed for those who use it, where the tests are of this server and not of one Feldera or another. */
export const BUILT_SERVER = installedServer() ?? BUILT_PATH;

function installedServer(): string | undefined {
  const { folder } = inject("installed") ?? {};
  return folder && join(folder, "node_modules/feldera-mcp/dist/feldera-mcp.js");
}

type Environment = Readonly<Record<string, string>>;

/** Only these: nothing of the machine that runs the tests shall reach the server. */
function environment(env: Environment): Record<string, string> {
  return { PATH: process.env.PATH ?? "", ...env };
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built server with `args` to its end. */
export async function runServer(args: readonly string[], env: Environment = {}): Promise<Finished> {
  const child = startServer(args, env);
  child.stdin.end();
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return { code: child.exitCode, stdout, stderr };
}

export function startServer(args: readonly string[], env: Environment = {}): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [BUILT_SERVER, ...args], { env: environment(env) });
}

/** The built server behind the SDK's own client, over real stdio. */
export async function connectClient(args: readonly string[], env: Environment = {}): Promise<Client> {
  const client = new Client({ name: "feldera-mcp-test", version: "1.0.0" });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [BUILT_SERVER, ...args],
    env: environment(env),
    stderr: "ignore",
  });
  await client.connect(transport);
  return client;
}

/** The text of a call's answer. */
export async function callText(
  client: Client,
  name: string,
  args: Record<string, unknown>,
): Promise<{ text: string; isError: boolean }> {
  const result: CallToolResult = CallToolResultSchema.parse(await client.callTool({ name, arguments: args }));
  const parts = result.content.map((part) => (part.type === "text" ? part.text : `[${part.type}]`));
  return { text: parts.join("\n"), isError: result.isError === true };
}
