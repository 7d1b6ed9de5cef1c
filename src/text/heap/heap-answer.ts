import type { HeapProfileAnswer } from "../../answers/heap-profile.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { renderWholeNames } from "../functions/whole-names.ts";
import { notPlaced, whyMissing } from "../not-checked.ts";
import type { Page } from "../page/page.ts";
import { words } from "../page/words.ts";
import { renderSource } from "../profiles/profile-source.ts";
import { renderPprof } from "./heap.ts";
import { renderSitesDifference } from "./heap-difference.ts";
import { renderSites } from "./heap-sites.ts";
import { profiledWords } from "./heap-words.ts";

/** What was read out of a heap profile, and of which profile. */
export function renderHeap({ facts: answered }: Cleaned<HeapProfileAnswer>, page: Page): void {
  const { pipeline_name, source, options, heap, saved_as } = answered;
  const { answer } = heap;
  if (answer.view === "names") {
    renderWholeNames(answer.names, page);
    return;
  }
  if (heap.profiled.kind !== "heap") page.line(profiledWords(heap.profiled));
  if (answer.view === "sites") renderSites(pipeline_name, answer.sites, options, page);
  else if (answer.view === "sites difference") renderSitesDifference(pipeline_name, answer.difference, page);
  else renderPprof(answered, answer, page);
  renderMissing(answered, page);
  renderSource(pipeline_name, source, page);
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
  const isWithoutAny = places_missing?.kind === "other_engine";
  if (places_missing !== undefined && (isWithoutAny || operators.length > 0)) {
    page.line(notPlaced(words`SQL operators have no place in the SQL`, places_missing));
  }
  if (answer.view !== "sites" || answer.sites.sampling === undefined || answer.sites.resident) return;
  const why = resident_missing && words` was not read: ${whyMissing(resident_missing)}`;
  page.line(words`The process's resident size, which is more,${why ?? words` is not known of that time`}.`);
}
