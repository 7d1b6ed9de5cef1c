import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";

/** What a bare TCP client sees after it has sent something. */
export interface Wire {
  readonly socket: Socket;
  /** The bytes received so far, as Latin-1. */
  seen(): string;
  /** Resolves when the connection is closed: with an error's code, or with "closed". */
  readonly fate: Promise<string>;
}

/** Asks 127.0.0.1 for `path` over a TCP connection of its own, without an HTTP client in between. */
export function ask(port: number, path: string): Wire {
  const socket = connect(port, "127.0.0.1");
  let seen = "";
  let code = "closed";
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    seen += chunk;
  });
  socket.on("error", (error) => {
    code = "code" in error ? String(error.code) : error.message;
  });
  socket.write(`GET ${path} HTTP/1.1\r\nhost: feldera\r\n\r\n`);
  return {
    socket,
    seen: () => seen,
    fate: new Promise((resolve) => socket.once("close", () => resolve(code))),
  };
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) {
    await delay(1);
  }
}

export interface Received {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** What node's own HTTP client makes of a response; without an `agent`, over a connection of its own. */
export async function get(
  url: string,
  options: { method?: string; headers?: Record<string, string>; agent?: Agent; ca?: Buffer } = {},
): Promise<Received> {
  const request = url.startsWith("https:")
    ? httpsRequest(url, { agent: false, ...options })
    : httpRequest(url, { agent: new Agent(), ...options });
  request.end();
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once("response", resolve);
    request.on("error", reject);
  });
  return {
    status: response.statusCode,
    headers: response.headers,
    rawHeaders: response.rawHeaders,
    body: await buffer(response),
  };
}
