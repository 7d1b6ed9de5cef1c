import * as z from "zod";
import { PipelineEvent } from "../schemas/pipeline.ts";
import { type Feldera, fetchJson } from "./call.ts";

export type EventSelector = "status" | "all";

/** `GET /v0/pipelines/{pipeline_name}/events`: newest first. */
export function listEvents(
  feldera: Feldera,
  pipeline_name: string,
  selector: EventSelector,
): Promise<PipelineEvent[]> {
  return fetchJson(
    feldera,
    { endpoint: "list_events", path: { pipeline_name }, query: { selector } },
    z.array(PipelineEvent),
  );
}

/** `GET /v0/pipelines/{pipeline_name}/events/{event_id}`; `event_id` is a UUID or `latest`. */
export function getEvent(
  feldera: Feldera,
  pipeline_name: string,
  event_id: string,
  selector: EventSelector,
): Promise<PipelineEvent> {
  return fetchJson(
    feldera,
    { endpoint: "get_event", path: { pipeline_name, event_id }, query: { selector } },
    PipelineEvent,
  );
}
