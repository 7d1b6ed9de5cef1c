import type { LogFacts, RunFacts } from "../logs/log-facts.ts";
import type { PanicFacts } from "../logs/panics.ts";
import type { DeploymentFailure } from "../pipeline/deployment-error.ts";
import { msBetween, type PipelineRun } from "./run.ts";

/**
 * The runs that a pipeline's log tells of, oldest first: for where its events could not be had. What ended one is the
 * first panic in it; of one that ended otherwise without a request only that it failed is known.
 */
export function logRuns({ runs, panics }: Pick<LogFacts, "runs" | "panics">): PipelineRun[] {
  return runs.map((run) => {
    const { start, ranSince, end } = run;
    const panic = panics.find((one) => one.run === run.index);
    const lived_ms = msBetween(ranSince, end);
    return {
      end: endOf(run),
      ...(start !== undefined && { began: start }),
      ...(ranSince !== undefined && { ran_since: ranSince }),
      ...(end !== undefined && { ended: end }),
      ...(lived_ms !== undefined && { lived_ms }),
      ...(panic && endOf(run) === "failed" && { failure: failureOf(panic) }),
    };
  });
}

function endOf({ end, stopRequested }: RunFacts): PipelineRun["end"] {
  if (end === undefined) return "goes on";
  return stopRequested === true ? "stopped" : "failed";
}

/** As Feldera's own error of a panic has it, as far as the log tells. */
function failureOf({ message, operators, thread, location, in_udf, udf }: PanicFacts): DeploymentFailure {
  const worker = Number(/\d+$/.exec(thread)?.[0] ?? 0);
  const [operator] = operators;
  return {
    error_code: "RuntimeError.WorkerPanic",
    cause: message,
    message,
    operators,
    panic: {
      thread,
      worker,
      in_udf,
      others: 0,
      ...(location !== undefined && { location }),
      ...(udf !== undefined && { udf }),
      ...(operator !== undefined && { operator }),
    },
  };
}
