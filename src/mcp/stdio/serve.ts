import type { Readable, Writable } from "node:stream";
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { RevisionsTransport, type ServerIdentity } from "../revisions.ts";
import { StdioTransport, type WireLimits } from "./transport.ts";

export interface StdioOptions {
  readonly limits: WireLimits;
  readonly input: Readable;
  /** Of `openClient`. */
  readonly output: Writable;
  /** The handshake, as its line, where it has been answered already. */
  readonly handshake?: string | undefined;
}

/** Serves MCP on two streams. */
export async function serveStdio(
  server: Server,
  identity: ServerIdentity,
  { limits, input, output, handshake }: StdioOptions,
): Promise<void> {
  const stdio = new StdioTransport(input, output, limits, handshake);
  await server.connect(new RevisionsTransport(stdio, identity));
}
