import type { EventAnswer } from "../../answers/pipeline.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { clock } from "../page/clock.ts";
import { plural } from "../page/format.ts";
import { compactJson } from "../page/json-text.ts";
import type { Page } from "../page/page.ts";
import { type Words, words } from "../page/words.ts";
import { noteUncounted } from "./connector-errors.ts";
import { failureSentence, quoteFailure } from "./failure.ts";
import { statusWords } from "./status-words.ts";

export function renderEvent({ facts }: Cleaned<EventAnswer>, page: Page): void {
  const at = words`${clock(facts.recorded_at, undefined)}`;
  if (facts.failure) page.line(words`${facts.pipeline_name} at ${at}: ${failureSentence(facts.failure)}`);
  else if (facts.has_error) page.line(words`${facts.pipeline_name} at ${at}: a deployment error is set.`);
  else page.line(words`${facts.pipeline_name} at ${at}: no deployment error.`);
  page.line(
    words`Resources ${ofNow(facts.resources, facts.resources_desired)}; runtime ${ofNow(facts.runtime, facts.runtime_desired)}; program ${facts.program}; storage ${facts.storage}${facts.checkpoints === undefined ? undefined : words`, ${plural(facts.checkpoints, words`checkpoint`, words`checkpoints`)}`}.`,
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
    noteUncounted([facts.connector_errors], page);
  }
  if (!facts.whole && facts.has_error) {
    const { pipeline_name, event_id } = facts;
    page.next("get_event", { pipeline_name, event_id, selector: "all" }, words`for the error itself`);
  }
}

function ofNow(status: string | undefined, desired: string | undefined): Words {
  return statusWords({ status: status ?? "none", desired });
}

function jsonLine(field: string, value: unknown): string[] {
  return value === undefined ? [] : [`${field}: ${compactJson(value)}`];
}
