import type { Limits } from "../config/limits.ts";
import { type Analyses, stoppedBy } from "./analyses.ts";
import { AnalysisProcess, type AnalysisProcessOptions } from "./analysis-process.ts";
import { inProcess } from "./in-process.ts";
import { Semaphore } from "./semaphore.ts";

export interface AnalysisProcessesOptions {
  /** The module that calls `serveJobs` with the jobs that are to be run. */
  readonly module: URL;
  readonly limits: Pick<
    Limits,
    "analysisProcesses" | "analysisHeapBytes" | "analysisPrepareMs" | "analysisIdleMs" | "analysisKeptMs"
  >;
}

/**
 * Runs jobs in processes of their own, small ones in this one. A process is started when it is needed, waits for
 * further jobs for a while, and ends with this one.
 */
export function analysisProcesses({ module, limits }: AnalysisProcessesOptions): Analyses {
  const { analysisProcesses: most, analysisHeapBytes: maxHeapBytes } = limits;
  const semaphore = new Semaphore(most);
  const children = new Children({ module, maxHeapBytes }, limits);
  let preparing: NodeJS.Timeout | undefined;
  const endAll = () => {
    clearTimeout(preparing);
    children.endAll();
  };
  process.on("exit", endAll);
  return {
    prepare() {
      clearTimeout(preparing);
      // What comes sooner is likely to be small, and to need none.
      preparing = setTimeout(() => {
        if (!children.hasReady && children.count < most) children.release(children.start());
      }, limits.analysisPrepareMs);
    },
    async run(job, input, signal) {
      clearTimeout(preparing);
      if (job.isSmall(input)) return inProcess.run(job, input, signal);
      if (!(await semaphore.acquire(signal))) throw stoppedBy(signal);
      const child = children.take();
      try {
        return job.output.parse(await child.run(job.name, input, signal, job.readInParts(input)));
      } finally {
        children.release(child);
        semaphore.release();
      }
    },
    close() {
      process.off("exit", endAll);
      endAll();
    },
  };
}

type IdleLimits = Pick<Limits, "analysisIdleMs" | "analysisKeptMs">;

/** The processes that there are, with a job or without. */
class Children {
  readonly #options: AnalysisProcessOptions;
  readonly #limits: IdleLimits;
  readonly #all = new Set<AnalysisProcess>();
  /** Those without a job, the last used at the end, each with what ends it. */
  readonly #idle = new Map<AnalysisProcess, NodeJS.Timeout>();

  constructor(options: AnalysisProcessOptions, limits: IdleLimits) {
    this.#options = options;
    this.#limits = limits;
  }

  get count(): number {
    return this.#all.size;
  }

  get hasReady(): boolean {
    return [...this.#idle.keys()].some(({ isReady }) => isReady);
  }

  /** One without a job, the last used first; a new one where there is none. */
  take(): AnalysisProcess {
    const ready = [...this.#idle.keys()].findLast(({ isReady }) => isReady);
    if (ready === undefined) return this.start();
    clearTimeout(this.#idle.get(ready));
    this.#idle.delete(ready);
    return ready;
  }

  start(): AnalysisProcess {
    const child = new AnalysisProcess(this.#options);
    this.#all.add(child);
    return child;
  }

  /** Keeps it for the next job, for a while. */
  release(child: AnalysisProcess): void {
    if (!child.isReady) {
      this.#end(child);
      return;
    }
    const { analysisIdleMs, analysisKeptMs } = this.#limits;
    const idleMs = child.keeps ? Math.max(analysisIdleMs, analysisKeptMs) : analysisIdleMs;
    this.#idle.set(
      child,
      setTimeout(() => this.#end(child), idleMs),
    );
  }

  endAll(): void {
    for (const timer of this.#idle.values()) clearTimeout(timer);
    for (const child of this.#all) this.#end(child);
  }

  #end(child: AnalysisProcess): void {
    child.kill();
    this.#all.delete(child);
    this.#idle.delete(child);
  }
}
