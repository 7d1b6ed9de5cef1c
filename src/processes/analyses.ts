import type * as z from "zod";
import type { Job } from "../analysis/jobs/job.ts";
import { AnalysisStopped } from "../analysis/jobs/stopped.ts";

/** Where analyses run. */
export interface Analyses {
  /** Starts what runs an analysis that will be asked for soon, so that it is ready by then. */
  readonly prepare: () => void;
  /** @throws what the job throws, and AnalysisStopped where it is ended before it has an answer */
  readonly run: <Input extends z.ZodObject, Output extends z.ZodType>(
    job: Job<Input, Output>,
    input: z.input<Input>,
    signal: AbortSignal,
  ) => Promise<z.output<Output>>;
  /** Ends what runs. */
  readonly close: () => void;
}

/** Why an analysis stops where its call's signal fires. */
export function stoppedBy({ reason }: AbortSignal): AnalysisStopped {
  return reason instanceof Error && reason.name === "TimeoutError"
    ? new AnalysisStopped("time", "the call's time limit was reached")
    : new AnalysisStopped("cancelled", "the call was cancelled");
}
