import * as z from "zod";
import { eventFacts } from "../../analysis/events/event.ts";
import { EventAnswer } from "../../answers/pipeline.ts";
import { getEvent as fetchEvent } from "../../feldera/api/events.ts";
import { renderEvent } from "../../text/pipeline/event.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";

export const getEvent = defineTool({
  name: "get_event",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "get_event",
  title: "Get a pipeline event",
  description:
    "One event of list_events: the status at that moment and, with selector all, the deployment error and details of process or pod.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    event_id: z.string().min(1).max(100).describe("UUID, or latest"),
    selector: z.enum(["status", "all"]).default("status").describe("all: with error and details"),
  }),
  facts: EventAnswer,
  async run({ pipeline_name, event_id, selector }, { feldera }) {
    const event = await fetchEvent(feldera, pipeline_name, event_id, selector);
    return { pipeline_name, ...eventFacts(event, selector) };
  },
  render: renderEvent,
});
