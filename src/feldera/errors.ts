import type { EndpointName } from "./endpoints.ts";

/** Every way in which a call to Feldera can fail; each has its own explanation. */
export type ErrorKind =
  | "unknown_pipeline"
  | "unknown_event"
  | "no_events"
  | "no_samply_profile"
  | "samply_in_progress"
  | "samply_failed"
  | "heap_profiler"
  | "not_deployed"
  | "unavailable"
  | "unreachable"
  | "initializing"
  | "awaiting_approval"
  | "suspended"
  | "terminating"
  | "pipeline_failed"
  | "enterprise_only"
  | "not_implemented"
  | "unsupported_action"
  | "illegal_action"
  | "bad_request"
  | "unauthorized"
  | "forbidden"
  | "not_found"
  | "method_not_allowed"
  | "conflict"
  | "gone"
  | "rate_limited"
  | "server_error"
  | "bad_gateway"
  | "service_unavailable"
  | "gateway_timeout"
  | "unexpected_status"
  | "token_file"
  | "timeout"
  | "connection_refused"
  | "connection_lost"
  | "dns"
  | "tls"
  | "proxy"
  | "redirect"
  | "not_feldera"
  | "truncated"
  | "malformed_json"
  | "malformed_gzip"
  | "unexpected_shape"
  | "too_large"
  | "cancelled"
  | "other_engine"
  | "not_in_bundle"
  | "bundle";

export interface FelderaErrorFields {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly endpoint: EndpointName;
  readonly status?: number | undefined;
  readonly errorCode?: string | undefined;
  readonly details?: unknown;
  /** Whether the same call may succeed later with nothing changed. */
  readonly retryable: boolean;
  readonly retryAfterSecs?: number | undefined;
}

/**
 * The one error of the Feldera client. `message` and `details` are Feldera's own words where it sent any, and
 * so a stranger's text; `errorCode` is its `error_code`.
 */
export class FelderaError extends Error {
  override readonly name = "FelderaError";
  readonly kind: ErrorKind;
  readonly endpoint: EndpointName;
  readonly status: number | undefined;
  readonly errorCode: string | undefined;
  readonly details: unknown;
  readonly retryable: boolean;
  readonly retryAfterSecs: number | undefined;

  constructor(fields: FelderaErrorFields, cause?: unknown) {
    super(fields.message, { cause });
    this.kind = fields.kind;
    this.endpoint = fields.endpoint;
    this.status = fields.status;
    this.errorCode = fields.errorCode;
    this.details = fields.details;
    this.retryable = fields.retryable;
    this.retryAfterSecs = fields.retryAfterSecs;
  }
}
