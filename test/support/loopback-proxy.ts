import { createServer, request as httpRequest, type IncomingMessage, STATUS_CODES } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import { listenOnLoopback } from "./listening.ts";

/** What a client asked of the proxy. */
export interface ProxiedRequest {
  readonly method: string;
  /** `host:port` of a CONNECT, otherwise an absolute URL. */
  readonly target: string;
  readonly proxyAuthorization: string | undefined;
}

export interface LoopbackProxy {
  readonly url: string;
  readonly requests: readonly ProxiedRequest[];
  close(): Promise<void>;
}

export interface ProxyBehaviour {
  /** Answers every request with this status. */
  readonly refuseWith?: 407 | 502;
  /** `user:password` that a client has to present (Basic); 407 without. */
  readonly credentials?: string;
}

/**
 * An HTTP proxy on 127.0.0.1 for CONNECT and for absolute-form requests. Whatever host a client names, it reaches
 * 127.0.0.1:`targetPort`.
 */
export async function startLoopbackProxy(
  targetPort: number,
  behaviour: ProxyBehaviour = {},
): Promise<LoopbackProxy> {
  const requests: ProxiedRequest[] = [];
  const server = createServer({ keepAliveTimeout: 0 });

  function refusal(message: IncomingMessage): 407 | 502 | undefined {
    const proxyAuthorization = message.headers["proxy-authorization"];
    requests.push({ method: message.method ?? "", target: message.url ?? "", proxyAuthorization });
    if (behaviour.refuseWith !== undefined) {
      return behaviour.refuseWith;
    }
    if (behaviour.credentials !== undefined && proxyAuthorization !== basic(behaviour.credentials)) {
      return 407;
    }
    return undefined;
  }

  server.on("connect", (message: IncomingMessage, client: Duplex, head: Buffer) => {
    const status = refusal(message);
    if (status !== undefined) {
      const challenge = Object.entries(challengeFor(status)).map(([name, value]) => `${name}: ${value}\r\n`);
      client.end(
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${challenge.join("")}content-length: 0\r\n\r\n`,
      );
      return;
    }
    const upstream = connect(targetPort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.write(head);
      pipeline(client, upstream, client).catch(() => undefined);
    });
    upstream.once("error", () => client.destroy());
    client.once("close", () => upstream.destroy());
  });

  server.on("request", (message, answer) => {
    const status = refusal(message);
    if (status !== undefined) {
      answer.writeHead(status, challengeFor(status)).end();
      return;
    }
    const url = new URL(message.url ?? "");
    const upstream = httpRequest(
      {
        host: "127.0.0.1",
        port: targetPort,
        method: message.method,
        path: url.pathname + url.search,
        headers: withoutProxyHeaders(message.headers),
      },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
        pipeline(response, answer).catch(() => undefined);
      },
    );
    upstream.once("error", () => answer.destroy());
    answer.once("close", () => upstream.destroy());
    message.pipe(upstream);
  });

  const listening = await listenOnLoopback((socket) => server.emit("connection", socket));
  return { url: `http://127.0.0.1:${listening.port}`, requests, close: () => listening.close() };
}

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}

function challengeFor(status: number): Record<string, string> {
  return status === 407 ? { "proxy-authenticate": 'Basic realm="loopback"' } : {};
}

function withoutProxyHeaders(headers: IncomingMessage["headers"]): IncomingMessage["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith("proxy-")));
}
