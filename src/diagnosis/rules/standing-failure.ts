import type * as z from "zod";
import type { DeploymentFailure } from "../../analysis/pipeline/deployment-error.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";

export type Failure = z.infer<typeof DeploymentFailure>;

export const LOG_CALL = {
  tool: "get_pipeline_logs",
  args: { level: "error" },
  why: words`for what the log says of it`,
};

/** The error that a pipeline stands on. */
export function failureOf({ pipeline }: Evidence): Failure | undefined {
  return pipeline?.state.failure;
}

export function signOf(failure: Failure, { pipeline }: Evidence): Sign {
  const since = pipeline?.state.deployment.since;
  return {
    part: "pipeline",
    field: "deployment_error.error_code",
    value: { text: failure.error_code },
    ...(since !== undefined && { at: since }),
  };
}

/** What its log has of the newest run. */
export function newestRun({ log }: Evidence) {
  const newest = log?.runs.at(-1)?.index;
  return log?.records.filter(({ run }) => run === newest) ?? [];
}
