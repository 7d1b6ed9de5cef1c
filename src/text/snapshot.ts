import { span } from "./page/format.ts";
import type { Page } from "./page/page.ts";
import { type Words, words } from "./page/words.ts";

/** Which moment of the past an answer is of. */
export interface AnsweredSnapshot {
  readonly source: string;
  /** In ms since 1970. */
  readonly collectedMs: number;
  readonly timeFrom: "bundle" | "statistics" | "newest file";
  /** Which collection, 0 the newest. */
  readonly index: number;
  readonly collections: number;
  /** Whether it is one profile, which tells its own time. */
  readonly isProfile: boolean;
  readonly warnings: readonly string[];
}

/** Ends an answer with the moment that it is of, and how long ago that was. */
export function renderSnapshot(snapshot: AnsweredSnapshot, nowMs: number, page: Page): void {
  const { source, collectedMs, isProfile, index, collections } = snapshot;
  const when = words`${minute(collectedMs)}, ${age(nowMs - collectedMs)}`;
  page.last(
    isProfile
      ? words`Read from ${source}, a file last written ${when}; not from a running pipeline.`
      : words`As of ${when}${HOW_KNOWN[snapshot.timeFrom]}: collection ${index} of ${collections} in ${source}, not the pipeline as it is now.`,
  );
}

/** What was read, and when that was collected, whoever asks and whenever. */
export function collectedWords(snapshot: AnsweredSnapshot): Words {
  const { source, collectedMs, isProfile, collections } = snapshot;
  if (isProfile) return words`the file ${source}, last written ${minute(collectedMs)}`;
  const which =
    collections === 1 ? words`its only collection` : words`the newest of its ${collections} collections`;
  return words`the support bundle ${source}, collected ${minute(collectedMs)}${HOW_KNOWN[snapshot.timeFrom]}, ${which}`;
}

/** What of the bundle could not be used, a line for each. */
export function renderBundleNotes({ warnings }: AnsweredSnapshot, page: Page): void {
  for (const warning of warnings) page.line(words`Note on the bundle: ${warning}`);
}

const HOW_KNOWN: Readonly<Record<AnsweredSnapshot["timeFrom"], Words | undefined>> = {
  bundle: undefined,
  statistics: words` (by its statistics)`,
  "newest file": words` (when its newest file was written)`,
};

/** 2026-11-21 07:47 UTC. */
export function minute(ms: number): Words {
  const [date = "", time = ""] = new Date(ms).toISOString().split("T");
  return words`${date} ${time.slice(0, "hh:mm".length)} UTC`;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "7 days ago", in one unit; less than two of a unit are told in the next smaller one. */
function age(ms: number): Words {
  if (ms < -MINUTE_MS) return words`${span(-ms)} ahead of this machine's clock`;
  if (ms < 2 * MINUTE_MS) return words`just now`;
  if (ms < 2 * HOUR_MS) return words`${Math.round(ms / MINUTE_MS)} minutes ago`;
  if (ms < 2 * DAY_MS) return words`${Math.round(ms / HOUR_MS)} hours ago`;
  return words`${Math.round(ms / DAY_MS)} days ago`;
}
