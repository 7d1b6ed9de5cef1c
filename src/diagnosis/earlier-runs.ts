import { logRuns } from "../analysis/runs/log-runs.ts";
import { type Recurrence, recurrenceOf, upMs } from "../analysis/runs/recurrence.ts";
import type { PipelineRun } from "../analysis/runs/run.ts";
import type { Evidence } from "./evidence.ts";

/** What ended the newest runs, where that was an error, and whether anything has changed since. */
export function recurrenceIn({ runs: told, pipeline, stats, log, nowMs }: Evidence): Recurrence | undefined {
  // Its events tell more, and its log at least of panics; whether one of those stands, the record says.
  const runs = told ?? (pipeline && log && logRuns(log));
  if (runs === undefined) return undefined;
  const uptime_ms = stats?.uptime_ms === undefined ? undefined : Number(stats.uptime_ms);
  return recurrenceOf(runs, {
    program_since: pipeline?.state.program.since,
    is_configured_otherwise: isConfiguredOtherwise(runs, log?.runs),
    up_ms: upMs(runs, uptime_ms, nowMs),
  });
}

type LogRuns = NonNullable<Evidence["log"]>["runs"];

/** Whether the last run that failed was started with another configuration than the newest, as the log has both. */
function isConfiguredOtherwise(
  runs: readonly PipelineRun[],
  logged: LogRuns | undefined,
): boolean | undefined {
  const failed = runs.findLast(({ end }) => end === "failed");
  const endedMs = Date.parse(failed?.ended ?? "");
  const run = logged?.findLast(({ start }) => Date.parse(start ?? "") < endedMs);
  return run === logged?.at(-1) ? undefined : run?.isConfiguredOtherwise;
}
