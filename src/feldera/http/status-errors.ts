import { z } from "zod";
import type { EndpointName } from "../endpoints.ts";
import { type ErrorKind, FelderaError } from "../errors.ts";
import { parseExactJson } from "../json.ts";

/** An error answer, its body read. */
export interface ErrorAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly retryAfterSecs?: number | undefined;
  readonly endpoint: EndpointName;
}

const ErrorBody = z.looseObject({
  message: z.string(),
  error_code: z.string().optional(),
  details: z.unknown().optional(),
});

/** Feldera's `error_code`s that mean more than their status does. */
const KIND_BY_CODE: Readonly<Record<string, ErrorKind>> = {
  UnknownPipelineName: "unknown_pipeline",
  UnknownPipelineMonitorEvent: "unknown_event",
  NoPipelineMonitorEventsAvailable: "no_events",
  NoSamplyProfile: "no_samply_profile",
  SamplyProfilingInProgress: "samply_in_progress",
  SamplyProfilingFailure: "samply_failed",
  SamplyProfilingUnexpectedCompletion: "samply_failed",
  ProfilingNotEnabled: "samply_failed",
  HeapProfilerError: "heap_profiler",
  PipelineInteractionNotDeployed: "not_deployed",
  PipelineUnavailable: "unavailable",
  PipelineInteractionUnreachable: "unreachable",
  Initializing: "initializing",
  RestoreInProgress: "initializing",
  BootstrapInProgress: "initializing",
  AwaitingApproval: "awaiting_approval",
  Suspended: "suspended",
  Terminating: "terminating",
  InitializationError: "pipeline_failed",
  EnterpriseFeature: "enterprise_only",
  UnsupportedPipelineAction: "unsupported_action",
};

const KIND_BY_STATUS: Readonly<Record<number, ErrorKind>> = {
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
  501: "enterprise_only",
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
  const text = Buffer.from(answer.body).toString("utf8");
  const body = parseErrorBody(text);
  const kind = kindOf(answer.status, body?.error_code);
  return new FelderaError({
    kind,
    message: body?.message ?? plainMessage(text, answer),
    endpoint: answer.endpoint,
    status: answer.status,
    errorCode: body?.error_code,
    details: body?.details ?? undefined,
    retryable: RETRYABLE_STATUS.has(answer.status) && !NEEDS_ACTION.has(kind),
    retryAfterSecs: answer.retryAfterSecs,
  });
}

function kindOf(status: number, errorCode: string | undefined): ErrorKind {
  const byCode = errorCode === undefined ? undefined : KIND_BY_CODE[errorCode];
  if (byCode !== undefined) return byCode;
  if (status === 500 && errorCode?.startsWith("RuntimeError")) return "pipeline_failed";
  return KIND_BY_STATUS[status] ?? (status >= 500 ? "server_error" : "unexpected_status");
}

function parseErrorBody(text: string): z.infer<typeof ErrorBody> | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return ErrorBody.safeParse(parseExactJson(text)).data;
  } catch {
    return undefined;
  }
}

/** HTML is a proxy's or the web console's: its text says nothing that the status does not. */
function plainMessage(text: string, answer: ErrorAnswer): string {
  const isText = /^text\/plain|^application\/json|^$/.test(answer.contentType);
  return isText && text.trim() !== "" ? text.trim() : "";
}
