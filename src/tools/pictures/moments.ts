import { checkpointList } from "../../analysis/checkpoints/list.ts";
import type { TimelineEntry } from "../../analysis/events/timeline.ts";
import type { PictureOf } from "../../answers/pictures.ts";
import { listCheckpoints } from "../../feldera/api/checkpoints.ts";
import { getPipelineStatus } from "../../feldera/api/pipelines.ts";
import { type Part, partOf } from "../../feldera/parts/part.ts";
import type { Checkpoint } from "../../feldera/schemas/checkpoints.ts";
import { bytes, grouped } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { changeWords, stateWords } from "../../text/pipeline/event-list.ts";
import type { ToolContext } from "../tool.ts";

type PicturedEvent = PictureOf<"timeline">["events"][number];

export function picturedEvent(entry: TimelineEntry): PicturedEvent {
  const { event_id, recorded_at, until, events, incidents, changed } = entry;
  return {
    event_id,
    at_ms: Date.parse(recorded_at),
    ...(until !== undefined && { until_ms: Date.parse(until) }),
    events,
    severity: incidents.length > 0 ? "incident" : changed.length > 0 ? "change" : "first",
    incidents,
    state: String(stateWords(entry)),
    says:
      changed.length === 0 && incidents.length === 0 ? "the oldest that is kept" : String(changeWords(entry)),
  };
}

/** When checkpoints were made that it could be resumed from: as the pipeline has them, or else the manager's record. */
export async function checkpoints(
  pipeline_name: string,
  { feldera }: ToolContext,
): Promise<Part<{ readonly at_ms: number; readonly says: string }[]>> {
  const asked = await partOf(listCheckpoints(feldera, pipeline_name));
  if (asked.value !== undefined) return { value: made(asked.value) };
  const { value } = await partOf(getPipelineStatus(feldera, pipeline_name));
  const recorded = value?.storage_status_details?.checkpoints;
  return recorded == null ? asked : { value: made(recorded) };
}

function made(list: readonly Checkpoint[]): { at_ms: number; says: string }[] {
  return checkpointList(list)
    .checkpoints.toReversed()
    .flatMap(({ made_at, size_bytes, processed_records }) => {
      if (made_at === undefined) return [];
      const size = size_bytes === undefined ? undefined : words`, ${bytes(Number(size_bytes))}`;
      const records =
        processed_records === undefined ? undefined : words`, after ${grouped(processed_records)} records`;
      return [{ at_ms: Date.parse(made_at), says: String(words`checkpoint${size}${records}`) }];
    });
}
