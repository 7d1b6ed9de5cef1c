import * as z from "zod";
import { parseMoment } from "../../analysis/duration.ts";
import { Timeline, type TimelineEntry, timeline } from "../../analysis/events/timeline.ts";
import { listEvents as fetchEvents } from "../../feldera/api/events.ts";
import { clock, commonDate } from "../../text/page/clock.ts";
import { moment, plural } from "../../text/page/format.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";

const Facts = Timeline.extend({ pipeline_name: z.string(), since: z.string().optional() });

export const listEvents = defineTool({
  name: "list_events",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "list_events",
  title: "List pipeline events",
  description:
    "What happened to a pipeline and when, newest first: status changes collapsed to what changed, with incidents marked (error set, unavailable, restarted, compilation failed). Works in every state; Feldera keeps 720 events. get_event with an id tells the details.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    since: z
      .string()
      .max(50)
      .optional()
      .describe("From then on: RFC 3339, or a time back such as 10m, 2h, 1d"),
    only_changes: z.boolean().default(true).describe("Fold events that repeat the state before them"),
    limit: z.int().min(1).max(720).default(30).describe("Entries to show"),
  }),
  facts: Facts,
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
  render(facts, page) {
    const range = facts.since === undefined ? words`` : words` since ${moment(facts.since)}`;
    const span =
      facts.oldest === undefined
        ? words``
        : words` The oldest kept is of ${moment(facts.oldest)}; what was before is not known.`;
    page.line(
      words`${facts.pipeline_name}: ${plural(facts.events_in_range, words`event`, words`events`)}${range}, ${plural(facts.incidents, words`incident`, words`incidents`)}, shown: ${facts.entries.length} of ${plural(facts.entries_in_range, words`entry`, words`entries`)}, newest first.${span}`,
    );
    if (facts.entries.length === 0) return;
    const date = commonDate(
      facts.entries.flatMap(({ recorded_at, until }) => [recorded_at, until ?? recorded_at]),
    );
    page.table(
      [
        { title: words`time` },
        { title: words`state` },
        { title: words`what changed` },
        { title: words`event_id` },
      ],
      facts.entries.map((entry) => [
        timeWords(entry, date),
        stateWords(entry),
        changeWords(entry),
        entry.event_id,
      ]),
      { unit: words`entries` },
    );
    const { pipeline_name } = facts;
    if (facts.entries[0]?.program?.endsWith("Error")) {
      page.next("get_pipeline", { pipeline_name, section: "errors" }, words`for the compile errors`);
    }
    const incident = facts.entries.find(({ incidents }) =>
      incidents.some((one) => one !== "compilation failed"),
    );
    if (incident) {
      page.next(
        "get_event",
        { pipeline_name, event_id: incident.event_id, selector: "all" },
        words`for the latest incident`,
      );
    }
  },
});

function timeWords(entry: TimelineEntry, date: string | undefined): Words {
  const from = clock(entry.recorded_at, date);
  if (entry.until === undefined) return words`${from}`;
  const until = clock(entry.until, date);
  return words`${from}${until === from ? undefined : words` to ${until}`} (${entry.events} events)`;
}

function stateWords(entry: TimelineEntry): Words {
  return words`${entry.resources ?? words`?`}/${entry.runtime ?? words`-`}${entry.has_error ? words`, error` : undefined}`;
}

function changeWords(entry: TimelineEntry): Words {
  const incidents = entry.incidents.map((incident) => INCIDENT_WORDS[incident]);
  const changes = entry.changed.flatMap((axis) => {
    const value = entry[axis];
    if (axis === "runtime_desired" && value === undefined && entry.runtime === undefined) return [];
    if (axis === "has_error") return value === true ? [] : [words`error cleared`];
    return words`${AXIS_WORDS[axis]} ${value === undefined ? words`none` : String(value)}`;
  });
  const isFirst = incidents.length + changes.length === 0 && entry.events === 1;
  return isFirst ? words`-` : joined([...incidents, ...changes], words`, `);
}

const INCIDENT_WORDS: Readonly<Record<TimelineEntry["incidents"][number], Words>> = {
  "error set": words`ERROR SET`,
  unavailable: words`UNAVAILABLE`,
  restarted: words`RESTARTED`,
  "compilation failed": words`COMPILATION FAILED`,
};

const AXIS_WORDS: Readonly<Record<TimelineEntry["changed"][number], Words>> = {
  resources: words`resources`,
  resources_desired: words`resources wanted:`,
  runtime: words`runtime`,
  runtime_desired: words`runtime wanted:`,
  has_error: words`error`,
  program: words`program`,
  storage: words`storage`,
};
