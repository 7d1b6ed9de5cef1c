import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  ErrorCode,
  McpError,
  type ServerNotification,
  type ServerRequest,
  type ServerResult,
} from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";

export type RequestExtra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/**
 * Answers the requests of a method. Parameters that do not fit are the client's mistake: the SDK, whose schemas see
 * them first where it has any, would call it an internal error.
 */
export function handle<Params extends z.ZodType>(
  server: Server,
  method: string,
  params: Params,
  answer: (params: z.output<Params>, extra: RequestExtra) => ServerResult | Promise<ServerResult>,
): void {
  const request = z.object({ method: z.literal(method), params: z.unknown().optional() });
  server.setRequestHandler(request, (received, extra) => {
    const parsed = params.safeParse(received.params);
    if (!parsed.success) throw new McpError(ErrorCode.InvalidParams, z.prettifyError(parsed.error));
    return answer(parsed.data, extra);
  });
}

/** Of a list that comes whole: there is no further page, and so no cursor to ask for one with. */
export const OnlyPage = z
  .object({ cursor: z.never("unknown cursor: the list has one page").optional() })
  .optional();
