import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { ErrorCode } from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { showsPages } from "./apps/capability.ts";
import { PICTURES_URI } from "./apps/names.ts";
import { argumentsObject } from "./arguments/read.ts";
import { serveCompletion } from "./completion/serve.ts";
import { identityOf } from "./identity.ts";
import { Methods, OnlyPage, RequestError, type ShowsPages } from "./methods.ts";
import { CLIENT_CAPABILITIES, PROTOCOL_VERSION } from "./modern.ts";
import { servePrompts } from "./prompts/serve.ts";
import { type Registry, UnknownTool } from "./registry.ts";
import { RESOURCES } from "./resources/all.ts";
import { serveResources } from "./resources/serve.ts";
import type { ServerIdentity } from "./revisions.ts";
import type { CallOptions } from "./tool-call.ts";

export function serverIdentity(version: string): ServerIdentity {
  return {
    ...identityOf(version),
    unchangingResources: new Set([...RESOURCES.map(({ uri }) => uri), PICTURES_URI]),
  };
}

/**
 * The tools, and what leads to them, as an MCP server. The SDK's low-level server, since its high-level one reports
 * an unknown tool as a tool's error, lists schemas in an old dialect, and converts them anew for every listing.
 *
 * @param showedPages whether a client of a legacy revision said that it shows pages, at a handshake with another server
 */
export function createMcpServer(registry: Registry, identity: ServerIdentity, showedPages = false): Server {
  const { serverInfo, capabilities, instructions } = identity;
  const server = new Server(serverInfo, { capabilities, instructions });
  const methods = new Methods();
  const shows: ShowsPages = ({ _meta: meta }) =>
    meta?.[PROTOCOL_VERSION] === undefined
      ? showedPages || showsPages(server.getClientCapabilities())
      : showsPages(meta[CLIENT_CAPABILITIES]);
  serveTools(methods, registry, shows);
  servePrompts(methods, registry);
  serveResources(methods, registry, shows);
  serveCompletion(methods, registry);
  server.fallbackRequestHandler = (request, extra) => methods.answer(request, extra);
  return server;
}

async function listedForPages(registry: Registry) {
  const { toolsWithPictures } = await import("./apps/pictured.ts");
  return toolsWithPictures(registry.list(), await registry.pageTool());
}

const CallTool = z.object({ name: z.string(), arguments: z.unknown().optional() });

function serveTools(methods: Methods, registry: Registry, shows: ShowsPages): void {
  methods.on("tools/list", OnlyPage, async (_, extra) => {
    const tools = shows(extra) ? await listedForPages(registry) : registry.list();
    return {
      tools: tools.map((tool) => ({
        ...tool,
        inputSchema: { ...tool.inputSchema, type: "object" as const },
      })),
    };
  });
  methods.on("tools/call", CallTool, async (params, extra) => {
    const args = argumentsObject(params.arguments);
    if (args === undefined) {
      throw new RequestError(
        ErrorCode.InvalidParams,
        "params.arguments must be an object, or JSON that is one",
      );
    }
    const progressToken = extra._meta?.progressToken;
    const showsPictures = shows(extra);
    const options: CallOptions = {
      signal: extra.signal,
      showsPictures,
      ...(progressToken !== undefined && {
        onProgress: (seconds, message) => {
          const progress = { progressToken, progress: seconds, message };
          // A client that has gone away is noticed where its answer is written.
          extra.sendNotification({ method: "notifications/progress", params: progress }).catch(() => {});
        },
      }),
    };
    try {
      const { text, structured, picture, isError } = await registry.call(params.name, args, options);
      return {
        content: [{ type: "text", text }],
        ...(structured && { structuredContent: structured }),
        ...(isError && { isError }),
        ...(picture && showsPictures && { _meta: (await import("./apps/pictured.ts")).pictureMeta(picture) }),
      };
    } catch (error) {
      if (error instanceof UnknownTool) throw new RequestError(ErrorCode.InvalidParams, error.message);
      throw error;
    }
  });
}
