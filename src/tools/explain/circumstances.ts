import leven from "leven";
import { type PipelineState, pipelineState } from "../../analysis/pipeline/status.ts";
import type { Limits } from "../../config/limits.ts";
import { getPipelineStatus, listPipelines } from "../../feldera/api/pipelines.ts";
import type { ErrorKind, FelderaError } from "../../feldera/errors.ts";
import type { Source } from "../../feldera/source.ts";
import type { Cleaner } from "../../untrusted/cleaner.ts";

/** What was looked up to explain an error; a field is absent where nothing was looked up or found. */
export interface Circumstances {
  readonly pipeline_name?: string | undefined;
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

/**
 * Looks up what explains an error, within `limits.explainMs`. An explanation without it is better than another error,
 * so whatever fails here is left out.
 */
export async function circumstancesOf(
  error: FelderaError,
  pipeline_name: string | undefined,
  source: Source | undefined,
  cleaner: Cleaner,
  limits: Limits,
): Promise<Circumstances> {
  if (pipeline_name === undefined || source === undefined) return { pipeline_name };
  const { explainMs } = limits;
  const scope = { signal: AbortSignal.timeout(explainMs), deadlineMs: performance.now() + explainMs };
  const feldera = { source, scope, limits, learn: cleaner.learn };
  try {
    if (error.kind === "unknown_pipeline") {
      const names = (await listPipelines(feldera)).map((pipeline) => cleaner.text(pipeline.name));
      return { pipeline_name, pipelines: nearestFirst(pipeline_name, names) };
    }
    if (STATE_EXPLAINS.has(error.kind)) {
      const state = pipelineState(await getPipelineStatus(feldera, pipeline_name));
      return { pipeline_name, state: cleaner.facts(state).facts };
    }
  } catch {
    // The error itself still stands.
  }
  return { pipeline_name };
}

function nearestFirst(wanted: string, names: readonly string[]): string[] {
  const distances = names.map((name) => ({
    name,
    distance: leven(wanted.toLowerCase(), name.toLowerCase()),
  }));
  return distances.sort((a, b) => a.distance - b.distance).map(({ name }) => name);
}
