import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { HttpConfig } from "../../config/config.ts";
import { ConfigError } from "../../config/error.ts";
import { codeOf } from "../../config/given.ts";
import type { Limits } from "../../config/limits.ts";
import type { Registry } from "../registry.ts";
import { createMcpServer, serverIdentity } from "../server.ts";
import { accessOf } from "./access.ts";
import { type EndpointOptions, HttpEndpoint, MCP_PATH } from "./endpoint.ts";
import { measures } from "./measures.ts";

export interface HttpOptions {
  readonly http: HttpConfig;
  readonly limits: Limits;
  readonly version: string;
  /** What clients are told of a server that works offline. */
  readonly told?: { readonly instructions: string; readonly mayBeKept: boolean } | undefined;
  /** Takes a line for the operator. */
  readonly report: (line: string) => void;
}

/** Serving over HTTP, whatever is served. */
export interface OverHttp
  extends Pick<HttpOptions, "http" | "limits" | "report">,
    Pick<EndpointOptions, "newServer" | "identity" | "measures"> {}

export interface HttpServing {
  readonly url: string;
  /** Ends in good order: resolves once nothing is under way, or `limits.drainMs` have passed. */
  readonly drain: () => Promise<void>;
}

/** Serves the tools, and what leads to them, over HTTP. @throws ConfigError where it cannot listen */
export function serveHttp(
  registry: Registry,
  { version, told, ...options }: HttpOptions,
): Promise<HttpServing> {
  const measured = measures();
  const counted = measured.ofCalls(registry);
  const identity = { ...serverIdentity(version), ...told };
  const newServer = (isShowing: boolean) => createMcpServer(counted, identity, isShowing);
  return serveOverHttp({ newServer, identity, measures: measured, ...options });
}

/**
 * Serves MCP over HTTP, without sessions: any server of several behind a proxy can answer any request.
 *
 * @throws ConfigError where it cannot listen
 */
export async function serveOverHttp(serving: OverHttp): Promise<HttpServing> {
  const { http, limits, report } = serving;
  const endpoint = new HttpEndpoint({ ...serving, access: await accessOf(http.access, limits, report) });
  const { httpReadMs, httpIdleMs, httpConnections, drainNoticeMs, drainMs } = limits;
  let isClosing = false;
  const server = createServer(
    { requestTimeout: httpReadMs, headersTimeout: httpReadMs, keepAliveTimeout: httpIdleMs },
    (request, response) => {
      // A connection that was kept for more would hold the end up.
      response.once("close", () => setImmediate(() => isClosing && server.closeIdleConnections()));
      endpoint.handle(request, response).catch((error: unknown) => {
        // A client that goes away while it sends or is sent to has nothing to be told.
        if (response.destroyed || request.destroyed) return;
        report(error instanceof Error ? (error.stack ?? error.message) : String(error));
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      });
    },
  );
  server.maxConnections = httpConnections;
  const address = await listening(server, http);
  return {
    url: `http://${address}${MCP_PATH}`,
    async drain() {
      endpoint.drain();
      await sleep(drainNoticeMs);
      const closed = once(server, "close");
      isClosing = true;
      server.close();
      server.closeIdleConnections();
      endpoint.endSubscriptions();
      await Promise.race([closed, sleep(drainMs, undefined, { ref: false })]);
      server.closeAllConnections();
    },
  };
}

async function listening(
  server: ReturnType<typeof createServer>,
  { address, port }: HttpConfig,
): Promise<string> {
  server.listen(port, address);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new ConfigError(
      `it cannot listen at ${address}:${port} (${codeOf(error)}); name another address or port with --listen`,
    );
  }
  const bound = server.address();
  return isAddress(bound)
    ? `${bound.family === "IPv6" ? `[${bound.address}]` : bound.address}:${bound.port}`
    : "";
}

function isAddress(bound: AddressInfo | string | null): bound is AddressInfo {
  return typeof bound === "object" && bound !== null;
}
