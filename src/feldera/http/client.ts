import type { FelderaConfig } from "../../config/config.ts";
import type { Limits } from "../../config/limits.ts";
import { aborted } from "../aborted.ts";
import { ENDPOINTS, type Endpoint, type EndpointName } from "../endpoints.ts";
import type { FelderaError } from "../errors.ts";
import type { CallScope, FelderaRequest, LogBytes, LogNews, Reply, Source } from "../source.ts";
import { timeLimited } from "../time-limit.ts";
import {
  type Answer,
  contentEncoding,
  decoded,
  failure,
  readErrorBody,
  refuseHtml,
  retryAfter,
} from "./answer.ts";
import { readBody } from "./body.ts";
import { type Connection, connect } from "./dispatcher.ts";
import { requestHeaders } from "./headers.ts";
import { endFoundIn, startOf, TELLING_BYTES } from "./log-position.ts";
import { beginning, catchUp, readNews } from "./log-stream.ts";
import { pathOf, redirectError, redirectTarget } from "./path.ts";
import { withRetries } from "./retry.ts";
import { transportError } from "./transport-errors.ts";

export interface FelderaSource extends Source {
  /** Closes the connections, those in use with them. */
  close(): Promise<void>;
}

/** What Feldera answers when a call worked; 202 and 204 come without the thing asked for. */
const EXPECTED: ReadonlySet<number> = new Set([200, 201, 202, 204]);

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

  async function fetch(request: FelderaRequest, scope: CallScope): Promise<Reply> {
    const { method } = ENDPOINTS[request.endpoint];
    const attempt = () => observed(request, scope, (answer) => whole(request, answer));
    return method === "GET" && request.retry !== false
      ? withRetries(attempt, limits, scope, Math.random)
      : attempt();
  }

  async function readLog(request: FelderaRequest, scope: CallScope): Promise<LogBytes> {
    return withRetries(
      () =>
        observed(request, scope, (answer) =>
          catchUp(decoded(answer, request.endpoint), limits, scope.deadlineMs),
        ),
      limits,
      scope,
      Math.random,
    );
  }

  async function readLogAfter(
    request: FelderaRequest,
    position: string,
    scope: CallScope,
  ): Promise<LogNews | undefined> {
    const asked = { ...request, query: { cursor: position } };
    const attempt = () =>
      observed(asked, scope, async (answer) => {
        const start = startOf(answer);
        if (start !== undefined) {
          return readNews(decoded(answer, request.endpoint), start, limits, scope.deadlineMs);
        }
        answer.body.on("error", () => {}).destroy();
        return undefined;
      });
    return withRetries(attempt, limits, scope, Math.random);
  }

  /** An answer that is not followed has no position: a second one tells where it begins, and is hung up on. */
  async function positionOfEnd(
    request: FelderaRequest,
    log: LogBytes,
    scope: CallScope,
  ): Promise<string | undefined> {
    if (log.bytesDropped > 0) return undefined;
    const asked = { ...request, query: { cursor: "" } };
    const { signal, end } = timeLimited(scope.signal, limits.logPositionMs);
    const deadlineMs = Math.min(scope.deadlineMs, performance.now() + limits.logPositionMs);
    const limited = { ...scope, signal, deadlineMs };
    const attempt = () =>
      observed(asked, limited, async (answer) => {
        const start = startOf(answer);
        const wanted = start === undefined ? 0 : Math.min(TELLING_BYTES, log.bytesRead);
        const first = await beginning(decoded(answer, request.endpoint), wanted, limits.logIdleMs);
        return start && endFoundIn(log, start, first);
      });
    return withRetries(attempt, limits, limited, Math.random).finally(end);
  }

  /** One request: sent, its errors told apart, its answer read by `read`, and a line logged. */
  async function observed<T>(
    request: FelderaRequest,
    scope: CallScope,
    read: (answer: Answer) => Promise<T>,
  ): Promise<T> {
    const startedMs = performance.now();
    connection ??= connect(config, limits);
    const { dispatcher, proxied } = await connection;
    const endpoint = request.endpoint;
    const path = pathOf(request, config.baseUrl);
    const logged = (outcome: string, bytes: number) => {
      const ms = Math.round(performance.now() - startedMs);
      log(`${ENDPOINTS[endpoint].method} ${path} ${outcome} ${bytes} B ${ms} ms`);
    };
    let answer: Answer | undefined;
    let errorBody: Uint8Array | undefined;
    try {
      answer = await send(dispatcher, request, path, scope);
      if (!EXPECTED.has(answer.status) && !answersWith(endpoint, answer.status)) {
        errorBody = await readErrorBody(answer, limits, endpoint);
        throw failure(answer, errorBody, limits, endpoint);
      }
      refuseHtml(answer, endpoint);
      const result = await read(answer);
      if (scope.signal.aborted) throw aborted(scope.signal, endpoint);
      logged(String(answer.status), bytesOf(result));
      return result;
    } catch (error) {
      const phase = answer === undefined ? "connecting or waiting for headers" : "reading the body";
      const typed = transportError(error, phase, endpoint, proxied, scope.signal);
      answer?.body.on("error", () => {}).destroy();
      logged(outcomeOf(typed), errorBody?.length ?? 0);
      throw typed;
    }
  }

  async function send(
    dispatcher: Connection["dispatcher"],
    request: FelderaRequest,
    path: string,
    scope: CallScope,
  ): Promise<Answer> {
    const { origin } = new URL(config.baseUrl);
    const endpoint: Endpoint = ENDPOINTS[request.endpoint];
    const sentHeaders = await headersOf(request);
    for (let target = path, hops = 0; ; hops++) {
      const { statusCode, headers, body } = await dispatcher.request({
        origin,
        path: target,
        method: endpoint.method,
        headers: sentHeaders,
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        signal: scope.signal,
        headersTimeout: limits[endpoint.headers],
        bodyTimeout: limits.bodyIdleMs,
      });
      const location = statusCode >= 300 && statusCode < 400 ? headers.location : undefined;
      if (location === undefined || endpoint.method !== "GET") return { status: statusCode, headers, body };
      await body.dump();
      target = redirectTarget(String(location), origin + target, request.endpoint);
      if (hops >= limits.redirects) throw redirectError("too many redirects", request.endpoint);
    }
  }

  async function whole(request: FelderaRequest, answer: Answer): Promise<Reply> {
    const { sent, inflated } = ENDPOINTS[request.endpoint];
    const bounds = { sent: limits[sent], inflated: limits[inflated] };
    const body = await readBody(answer.body, contentEncoding(answer), bounds, request.endpoint);
    const retryAfterSecs = retryAfter(answer);
    return { status: answer.status, body, ...(retryAfterSecs !== undefined && { retryAfterSecs }) };
  }

  return {
    kind: "feldera",
    nowMs: Date.now,
    fetch,
    readLog,
    readLogAfter,
    positionOfEnd,
    async close() {
      await (await connection)?.dispatcher.destroy();
    },
  };
}

/** `error_code` is a stranger's text, and a log line is no place for one that is not a code. */
function outcomeOf({ status, kind, errorCode = "" }: FelderaError): string {
  return `${status ?? kind}${/^[\w.]+$/.test(errorCode) ? ` ${errorCode}` : ""}`;
}

function bytesOf(result: unknown): number {
  if (typeof result !== "object" || result === null) return 0;
  if ("body" in result && result.body instanceof Uint8Array) return result.body.length;
  return "bytesRead" in result ? Number(result.bytesRead) : 0;
}

function answersWith(name: EndpointName, status: number): boolean {
  const endpoint: Endpoint = ENDPOINTS[name];
  return endpoint.answersWith?.includes(status) ?? false;
}
