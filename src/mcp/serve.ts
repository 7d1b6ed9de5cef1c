import type { Registry } from "./registry.ts";
import { createMcpServer, serverIdentity } from "./server.ts";
import { type StdioOptions, serveStdio } from "./stdio/serve.ts";

/** Serves the tools, and what leads to them, over stdio until the client goes away. */
export async function serveMcp(registry: Registry, version: string, options: StdioOptions): Promise<void> {
  const identity = serverIdentity(version);
  await serveStdio(createMcpServer(registry, identity), identity, options);
}
