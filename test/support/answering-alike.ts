import { createServer } from "node:http";
import { onTestFinished } from "vitest";
import { listenOnLoopback } from "./listening.ts";

export interface Alike {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The address of a server that answers every request alike, whatever its method and path. */
export async function answeringAlike({ status, headers = {}, body = "" }: Alike): Promise<string> {
  const server = createServer((_, outgoing) => {
    outgoing.writeHead(status, headers);
    outgoing.end(body);
  });
  const { port, close } = await listenOnLoopback((socket) => server.emit("connection", socket));
  onTestFinished(close);
  return `http://127.0.0.1:${port}`;
}
