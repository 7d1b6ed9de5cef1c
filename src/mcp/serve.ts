import type { Registry } from "./registry.ts";
import { createMcpServer, serverIdentity } from "./server.ts";
import { type StdioOptions, serveStdio } from "./stdio/serve.ts";

/**
 * Serves the tools, and what leads to them, over stdio until the client goes away.
 *
 * @param instructions of a server that cannot work, in place of those that say how the tools are used
 */
export async function serveMcp(
  registry: Registry,
  version: string,
  options: StdioOptions,
  instructions?: string,
): Promise<void> {
  const identity = {
    ...serverIdentity(version),
    ...(instructions !== undefined && { instructions, mayBeKept: false }),
  };
  await serveStdio(createMcpServer(registry, identity), identity, options);
}
