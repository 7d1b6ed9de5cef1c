/** `memory`: it needed more than it may have. `start`: its process could not be started. */
export const STOPS = ["memory", "time", "cancelled", "start"] as const;

export type Stop = (typeof STOPS)[number];

/** An analysis that was ended before it had an answer. */
export class AnalysisStopped extends Error {
  override readonly name = "AnalysisStopped";
  readonly stop: Stop;
  readonly problem: string;

  constructor(stop: Stop, problem: string) {
    super(`the analysis was stopped (${stop}): ${problem}`);
    this.stop = stop;
    this.problem = problem;
  }
}
