import type { FelderaConfig } from "../../config/config.ts";
import type { Limits } from "../../config/limits.ts";
import { ENDPOINTS } from "../endpoints.ts";
import type { CallScope, FelderaRequest, Reply, Source } from "../source.ts";
import { type Answer, contentEncoding, decoded, retryAfter, statedLength } from "./answer.ts";
import { type BodyLimits, piecesOf, readBody } from "./body.ts";
import { type Connection, connect } from "./dispatcher.ts";
import { type Ask, exchange } from "./exchange.ts";
import { requestHeaders } from "./headers.ts";
import { beginning } from "./log-stream.ts";
import { logsOver } from "./logs.ts";
import { withRetries } from "./retry.ts";

export interface FelderaSource extends Source {
  /** Closes the connections, those in use with them. */
  close(): Promise<void>;
}

/**
 * A running Feldera. Nothing connects before the first request.
 *
 * @param log takes a line per request: method, path, status, bytes, ms; never the key
 * @param keepSecret takes each token that is read while the server runs
 */
export function connectFeldera(
  config: FelderaConfig,
  limits: Limits,
  log: (line: string) => void,
  keepSecret: (secret: string) => void,
): FelderaSource {
  const headersOf = requestHeaders(config, limits, keepSecret);
  let connection: Promise<Connection> | undefined;

  const ask: Ask = async (request, scope, read) => {
    connection ??= connect(config, limits);
    const wire = { connection: await connection, baseUrl: config.baseUrl, headersOf, limits, log };
    return exchange(request, scope, wire, read);
  };

  /** As often as is worth it, where asking again changes nothing. */
  function tried<T>(
    request: FelderaRequest,
    scope: CallScope,
    read: (answer: Answer) => Promise<T>,
  ): Promise<T> {
    const { method } = ENDPOINTS[request.endpoint];
    const attempt = () => ask(request, scope, read);
    return method === "GET" && request.retry !== false
      ? withRetries(attempt, limits, scope, Math.random)
      : attempt();
  }

  return {
    kind: "feldera",
    nowMs: () => Date.now(),
    fetch: (request, scope) => tried(request, scope, (answer) => wholeReply(request, answer, limits)),
    fetchPieces: (request, scope, read) =>
      tried(request, scope, (answer) => read(piecesOf(answer.body, ...bodyBounds(request, answer, limits)))),
    listen: (request, scope, forMs) =>
      ask(request, scope, async (answer) => {
        const sinceMs = performance.now();
        const { endpoint } = request;
        const stream = decoded(answer, endpoint);
        const body = await beginning(stream, limits[ENDPOINTS[endpoint].inflated], forMs);
        return { body, ms: performance.now() - sinceMs };
      }),
    ...logsOver(ask, limits),
    async close() {
      await (await connection)?.dispatcher.destroy();
    },
  };
}

async function wholeReply(request: FelderaRequest, answer: Answer, limits: Limits): Promise<Reply> {
  const body = await readBody(answer.body, ...bodyBounds(request, answer, limits));
  const retryAfterSecs = retryAfter(answer);
  return { status: answer.status, body, ...(retryAfterSecs !== undefined && { retryAfterSecs }) };
}

function bodyBounds(
  { endpoint }: FelderaRequest,
  answer: Answer,
  limits: Limits,
): [string, BodyLimits, FelderaRequest["endpoint"]] {
  const { sent, inflated } = ENDPOINTS[endpoint];
  const bounds = { sent: limits[sent], inflated: limits[inflated], stated: statedLength(answer) };
  return [contentEncoding(answer), bounds, endpoint];
}
