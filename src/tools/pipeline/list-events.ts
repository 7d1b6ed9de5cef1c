import * as z from "zod";
import { parseMoment } from "../../analysis/duration.ts";
import { timeline } from "../../analysis/events/timeline.ts";
import { EventListAnswer } from "../../answers/pipeline.ts";
import { listEvents as fetchEvents } from "../../feldera/api/events.ts";
import { renderEventList } from "../../text/pipeline/event-list.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";

export const listEvents = defineTool({
  name: "list_events",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "list_events",
  title: "List pipeline events",
  description:
    "What happened to a pipeline and when, newest first, in any state: what changed, incidents marked (error set, unavailable, restarted, compilation failed). get_event has the details.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    since: z.string().max(50).optional().describe("RFC 3339, or a time back such as 2h, 1d"),
    only_changes: z.boolean().default(true).describe("Fold events that change nothing"),
    limit: z.int().min(1).max(720).default(30).describe("Entries"),
  }),
  facts: EventListAnswer,
  async run({ pipeline_name, since, only_changes, limit }, { feldera }) {
    const sinceMs = since === undefined ? undefined : parseMoment(since, feldera.source.nowMs());
    const events = await fetchEvents(feldera, pipeline_name, "status");
    const options = { only_changes, limit, ...(sinceMs !== undefined && { sinceMs }) };
    return {
      pipeline_name,
      ...timeline(events, options),
      ...(sinceMs !== undefined && { since: new Date(sinceMs).toISOString() }),
    };
  },
  render: renderEventList,
  picture: ({ pipeline_name }) => ({ pipeline_name, picture: "timeline" }),
});
