import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { ErrorCode, isJSONRPCErrorResponse } from "@modelcontextprotocol/sdk/types.js";
import type { Limits } from "../../config/limits.ts";
import { RevisionsTransport, type ServerIdentity } from "../revisions.ts";
import type { Asked } from "./asked.ts";
import { newSession, SESSION_HEADER, sessionOf, sessionShowsPages } from "./session.ts";

/** Methods whose answers may take long, and so are streams that show signs of life. */
const STREAMED: ReadonlySet<string> = new Set(["tools/call", "subscriptions/listen"]);

type Answerable = Extract<Asked, { kind: "request" | "requests" }>;

export interface McpServing {
  /** A server for one request. @param showsPages whether its client said so at its handshake */
  readonly newServer: (showsPages: boolean) => Server;
  readonly identity: ServerIdentity;
  readonly limits: Pick<Limits, "httpAliveMs">;
}

/**
 * Answers one POST by the SDK's transport and a server of its own, both of which live as long as the response: a client
 * that goes away has what it asked for cancelled.
 *
 * @param ending aborted when the answer is wanted no more: the client has cancelled it, or the server ends its
 * subscriptions
 */
export async function answer(
  asked: Answerable,
  { headers }: IncomingMessage,
  response: ServerResponse,
  { newServer, identity, limits, ending }: McpServing & { readonly ending: AbortSignal | undefined },
): Promise<void> {
  const messages = asked.kind === "request" ? [asked.request] : asked.requests;
  const isStreamed = messages.some(({ method }) => STREAMED.has(method));
  const transport = new WebStandardStreamableHTTPServerTransport({
    enableJsonResponse: !isStreamed,
    keepAliveMs: limits.httpAliveMs,
  });
  const revisions = new RevisionsTransport(transport, identity);
  const server = newServer(sessionShowsPages(sessionOf(headers)));
  await server.connect(revisions);
  const end = () => {
    void server.close();
    // A stream ends with its server; for other answers there is none to wait for.
    if (!isStreamed && !response.headersSent) response.writeHead(202).end();
  };
  ending?.addEventListener("abort", end);
  const isGone = new Promise<undefined>((resolve) => {
    response.once("close", () => {
      ending?.removeEventListener("abort", end);
      void server.close();
      resolve(undefined);
    });
  });
  const isModern = asked.kind === "request" && asked.isModern;
  const parsedBody = asked.kind === "request" ? asked.request : asked.requests;
  const answered = await Promise.race([
    transport.handleRequest(forTransport(headers, isModern), { parsedBody }),
    isGone,
  ]);
  if (answered === undefined) return;
  if (isStreamed) await writeStream(answered, response);
  else await writeJson(answered, response, asked);
}

/** Only what the transport looks at: no token is among it. It knows nothing of the modern revision, checked before. */
function forTransport(headers: IncomingHttpHeaders, isModern: boolean): Request {
  const { accept, "content-type": type, "mcp-protocol-version": revision } = headers;
  return new Request("http://localhost/mcp", {
    method: "POST",
    headers: {
      ...(accept !== undefined && { accept }),
      ...(type !== undefined && { "content-type": type }),
      ...(typeof revision === "string" && !isModern && { "mcp-protocol-version": revision }),
    },
  });
}

async function writeStream(answered: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answered.status, ownHeaders(answered));
  // Else they wait for the first event: proxies and clients give up on a server that shows them nothing.
  response.flushHeaders();
  if (answered.body === null) response.end();
  else await pipeline(Readable.fromWeb(answered.body), response);
}

/** Whether the connection is kept is not the transport's to say. */
function ownHeaders({ headers }: Response): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name !== "connection"));
}

/** In the modern revision the status of a method that there is not tells so too. */
async function writeJson(answered: Response, response: ServerResponse, asked: Answerable): Promise<void> {
  const isModern = asked.kind === "request" && asked.isModern;
  const text = await answered.text();
  const value: unknown = isModern ? JSON.parse(text) : undefined;
  const isUnknown = isJSONRPCErrorResponse(value) && value.error.code === ErrorCode.MethodNotFound;
  response.writeHead(isUnknown ? 404 : answered.status, { ...ownHeaders(answered), ...sessionGiven(asked) });
  response.end(text);
}

/** The session that the answer of a handshake gives its client. */
function sessionGiven(asked: Answerable): Record<string, string> {
  const isHandshake = asked.kind === "request" && !asked.isModern && asked.request.method === "initialize";
  return isHandshake ? { [SESSION_HEADER]: newSession(asked.request.params) } : {};
}
