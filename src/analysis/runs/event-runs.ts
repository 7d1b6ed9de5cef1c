import type { PipelineEvent } from "../../feldera/schemas/pipeline.ts";
import { axesOf, type EventAxes } from "../events/axes.ts";
import { NOT_YET_RUN } from "../events/timeline.ts";
import { explainDeploymentError } from "../pipeline/deployment-error.ts";
import { msBetween, type PipelineRun } from "./run.ts";

/**
 * The runs that a pipeline's events tell of, oldest first. What ended one is known where the events were read with
 * `selector=all`, which alone has errors.
 */
export function eventRuns(newestFirst: readonly PipelineEvent[]): PipelineRun[] {
  const runs: PipelineRun[] = [];
  let isOpen = false;
  // Of a run whose beginning was not read, that it has run is known, and not since when.
  let hasRun = false;
  let lostAt: string | undefined;
  for (const [i, event] of newestFirst.toReversed().entries()) {
    const axes = axesOf(event);
    const { recorded_at } = event;
    const isUp = axes.resources === "Provisioning" || axes.resources === "Provisioned";
    if (!isOpen && isUp && !axes.has_error) {
      runs.push({ end: "goes on", ...(i > 0 && { began: recorded_at }) });
      isOpen = true;
      hasRun = false;
      lostAt = undefined;
    }
    const run = runs.at(-1);
    if (run === undefined) continue;
    if (!isOpen || axes.has_error || !isUp) {
      end(run, event, axes);
      isOpen = false;
      continue;
    }
    if (axes.runtime === "Unavailable") lostAt ??= recorded_at;
    else if (axes.runtime === "Initializing" && hasRun) {
      close(run, "went away", lostAt ?? recorded_at, event.event_id);
      runs.push({ end: "goes on", began: recorded_at });
      hasRun = false;
      lostAt = undefined;
    } else if (isRunning(axes)) {
      hasRun = true;
      lostAt = undefined;
      if (i > 0 && axes.runtime !== "Paused") run.ran_since ??= recorded_at;
    }
  }
  return runs;
}

function isRunning({ runtime }: EventAxes): boolean {
  return runtime !== undefined && runtime !== "Unavailable" && !NOT_YET_RUN.has(runtime);
}

/** Also of a run that has ended: the error may be set, and is repeated, after its resources were taken away. */
function end(run: PipelineRun, event: PipelineEvent, { has_error }: EventAxes): void {
  if (run.ended === undefined)
    close(run, has_error ? "failed" : "stopped", event.recorded_at, event.event_id);
  if (!has_error) return;
  run.end = "failed";
  if (event.deployment_error) run.failure ??= explainDeploymentError(event.deployment_error);
}

function close(run: PipelineRun, how: PipelineRun["end"], ended: string, event_id: string): void {
  const lived_ms = msBetween(run.ran_since, ended);
  run.end = how;
  run.ended = ended;
  run.event_id = event_id;
  if (lived_ms !== undefined) run.lived_ms = lived_ms;
}
