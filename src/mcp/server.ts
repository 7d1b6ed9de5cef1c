import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  CallToolRequestParamsSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import type { ServerIdentity } from "./eras.ts";
import { INSTRUCTIONS } from "./instructions.ts";
import { type CallOptions, type Registry, UnknownTool } from "./registry.ts";

/** What a client is told of the server before it calls anything. */
export function serverIdentity(version: string): ServerIdentity {
  return {
    serverInfo: { name: "feldera-mcp", title: "Feldera debugging", version },
    capabilities: { tools: {} },
    instructions: INSTRUCTIONS,
  };
}

/** The SDK answers a request that its own schema refuses with an internal error, so ours leaves that to it. */
const AnyToolCall = z.object({ method: z.literal("tools/call"), params: z.unknown().optional() });

/**
 * The tools as an MCP server. The SDK's low-level server, since its high-level one reports an unknown tool as a
 * tool's error, lists schemas in an old dialect, and converts them anew for every listing.
 */
export function createMcpServer(registry: Registry, identity: ServerIdentity): Server {
  const { serverInfo, capabilities, instructions } = identity;
  const server = new Server(serverInfo, { capabilities, instructions });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...registry.list()] }));
  server.setRequestHandler(AnyToolCall, async (request, extra) => {
    const params = CallToolRequestParamsSchema.safeParse(request.params);
    if (!params.success) throw new McpError(ErrorCode.InvalidParams, z.prettifyError(params.error));
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
      const { text, isError } = await registry.call(params.data.name, params.data.arguments, options);
      return { content: [{ type: "text", text }], ...(isError && { isError }) };
    } catch (error) {
      if (error instanceof UnknownTool) throw new McpError(ErrorCode.InvalidParams, error.message);
      throw error;
    }
  });
  return server;
}
