import * as z from "zod";
import { EventFacts, eventFacts } from "../../analysis/events/event.ts";
import { getEvent as fetchEvent } from "../../feldera/api/events.ts";
import { clock } from "../../text/page/clock.ts";
import { plural } from "../../text/page/format.ts";
import { compactJson } from "../../text/page/json-text.ts";
import { type Words, words } from "../../text/page/words.ts";
import { axisWords } from "../../text/pipeline/axis.ts";
import { failureSentence, quoteFailure } from "../../text/pipeline/failure.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";

const Facts = EventFacts.extend({ pipeline_name: z.string() });

export const getEvent = defineTool({
  name: "get_event",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "get_event",
  title: "Get a pipeline event",
  description:
    "One recorded event of a pipeline: its status axes at that moment and, with selector `all`, the deployment error and the details of process or pod, the error first. Works in every state of the pipeline. list_events gives the ids.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    event_id: z.string().min(1).max(100).describe("An event's UUID, or `latest`"),
    selector: z.enum(["status", "all"]).default("status").describe("`all` adds the error and the details"),
  }),
  facts: Facts,
  async run({ pipeline_name, event_id, selector }, { feldera }) {
    const event = await fetchEvent(feldera, pipeline_name, event_id, selector);
    return { pipeline_name, ...eventFacts(event, selector) };
  },
  render(facts, page) {
    const at = words`${clock(facts.recorded_at, undefined)}`;
    if (facts.failure) page.line(words`${facts.pipeline_name} at ${at}: ${failureSentence(facts.failure)}`);
    else if (facts.has_error) page.line(words`${facts.pipeline_name} at ${at}: a deployment error is set.`);
    else page.line(words`${facts.pipeline_name} at ${at}: no deployment error.`);
    page.line(
      words`Resources ${axis(facts.resources, facts.resources_desired)}; runtime ${axis(facts.runtime, facts.runtime_desired)}; program ${facts.program}; storage ${facts.storage}${facts.checkpoints === undefined ? undefined : words`, ${plural(facts.checkpoints, words`checkpoint`, words`checkpoints`)}`}.`,
    );
    page.line(words`Event ${facts.event_id}.`);
    const details = [
      ...jsonLine("deployment_resources_status_details", facts.resources_details),
      ...jsonLine("deployment_runtime_status_details", facts.runtime_details),
    ];
    if (facts.failure) quoteFailure(facts.failure, page);
    if (details.length > 0) {
      page.line(words`Details:`);
      page.quote(details, { unit: words`details` });
    }
    if (!facts.whole && facts.has_error) {
      const { pipeline_name, event_id } = facts;
      page.next("get_event", { pipeline_name, event_id, selector: "all" }, words`for the error itself`);
    }
  },
});

function axis(status: string | undefined, desired: string | undefined): Words {
  return axisWords({ status: status ?? "none", desired });
}

function jsonLine(field: string, value: unknown): string[] {
  return value === undefined ? [] : [`${field}: ${compactJson(value)}`];
}
