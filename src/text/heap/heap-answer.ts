import type { HeapProfileAnswer } from "../../answers/profiles.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { renderWholeNames } from "../functions/whole-names.ts";
import { whyMissing } from "../not-checked.ts";
import type { Page } from "../page/page.ts";
import { words } from "../page/words.ts";
import { renderPprof } from "./heap.ts";
import { renderSitesDifference } from "./heap-difference.ts";
import { renderSites } from "./heap-sites.ts";

/** What was read out of a heap profile, and of which profile. */
export function renderHeap({ facts: answered }: Cleaned<HeapProfileAnswer>, page: Page): void {
  const { pipeline_name, heap, sort, saved_as } = answered;
  const { answer } = heap;
  if (answer.view === "names") {
    renderWholeNames(answer.names, page);
    return;
  }
  if (answer.view === "sites") renderSites(pipeline_name, answer.sites, sort, page);
  else if (answer.view === "sites difference") renderSitesDifference(pipeline_name, answer.difference, page);
  else renderPprof(answered, answer, page);
  renderMissing(answered, page);
  renderSource(answered, page);
  if (saved_as !== undefined) page.line(words`Saved as ${saved_as}.`);
}

function renderMissing({ heap, places_missing, resident_missing }: HeapProfileAnswer, page: Page): void {
  const { answer } = heap;
  const operators =
    answer.view === "sites"
      ? answer.sites.operators
      : answer.view === "sites difference"
        ? answer.difference.operators
        : [];
  if (places_missing !== undefined && operators.length > 0) {
    page.line(
      words`SQL operators have no place in the SQL, since the program was not read: ${whyMissing(places_missing)}.`,
    );
  }
  if (resident_missing !== undefined) {
    page.line(words`The resident size was not read: ${whyMissing(resident_missing)}.`);
  }
}

function renderSource(
  { pipeline_name, fetched_from, profile_id, baseline }: HeapProfileAnswer,
  page: Page,
): void {
  if (fetched_from === "support_bundle") {
    page.line(
      words`The direct call passed the manager's limits (10 s, 50 MiB): this profile came by way of a support bundle.`,
    );
  }
  const other =
    baseline === undefined || baseline.pipeline_name === pipeline_name
      ? undefined
      : words` (of ${baseline.pipeline_name})`;
  const compared = baseline && words`, baseline ${baseline.named}${other}`;
  page.line(
    profile_id === undefined
      ? words`The profile is too large to be kept: it has no profile_id${compared}.`
      : words`profile_id ${profile_id}${compared}.`,
  );
}
