import type { TimelineEntry } from "../../analysis/events/timeline.ts";
import type { EventListAnswer } from "../../answers/pipeline.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { clock, commonDate } from "../page/clock.ts";
import { moment, plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";

export function renderEventList({ facts }: Cleaned<EventListAnswer>, page: Page): void {
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
}

function timeWords(entry: TimelineEntry, date: string | undefined): Words {
  const from = clock(entry.recorded_at, date);
  if (entry.until === undefined) return words`${from}`;
  const until = clock(entry.until, date);
  return words`${from}${until === from ? undefined : words` to ${until}`} (${entry.events} events)`;
}

export function stateWords(entry: TimelineEntry): Words {
  return words`${entry.resources ?? words`?`}/${entry.runtime ?? words`-`}${entry.has_error ? words`, error` : undefined}`;
}

/** What changed, incidents first. */
export function changeWords(entry: TimelineEntry): Words {
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
