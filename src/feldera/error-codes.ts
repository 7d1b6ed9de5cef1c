import type { ErrorKind } from "./errors.ts";

export interface ErrorCode {
  /** The HTTP status that it comes with. */
  readonly status: number;
  /** Where the code means more than its status does. */
  readonly kind?: ErrorKind;
  /** It passes by itself, though its status does not say so. */
  readonly passes?: true;
}

/** Feldera's `error_code`s that a call can be answered with, as far as they are known. */
export const ERROR_CODES: Readonly<Record<string, ErrorCode>> = {
  UnknownPipelineName: { status: 404, kind: "unknown_pipeline" },
  UnknownPipelineMonitorEvent: { status: 404, kind: "unknown_event" },
  NoPipelineMonitorEventsAvailable: { status: 404, kind: "no_events" },
  UnknownInputEndpoint: { status: 404 },
  UnknownOutputEndpoint: { status: 404 },
  ProgramNotCompiled: { status: 404 },
  ProgramInfoMissesDataflow: { status: 404 },
  PipelineInteractionNotDeployed: { status: 503, kind: "not_deployed" },
  PipelineUnavailable: { status: 503, kind: "unavailable" },
  PipelineInteractionUnreachable: { status: 503, kind: "unreachable" },
  PipelineInteractionInvalidResponse: { status: 500 },
  PipelineMissingDeploymentLocation: { status: 500 },
  Initializing: { status: 503, kind: "initializing" },
  RestoreInProgress: { status: 503, kind: "initializing" },
  BootstrapInProgress: { status: 503, kind: "initializing" },
  AwaitingApproval: { status: 503, kind: "awaiting_approval" },
  Suspended: { status: 503, kind: "suspended" },
  Terminating: { status: 410, kind: "terminating" },
  InitializationError: { status: 500, kind: "pipeline_failed" },
  "RuntimeError.WorkerPanic": { status: 500, kind: "pipeline_failed" },
  NoSamplyProfile: { status: 400, kind: "no_samply_profile" },
  SamplyProfilingInProgress: { status: 409, kind: "samply_in_progress", passes: true },
  SamplyProfilingFailure: { status: 500, kind: "samply_failed" },
  SamplyProfilingUnexpectedCompletion: { status: 500, kind: "samply_failed" },
  ProfilingNotEnabled: { status: 403, kind: "samply_failed" },
  HeapProfilerError: { status: 400, kind: "heap_profiler" },
  CheckpointFetchError: { status: 500 },
  IncarnationUuidMismatch: { status: 400 },
  InvalidUuidParam: { status: 400 },
  InvalidSupportBundleParameter: { status: 400 },
  AdHocQueryError: { status: 400 },
  BootstrapNotAllowed: { status: 400 },
  EnterpriseFeature: { status: 501, kind: "enterprise_only" },
  NotImplemented: { status: 501, kind: "not_implemented" },
  UnsupportedPipelineAction: { status: 405, kind: "unsupported_action" },
  IllegalPipelineAction: { status: 400, kind: "illegal_action" },
  CannotStartWithCompilationError: { status: 400, kind: "illegal_action" },
  StartFailedDueToFailedCompilation: { status: 400, kind: "illegal_action" },
  CannotStartWithUndismissedError: { status: 400, kind: "illegal_action" },
  CannotStartWhileClearingStorage: { status: 400, kind: "illegal_action", passes: true },
  DismissErrorRestrictedToFullyStopped: { status: 400, kind: "illegal_action" },
  InitialImmutableUnlessStopped: { status: 400, kind: "illegal_action" },
  InitialStandbyNotAllowed: { status: 400, kind: "illegal_action" },
  BootstrapPolicyImmutableUnlessStopped: { status: 400, kind: "illegal_action" },
  PauseWhileNotProvisioned: { status: 400, kind: "illegal_action" },
  ResumeWhileNotProvisioned: { status: 400, kind: "illegal_action" },
  EditRestrictedToClearedStorage: { status: 400 },
  UpdateRestrictedToStopped: { status: 400 },
  AuthenticationFailed: { status: 401 },
  InsufficientPermissions: { status: 403 },
  AmbiguousTenantMembership: { status: 400, kind: "forbidden" },
  NotATenantMember: { status: 403 },
  NoTenantMemberships: { status: 403 },
  OidcTenantNotTrusted: { status: 403 },
  LockTookTooLong: { status: 503 },
  DeadlockDetected: { status: 503 },
  RunnerInteractionUnreachable: { status: 503 },
  RunnerInteractionLogFollowRequestChannelFull: { status: 503 },
  CompilerUnavailable: { status: 503 },
  CompilerTimeout: { status: 504 },
};
