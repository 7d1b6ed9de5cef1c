import * as z from "zod";
import type { EndpointName } from "../endpoints.ts";
import { ERROR_CODES, type ErrorCode } from "../error-codes.ts";
import { type ErrorKind, FelderaError } from "../errors.ts";
import { parseExactJson } from "../json.ts";

/** An error answer, its body read. */
export interface ErrorAnswer {
  readonly status: number;
  readonly contentType: string;
  /** Undefined where it could not be read. */
  readonly body: Uint8Array | undefined;
  /** The header WWW-Authenticate, which a 401 without a body explains itself in. */
  readonly challenge: string;
  readonly retryAfterSecs?: number | undefined;
  readonly endpoint: EndpointName;
  readonly jsonDepth: number;
}

const ErrorBody = z.looseObject({
  message: z.string(),
  error_code: z.string().optional(),
  details: z.unknown().optional(),
});

const KIND_BY_STATUS: Readonly<Record<number, ErrorKind>> = {
  301: "redirect",
  302: "redirect",
  303: "redirect",
  307: "redirect",
  308: "redirect",
  400: "bad_request",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  405: "method_not_allowed",
  407: "proxy",
  408: "timeout",
  409: "conflict",
  410: "gone",
  429: "rate_limited",
  500: "server_error",
  501: "not_implemented",
  502: "bad_gateway",
  503: "service_unavailable",
  504: "gateway_timeout",
};

/** Kinds that need somebody to act, so that asking again cannot help, whatever the status says. */
const NEEDS_ACTION: ReadonlySet<ErrorKind> = new Set(["not_deployed", "awaiting_approval", "suspended"]);

const RETRYABLE_STATUS: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * An answer with an error status, as a FelderaError. Feldera sends `{message, error_code, details}`, but also
 * empty bodies, plain text, and JSON that calls itself text.
 */
export function statusError(answer: ErrorAnswer): FelderaError {
  const text = Buffer.from(answer.body ?? "").toString("utf8");
  const body = parseErrorBody(text, answer.jsonDepth);
  const code = knownCode(body?.error_code);
  const kind = code?.kind ?? kindOf(answer, text, body?.error_code);
  const passes = RETRYABLE_STATUS.has(answer.status) || code?.passes === true;
  return new FelderaError({
    kind,
    message: body?.message ?? plainMessage(text, answer),
    endpoint: answer.endpoint,
    status: answer.status,
    errorCode: body?.error_code,
    details: body?.details ?? undefined,
    retryable: passes && !NEEDS_ACTION.has(kind),
    retryAfterSecs: answer.retryAfterSecs,
  });
}

function knownCode(errorCode = ""): ErrorCode | undefined {
  return Object.hasOwn(ERROR_CODES, errorCode) ? ERROR_CODES[errorCode] : undefined;
}

function kindOf(answer: ErrorAnswer, text: string, errorCode = ""): ErrorKind {
  const { status } = answer;
  if (status === 500 && errorCode.startsWith("RuntimeError")) return "pipeline_failed";
  if (errorCode === "" && isOfAnother(answer, text)) return "not_feldera";
  return KIND_BY_STATUS[status] ?? (status >= 500 ? "server_error" : "unexpected_status");
}

/** Statuses that a proxy before Feldera answers with a page of its own, be it one to sign in at. */
const PAGES_OF_ANOTHER: ReadonlySet<number> = new Set([400, 401, 403, 404, 405]);

/**
 * Whether no Feldera answers so: a page, a login that is not asked for by a bearer token, a 404 that says something
 * without an `error_code`, or that plain HTTP came where TLS was expected.
 */
function isOfAnother(answer: ErrorAnswer, text: string): boolean {
  const { status, challenge } = answer;
  if (PAGES_OF_ANOTHER.has(status) && isHtml(answer)) return true;
  if (status === 401) return /^(?:basic|digest|negotiate|ntlm)\b/i.test(challenge);
  if (status === 400) return wantsTls(text);
  return status === 404 && text.trim() !== "";
}

function wantsTls(text: string): boolean {
  return /\bHTTPS (?:port|server)\b/i.test(text);
}

function parseErrorBody(text: string, maxDepth: number): z.infer<typeof ErrorBody> | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return ErrorBody.safeParse(parseExactJson(text, maxDepth)).data;
  } catch {
    return undefined;
  }
}

/** HTML is a proxy's or the web console's: its text says nothing that the status does not. */
function plainMessage(text: string, answer: ErrorAnswer): string {
  if (answer.body === undefined) return "its body could not be read";
  if (isHtml(answer)) return wantsTls(text) ? "an HTML page that wants https" : "an HTML page";
  if (text === "") return /error_description="([^"]*)"/.exec(answer.challenge)?.[1] ?? "";
  return /^text\/plain|^application\/json|^$/.test(answer.contentType) ? text.trim() : "";
}

function isHtml({ contentType }: ErrorAnswer): boolean {
  return /^text\/html/i.test(contentType);
}
