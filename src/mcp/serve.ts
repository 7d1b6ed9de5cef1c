import type { Registry } from "./registry.ts";
import type { ServerIdentity } from "./revisions.ts";
import { createMcpServer, serverIdentity } from "./server.ts";
import { type StdioOptions, serveStdio } from "./stdio/serve.ts";

/**
 * Serves the tools, and what leads to them, to a client.
 *
 * @param other what is told of a server that cannot work, or works offline, in place of how its tools are used
 */
export async function serveMcp(
  registry: Registry,
  version: string,
  options: StdioOptions,
  other: Partial<Pick<ServerIdentity, "instructions" | "mayBeKept">> = {},
): Promise<void> {
  const identity = { ...serverIdentity(version), ...other };
  await serveStdio(createMcpServer(registry, identity), identity, options);
}
