import { Writable } from "node:stream";
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { DualEraTransport, type ServerIdentity } from "./eras.ts";

/**
 * Serves MCP on stdin and stdout until the client goes away: at the end of stdin, on a signal, or when stdout
 * breaks, the process exits at once, whatever is in flight.
 *
 * @param writeProtocol writes to the real stdout; anything else that is written there goes to stderr
 */
export async function serveStdio(
  server: Server,
  identity: ServerIdentity,
  writeProtocol: (chunk: string | Uint8Array) => boolean,
): Promise<void> {
  const exit = () => process.exit(0);
  process.stdin.on("end", exit);
  process.stdin.on("close", exit);
  process.stdout.on("error", exit);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, exit);
  const protocol = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding, done) {
      if (writeProtocol(chunk)) done();
      else process.stdout.once("drain", done);
    },
  });
  const stdio = new StdioServerTransport(process.stdin, protocol);
  await server.connect(new DualEraTransport(stdio, identity));
}

/**
 * Takes stdout for the protocol: whatever else the process prints goes to stderr, since one stray line would
 * break every message after it.
 */
export function guardStdout(): (chunk: string | Uint8Array) => boolean {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = process.stderr.write.bind(process.stderr);
  return (chunk) => write(chunk);
}
