import type { Limits } from "../config/limits.ts";
import { type Analyses, stoppedBy } from "./analyses.ts";
import { AnalysisProcess } from "./analysis-process.ts";
import { inProcess } from "./in-process.ts";
import { separated } from "./messages.ts";
import { Turns } from "./turns.ts";

export interface AnalysisProcessesOptions {
  /** The module that calls `serveJobs` with the jobs that are to be run. */
  readonly module: URL;
  readonly limits: Pick<Limits, "analysisProcesses" | "analysisHeapBytes" | "analysisIdleMs">;
}

function bytesOf(input: object): number {
  return separated(input).bytes.reduce((sum, [, { length }]) => sum + length, 0);
}

/**
 * Runs jobs in processes of their own, save small ones, which are started as they are needed, wait for further jobs for a while, and
 * end with this one.
 */
export function analysisProcesses({ module, limits }: AnalysisProcessesOptions): Analyses {
  const turns = new Turns(limits.analysisProcesses);
  const children = new Set<AnalysisProcess>();
  /** Those without a job, the last used at the end, each with what ends it. */
  const idle = new Map<AnalysisProcess, NodeJS.Timeout>();

  function taken(): AnalysisProcess {
    const [ready] = [...idle.keys()].reverse().filter(({ isReady }) => isReady);
    if (ready === undefined) return started();
    clearTimeout(idle.get(ready));
    idle.delete(ready);
    return ready;
  }

  function started(): AnalysisProcess {
    const child = new AnalysisProcess({ module, maxHeapBytes: limits.analysisHeapBytes });
    children.add(child);
    return child;
  }

  function end(child: AnalysisProcess): void {
    child.kill();
    children.delete(child);
    idle.delete(child);
  }

  function release(child: AnalysisProcess): void {
    if (child.isReady)
      idle.set(
        child,
        setTimeout(() => end(child), limits.analysisIdleMs),
      );
    else end(child);
  }

  function endAll(): void {
    for (const timer of idle.values()) clearTimeout(timer);
    for (const child of children) end(child);
  }
  process.on("exit", endAll);

  return {
    prepare() {
      const isThere = [...idle.keys()].some(({ isReady }) => isReady);
      if (!isThere && children.size < limits.analysisProcesses) release(started());
    },
    async run(job, input, signal) {
      if (bytesOf(input) < job.smallBytes) return inProcess.run(job, input, signal);
      if (!(await turns.take(signal))) throw stoppedBy(signal);
      const child = taken();
      try {
        return job.output.parse(await child.run(job.name, input, signal));
      } finally {
        release(child);
        turns.done();
      }
    },
    close() {
      process.off("exit", endAll);
      endAll();
    },
  };
}
