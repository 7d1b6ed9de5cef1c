import leven from "leven";
import { type PipelineState, pipelineState } from "../../analysis/pipeline/status.ts";
import type { Limits } from "../../config/limits.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { getPlatformConfig } from "../../feldera/api/cluster.ts";
import { getPipelineStatus, listPipelines } from "../../feldera/api/pipelines.ts";
import { type ErrorKind, FelderaError } from "../../feldera/errors.ts";
import type { Source } from "../../feldera/source.ts";
import type { Cleaner } from "../../untrusted/cleaner.ts";

/** The call that failed. */
export interface CallMade {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What was looked up to explain an error; a field is absent where nothing was looked up or found. */
export interface Circumstances {
  readonly failed?: CallMade | undefined;
  readonly pipeline_name?: string | undefined;
  /** What answered is not Feldera. */
  readonly isAnother?: boolean | undefined;
  /** How the pipeline really stands. */
  readonly state?: PipelineState | undefined;
  /** For an unknown name: the pipelines there are, the nearest first. */
  readonly pipelines?: readonly string[] | undefined;
}

/** Errors that the state of the pipeline explains. */
const STATE_EXPLAINS: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  "not_deployed",
  "unavailable",
  "unreachable",
  "initializing",
  "awaiting_approval",
  "suspended",
  "terminating",
  "pipeline_failed",
  "illegal_action",
]);

/** Errors of answers that Feldera gives, and anything else that listens at its address may give as well. */
const MAY_BE_OF_ANOTHER: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  "bad_request",
  "forbidden",
  "not_found",
  "method_not_allowed",
  "gone",
  "conflict",
  "server_error",
  "not_implemented",
  "unexpected_status",
  "malformed_json",
  "unexpected_shape",
]);

interface Failure {
  readonly made: CallMade;
  readonly source: Source | undefined;
  readonly deadlineMs: number;
  readonly cleaner: Cleaner;
  readonly limits: Limits;
}

/**
 * Looks up what explains an error, within `limits.explainMs` and the time of the call. An explanation without it is
 * better than another error, so whatever fails here is left out.
 */
export async function circumstancesOf(error: FelderaError, failure: Failure): Promise<Circumstances> {
  const { made, source, cleaner, limits } = failure;
  const pipeline_name = typeof made.args.pipeline_name === "string" ? made.args.pipeline_name : undefined;
  const known = { failed: made, pipeline_name };
  const lookUpMs = Math.floor(Math.min(limits.explainMs, failure.deadlineMs - performance.now()));
  if (source === undefined || lookUpMs < 1) return known;
  const scope = { signal: AbortSignal.timeout(lookUpMs), deadlineMs: performance.now() + lookUpMs };
  const feldera = { source, scope, limits, learn: cleaner.learn };
  try {
    if (source.kind === "feldera" && error.errorCode === undefined && MAY_BE_OF_ANOTHER.has(error.kind)) {
      return { ...known, isAnother: !(await isFeldera(feldera)) };
    }
    if (pipeline_name === undefined) return known;
    if (error.kind === "unknown_pipeline") {
      const names = (await listPipelines(feldera)).map((pipeline) => cleaner.text(pipeline.name));
      return { ...known, pipelines: nearestFirst(pipeline_name, names) };
    }
    if (STATE_EXPLAINS.has(error.kind)) {
      const state = pipelineState(await getPipelineStatus(feldera, pipeline_name));
      return { ...known, state: cleaner.facts(state).facts };
    }
  } catch {
    // The error itself still stands.
  }
  return known;
}

/** What an answer to the question for its version shows not to be Feldera. */
const NOT_FELDERA: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  "not_feldera",
  "not_found",
  "method_not_allowed",
  "bad_request",
  "gone",
  "unexpected_status",
  "malformed_json",
  "unexpected_shape",
  "redirect",
]);

/**
 * Whether what answers is Feldera: every version of its manager tells which it is.
 *
 * @throws FelderaError where that cannot be told
 */
async function isFeldera(feldera: Feldera): Promise<boolean> {
  try {
    return typeof (await getPlatformConfig(feldera)).version === "string";
  } catch (error) {
    if (error instanceof FelderaError && error.errorCode === undefined && NOT_FELDERA.has(error.kind)) {
      return false;
    }
    throw error;
  }
}

function nearestFirst(wanted: string, names: readonly string[]): string[] {
  const distances = names.map((name) => ({
    name,
    distance: leven(wanted.toLowerCase(), name.toLowerCase()),
  }));
  return distances.sort((a, b) => a.distance - b.distance).map(({ name }) => name);
}
