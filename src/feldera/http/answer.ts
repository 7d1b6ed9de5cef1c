import { pipeline, type Readable } from "node:stream";
import type { Limits } from "../../config/limits.ts";
import type { EndpointName } from "../endpoints.ts";
import { FelderaError } from "../errors.ts";
import { decoderOf, readBody } from "./body.ts";
import { statusError } from "./status-errors.ts";

/** An answer whose body is still to be read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

/** Undefined where it could not be read whole, which is not the same as empty. */
export function readErrorBody(
  answer: Answer,
  { errorBodyBytes }: Limits,
  endpoint: EndpointName,
): Promise<Uint8Array | undefined> {
  const bounds = { sent: errorBodyBytes, inflated: errorBodyBytes };
  return readBody(answer.body, contentEncoding(answer), bounds, endpoint).catch(() => undefined);
}

export function failure(
  answer: Answer,
  body: Uint8Array | undefined,
  { jsonDepth }: Limits,
  endpoint: EndpointName,
): FelderaError {
  return statusError({
    jsonDepth,
    status: answer.status,
    contentType: header(answer, "content-type"),
    body,
    challenge: header(answer, "www-authenticate"),
    retryAfterSecs: retryAfter(answer),
    endpoint,
  });
}

/** Any path outside /v0 answers 200 with the web console's page: then the address is not the API's. */
export function refuseHtml(answer: Answer, endpoint: EndpointName): void {
  if (!/^text\/html/i.test(header(answer, "content-type"))) return;
  throw new FelderaError({
    kind: "not_feldera",
    message: "an HTML page answered",
    endpoint,
    status: answer.status,
    retryable: false,
  });
}

function header(answer: Answer, name: string): string {
  const value = answer.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

export function contentEncoding(answer: Answer): string {
  return header(answer, "content-encoding").toLowerCase();
}

/** Of the body as sent, in bytes; 0 where the headers do not tell. */
export function statedLength(answer: Answer): number {
  const length = Number(header(answer, "content-length"));
  return Number.isSafeInteger(length) && length > 0 ? length : 0;
}

/** A body as it comes, its content encoding undone. */
export function decoded(answer: Answer, endpoint: EndpointName): Readable {
  const decoder = decoderOf(contentEncoding(answer), endpoint);
  return decoder === undefined ? answer.body : pipeline(answer.body, decoder, () => {});
}

/** In seconds, from a number or a date. */
export function retryAfter(answer: Answer): number | undefined {
  const value = header(answer, "retry-after");
  if (value === "") return undefined;
  const secs = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(secs) ? Math.max(0, secs) : undefined;
}
