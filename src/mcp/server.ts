import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestParamsSchema, ErrorCode, McpError } from "@modelcontextprotocol/sdk/types.js";
import { serveCompletion } from "./completion/serve.ts";
import type { ServerIdentity } from "./eras.ts";
import { INSTRUCTIONS } from "./instructions.ts";
import { servePrompts } from "./prompts/serve.ts";
import { type CallOptions, type Registry, UnknownTool } from "./registry.ts";
import { handle, OnlyPage } from "./request.ts";
import { RESOURCES } from "./resources/all.ts";
import { serveResources } from "./resources/serve.ts";

/** What a client is told of the server before it calls anything. */
export function serverIdentity(version: string): ServerIdentity {
  return {
    serverInfo: { name: "feldera-mcp", title: "Feldera debugging", version },
    capabilities: { tools: {}, prompts: {}, resources: {}, completions: {} },
    instructions: INSTRUCTIONS,
    unchangingResources: new Set(RESOURCES.map(({ uri }) => uri)),
  };
}

/**
 * The tools, and what leads to them, as an MCP server. The SDK's low-level server, since its high-level one reports
 * an unknown tool as a tool's error, lists schemas in an old dialect, and converts them anew for every listing.
 */
export function createMcpServer(registry: Registry, identity: ServerIdentity): Server {
  const { serverInfo, capabilities, instructions } = identity;
  const server = new Server(serverInfo, { capabilities, instructions });
  serveTools(server, registry);
  servePrompts(server, registry);
  serveResources(server, registry);
  serveCompletion(server, registry);
  return server;
}

function serveTools(server: Server, registry: Registry): void {
  handle(server, "tools/list", OnlyPage, () => ({ tools: [...registry.list()] }));
  handle(server, "tools/call", CallToolRequestParamsSchema, async (params, extra) => {
    const progressToken = extra._meta?.progressToken;
    const options: CallOptions = {
      signal: extra.signal,
      ...(progressToken !== undefined && {
        onProgress: (seconds, message) => {
          const progress = { progressToken, progress: seconds, message };
          // A client that has gone away is noticed where its answer is written.
          extra.sendNotification({ method: "notifications/progress", params: progress }).catch(() => {});
        },
      }),
    };
    try {
      const { text, isError } = await registry.call(params.name, params.arguments, options);
      return { content: [{ type: "text", text }], ...(isError && { isError }) };
    } catch (error) {
      if (error instanceof UnknownTool) throw new McpError(ErrorCode.InvalidParams, error.message);
      throw error;
    }
  });
}
