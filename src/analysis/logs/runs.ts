import type { LogRecord } from "./record.ts";

/** One start of the pipeline, to the next one. */
export interface Run {
  /** From 0 for the oldest in the log. */
  readonly index: number;
  /** Undefined where the log begins within the run. */
  readonly start: string | undefined;
  /** When it first processed. */
  ranSince: string | undefined;
  /** When its resources were stopped. */
  end: string | undefined;
  /** Whether it was stopping by request; undefined where it was not seen to stop. */
  stopRequested: boolean | undefined;
  /** What the control plane said had befallen the process: "Pipeline process exited prematurely with …". */
  resourcesError: string | undefined;
  records: number;
  /** Records of level error, panics and aborts among them. */
  errors: number;
  /** Panics and aborts. */
  crashes: number;
}

interface ResourcesTransition {
  readonly from: string;
  readonly to: string;
  /** The state that was wanted at the time. */
  readonly desired: string | undefined;
}

/**
 * Divides a log into the runs of the pipeline by the control plane's lines, and sets `run` of each record that
 * belongs to one. What stands before the first start is a run if a pipeline shows in it, otherwise it is in none.
 */
export function segmentRuns(records: readonly LogRecord[]): Run[] {
  const runs: Run[] = [];
  const firstStart = records.findIndex(isStart);
  const beforeFirstStart = firstStart < 0 ? records : records.slice(0, firstStart);
  if (beforeFirstStart.some(showsRunningPipeline)) runs.push(newRun(0, undefined));
  for (const record of records) {
    if (isStart(record)) runs.push(newRun(runs.length, record.moment?.time));
    const run = runs.at(-1);
    if (run !== undefined) addToRun(run, record);
  }
  return runs;
}

function newRun(index: number, start: string | undefined): Run {
  return {
    index,
    start,
    ranSince: undefined,
    end: undefined,
    stopRequested: undefined,
    resourcesError: undefined,
    records: 0,
    errors: 0,
    crashes: 0,
  };
}

function addToRun(run: Run, record: LogRecord): void {
  record.run = run.index;
  run.records++;
  if (record.level === "error") run.errors++;
  if (record.kind === "panic" || record.kind === "abort") run.crashes++;
  if (record.source !== "manager") return;
  if (RUNS.test(record.message)) run.ranSince ??= record.moment?.time;
  const transition = resourcesTransition(record);
  if (transition?.to === "stopping") run.stopRequested = transition.desired === "stopped";
  if (transition?.to === "stopped") run.end = record.moment?.time;
  const resourcesError = /^Resources error: (.*)$/s.exec(record.message)?.[1];
  if (resourcesError !== undefined) run.resourcesError = resourcesError;
}

const RUNS = /^Runtime transition: \S+ -> running\b/;

function isStart(record: LogRecord): boolean {
  const transition = resourcesTransition(record);
  return transition?.from === "stopped" && transition.to === "provisioning";
}

function showsRunningPipeline(record: LogRecord): boolean {
  if (record.source === "manager") return resourcesTransition(record) !== undefined;
  return record.kind !== "text";
}

function resourcesTransition(record: LogRecord): ResourcesTransition | undefined {
  if (record.source !== "manager") return undefined;
  const match = /^Resources transition: (\w+) -> (\w+)(?: \(desired: (\w+)\))?/.exec(record.message);
  if (match === null) return undefined;
  const [, from = "", to = "", desired] = match;
  return { from, to, desired };
}
