import * as z from "zod";
import type { EndpointName } from "../endpoints.ts";
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
  IllegalPipelineAction: "illegal_action",
  CannotStartWithCompilationError: "illegal_action",
  StartFailedDueToFailedCompilation: "illegal_action",
  CannotStartWithUndismissedError: "illegal_action",
  CannotStartWhileClearingStorage: "illegal_action",
  DismissErrorRestrictedToFullyStopped: "illegal_action",
  InitialImmutableUnlessStopped: "illegal_action",
  InitialStandbyNotAllowed: "illegal_action",
  BootstrapPolicyImmutableUnlessStopped: "illegal_action",
  PauseWhileNotProvisioned: "illegal_action",
  ResumeWhileNotProvisioned: "illegal_action",
  AmbiguousTenantMembership: "forbidden",
};

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
  const text = Buffer.from(answer.body ?? "").toString("utf8");
  const body = parseErrorBody(text, answer.jsonDepth);
  const kind = kindOf(answer, body?.error_code);
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

function kindOf(answer: ErrorAnswer, errorCode = ""): ErrorKind {
  const { status } = answer;
  if (Object.hasOwn(KIND_BY_CODE, errorCode)) return KIND_BY_CODE[errorCode] ?? "unexpected_status";
  if (status === 500 && errorCode.startsWith("RuntimeError")) return "pipeline_failed";
  if (status === 404 && isHtml(answer)) return "not_feldera";
  return KIND_BY_STATUS[status] ?? (status >= 500 ? "server_error" : "unexpected_status");
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
  if (isHtml(answer)) return "an HTML page";
  if (text === "") return /error_description="([^"]*)"/.exec(answer.challenge)?.[1] ?? "";
  return /^text\/plain|^application\/json|^$/.test(answer.contentType) ? text.trim() : "";
}

function isHtml({ contentType }: ErrorAnswer): boolean {
  return /^text\/html/i.test(contentType);
}
