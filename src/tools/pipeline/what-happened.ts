import { axesOf } from "../../analysis/events/axes.ts";
import { type Timeline, timeline } from "../../analysis/events/timeline.ts";
import { eventRuns } from "../../analysis/runs/event-runs.ts";
import type { PipelineRun } from "../../analysis/runs/run.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { listEvents } from "../../feldera/api/events.ts";
import { partOf } from "../../feldera/parts/part.ts";

export interface WhatHappened {
  /** Changes alone. */
  readonly timeline: Timeline;
  readonly runs: readonly PipelineRun[];
}

/**
 * What events tell of a pipeline. Events with errors are large, and asked for only where there is an error in them.
 *
 * @param limit how many changes, the newest
 * @throws FelderaError
 */
export async function whatHappened(
  pipeline_name: string,
  feldera: Feldera,
  limit: number,
): Promise<WhatHappened> {
  const events = await listEvents(feldera, pipeline_name, "status");
  const hasFailed = events.some((event) => axesOf(event).has_error);
  const whole = hasFailed ? await partOf(listEvents(feldera, pipeline_name, "all")) : undefined;
  return {
    timeline: timeline(events, { only_changes: true, limit }),
    runs: eventRuns(whole?.value ?? events),
  };
}
