import { EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { createSecureContext, type SecureContext, TLSSocket } from "node:tls";
import { fileURLToPath } from "node:url";
import { listenOnLoopback } from "./listening.ts";
import { type Connection, play } from "./play.ts";
import { empty, type Response } from "./responses.ts";
import { createRoutes, type Served } from "./routes.ts";
import { asVersion } from "./versions/as-version.ts";
import { testedVersion } from "./versions/version.ts";

export type Outcome = "answered" | "aborted by client" | "broken by server";

/** A request as it came over the wire. */
export interface RecordedRequest {
  readonly method: string;
  /** The request target, neither decoded nor normalised. */
  readonly target: string;
  /** The target up to its question mark. */
  readonly path: string;
  /** The decoded query parameters; of one that repeats, the last. */
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** When the body had been read, on the monotonic clock of `performance.now()`, in ms. */
  readonly receivedAtMs: number;
  /** The number of the TCP connection, counted from 1: equal for requests that shared one. */
  readonly socketId: number;
  /** Bytes written to the connection so far, those that wait in the send queue included. */
  readonly connectionBytesWritten: number;
  /** The client hung up before the answer was complete. */
  readonly abortedByClient: boolean;
  /** Resolves when the exchange is over; a stream that hangs is over when the client hangs up. */
  readonly ended: Promise<Outcome>;
}

export interface LoopbackFeldera extends Served {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly RecordedRequest[];
  /** The most that were open at once. */
  readonly mostConnections: number;
  /** Requests that no route matched. They were answered as Feldera answers an unknown route: 404, empty body. */
  readonly unmatched: readonly RecordedRequest[];
  /** From now on answers such requests, whatever their query, with what `fault` makes of the usual response. */
  tamper(method: string, path: string, fault: (usual: Response) => Response): void;
  /** Ends all tampering. */
  mend(): void;
  /** Resolves when `count` requests have been received. */
  received(count: number): Promise<void>;
  /** Forgets all routes, tampering and requests; connections stay open. */
  reset(): void;
  /** Destroys every connection. */
  close(): Promise<void>;
}

interface Tampering {
  readonly method: string;
  readonly path: string;
  readonly fault: (usual: Response) => Response;
}

/** A certificate for localhost and 127.0.0.1 (PEM), which a client of `startLoopbackTls` has to trust. */
export const testOnlyCertificatePath = fileURLToPath(
  new URL("tls/test-only-certificate.pem", import.meta.url),
);
const testOnlyKeyPath = fileURLToPath(new URL("tls/test-only-key.pem", import.meta.url));

/**
 * An HTTP/1.1 server on 127.0.0.1 that replays responses and injects faults; what was recorded from 0.337 comes in the
 * shape of the version that the tests run against.
 */
export async function startLoopbackFeldera(): Promise<LoopbackFeldera> {
  const version = testedVersion();
  const feldera = await start("http");
  return version === undefined ? feldera : asVersion(feldera, version);
}

/** The same over TLS, with a self-signed certificate. */
export function startLoopbackTls(): Promise<LoopbackFeldera> {
  const key = readFileSync(testOnlyKeyPath);
  const cert = readFileSync(testOnlyCertificatePath);
  return start("https", createSecureContext({ key, cert }));
}

async function start(scheme: "http" | "https", secureContext?: SecureContext): Promise<LoopbackFeldera> {
  const routes = createRoutes();
  const tamperings: Tampering[] = [];
  const requests: RecordedRequest[] = [];
  const unmatched: RecordedRequest[] = [];
  const arrivals = new EventEmitter();
  const connections = new WeakMap<object, Connection>();
  let accepted = 0;
  let closing = false;

  const server = createServer({ keepAliveTimeout: 0 }, (message, outgoing) => {
    const connection = connections.get(message.socket);
    if (connection === undefined) {
      throw new Error("a request came over a connection that was not accepted");
    }
    void exchange(message, outgoing, connection);
  });

  async function exchange(message: IncomingMessage, outgoing: ServerResponse, connection: Connection) {
    const over = new AbortController();
    let outcome: Outcome | undefined;
    const ended = new Promise<Outcome>((resolve) => {
      outgoing.once("close", () => {
        outcome = outcomeOf(outgoing, closing || connection.brokenByServer);
        over.abort();
        resolve(outcome);
      });
    });
    const body = await buffer(message).catch(() => undefined);
    if (body === undefined) {
      return;
    }
    const request: RecordedRequest = {
      ...described(message),
      body,
      receivedAtMs: performance.now(),
      socketId: connection.id,
      get connectionBytesWritten() {
        return connection.stream.bytesWritten;
      },
      get abortedByClient() {
        return outcome === "aborted by client";
      },
      ended,
    };
    const response = routes.answerTo(request);
    requests.push(request);
    if (response === undefined) {
      unmatched.push(request);
    }
    arrivals.emit("request");
    try {
      const usual = response ?? empty(404);
      const tampering = tamperings.find(
        ({ method, path }) => method === request.method && path === request.path,
      );
      await play(tampering?.fault(usual) ?? usual, outgoing, connection, over.signal);
    } catch (error) {
      if (!over.signal.aborted) {
        throw error;
      }
    }
  }

  const listening = await listenOnLoopback((socket) => {
    // Node's own server does so too; without it, small answers wait 40 ms for an acknowledgement.
    socket.setNoDelay(true);
    const stream =
      secureContext === undefined ? socket : new TLSSocket(socket, { isServer: true, secureContext });
    accepted += 1;
    connections.set(stream, { id: accepted, socket, stream, brokenByServer: false });
    server.emit("connection", stream);
  });

  return {
    url: `${scheme}://127.0.0.1:${listening.port}`,
    port: listening.port,
    requests,
    get mostConnections() {
      return listening.mostConnections;
    },
    unmatched,
    on: routes.on,
    tamper(method, path, fault) {
      tamperings.push({ method, path, fault });
    },
    mend() {
      tamperings.length = 0;
    },
    async received(count) {
      while (requests.length < count) {
        await once(arrivals, "request");
      }
    },
    reset() {
      routes.clear();
      tamperings.length = 0;
      requests.length = 0;
      unmatched.length = 0;
    },
    close() {
      closing = true;
      return listening.close();
    },
  };
}

function outcomeOf(outgoing: ServerResponse, brokenByServer: boolean): Outcome {
  if (outgoing.writableFinished) {
    return "answered";
  }
  return brokenByServer ? "broken by server" : "aborted by client";
}

function described(message: IncomingMessage) {
  const target = message.url ?? "";
  const [path = "", query = ""] = target.split(/\?(.*)/s);
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: message.method ?? "",
    target,
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: Object.fromEntries(headers),
  };
}
