import type { Limits } from "../../config/limits.ts";
import { aborted } from "../aborted.ts";
import { ENDPOINTS, type Endpoint, type EndpointName } from "../endpoints.ts";
import type { FelderaError } from "../errors.ts";
import type { CallScope, FelderaRequest } from "../source.ts";
import { type Answer, failure, readErrorBody, refuseHtml } from "./answer.ts";
import type { Connection } from "./dispatcher.ts";
import type { requestHeaders } from "./headers.ts";
import { pathOf, redirectError, redirectTarget } from "./path.ts";
import { transportError } from "./transport-errors.ts";

/** What every request goes out by. */
export interface Wire {
  readonly connection: Connection;
  readonly baseUrl: string;
  readonly headersOf: ReturnType<typeof requestHeaders>;
  readonly limits: Limits;
  /** Takes a line per request. */
  readonly log: (line: string) => void;
}

/** One request, its answer read by `read`. */
export type Ask = <T>(
  request: FelderaRequest,
  scope: CallScope,
  read: (answer: Answer) => Promise<T>,
) => Promise<T>;

/** What Feldera answers when a call worked; 202 and 204 come without the thing asked for. */
const EXPECTED: ReadonlySet<number> = new Set([200, 201, 202, 204]);

/** One request: sent, its errors told apart, its answer read by `read`, and a line logged. */
export async function exchange<T>(
  request: FelderaRequest,
  scope: CallScope,
  wire: Wire,
  read: (answer: Answer) => Promise<T>,
): Promise<T> {
  const startedMs = performance.now();
  const { connection, limits, log } = wire;
  const endpoint = request.endpoint;
  const path = pathOf(request, wire.baseUrl);
  const logged = (outcome: string, bytes: number) => {
    const ms = Math.round(performance.now() - startedMs);
    log(`${ENDPOINTS[endpoint].method} ${path} ${outcome} ${bytes} B ${ms} ms`);
  };
  let answer: Answer | undefined;
  let errorBody: Uint8Array | undefined;
  try {
    answer = await send(request, path, scope, wire);
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
    const typed = transportError(error, phase, endpoint, connection.proxied, scope.signal);
    answer?.body.on("error", () => {}).destroy();
    logged(outcomeOf(typed), errorBody?.length ?? 0);
    throw typed;
  }
}

async function send(
  request: FelderaRequest,
  path: string,
  scope: CallScope,
  { connection, baseUrl, headersOf, limits }: Wire,
): Promise<Answer> {
  const { origin } = new URL(baseUrl);
  const endpoint: Endpoint = ENDPOINTS[request.endpoint];
  const sentHeaders = await headersOf(request);
  for (let target = path, hops = 0; ; hops++) {
    const { statusCode, headers, body } = await connection.dispatcher.request({
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
