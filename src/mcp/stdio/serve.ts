import { Writable } from "node:stream";
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { Limits } from "../../config/limits.ts";
import { RevisionsTransport, type ServerIdentity } from "../revisions.ts";
import type { WriteStdout } from "./stdout.ts";
import { StdioTransport } from "./transport.ts";

export interface StdioOptions {
  readonly limits: Pick<Limits, "messageBytes" | "batchMessages" | "lastWriteMs">;
  /** Anything else that is written to stdout goes to stderr. */
  readonly writeStdout: WriteStdout;
  /** What the process exits with when the client goes away. */
  readonly exitCode: number;
}

/**
 * Serves MCP on stdin and stdout until the client goes away: at the end of stdin, on a signal, or when stdout
 * breaks, the process exits, whatever is in flight. A message that is being written is written to its end, unless
 * nobody reads it.
 */
export async function serveStdio(
  server: Server,
  identity: ServerIdentity,
  { limits, writeStdout, exitCode }: StdioOptions,
): Promise<void> {
  let isLeaving = false;
  const exit = (code: number) => {
    if (isLeaving) return;
    isLeaving = true;
    if (process.stdout.writableLength === 0) process.exit(code);
    writeStdout("", () => process.exit(code));
    setTimeout(() => process.exit(code), limits.lastWriteMs);
  };
  process.stdin.on("end", () => exit(exitCode));
  process.stdin.on("close", () => exit(exitCode));
  process.stdout.on("error", () => process.exit(exitCode));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => exit(exitCode));
  const protocol = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding, done) {
      if (isLeaving) return;
      if (writeStdout(chunk)) done();
      else process.stdout.once("drain", done);
    },
  });
  const stdio = new StdioTransport(process.stdin, protocol, limits);
  await server.connect(new RevisionsTransport(stdio, identity));
}
