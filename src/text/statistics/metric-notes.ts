import type { SeriesRow } from "../../analysis/metrics/metrics-facts-schema.ts";
import type { Page } from "../page/page.ts";
import { type Words, words } from "../page/words.ts";

interface Note {
  readonly about: (row: Pick<SeriesRow, "name" | "value">) => boolean;
  readonly says: Words;
}

const is0 = ({ value }: Pick<SeriesRow, "value">) => value === 0;

const LEAVE_OUT_UNPARSED: ReadonlySet<string> = new Set([
  "input_connector_bytes_total",
  "input_connector_records_total",
  "records_input_total",
  "records_input_bytes_total",
]);

/** What a figure does not mean, although its name or its description says so. */
const NOTES: readonly Note[] = [
  {
    about: (row) => row.name === "records_late_total" && is0(row),
    says: words`records_late_total has stayed 0 on every runtime seen so far, whatever was dropped as late: a 0 says nothing. diagnose_pipeline compares what goes into the late filters with what comes out.`,
  },
  {
    about: (row) => row.name === "process_panics_total" && is0(row),
    says: words`process_panics_total stays 0 on runtimes before 0.371, even after a panic: the log tells.`,
  },
  {
    about: ({ name }) => name === "storage_sync_latency_seconds" || name === "files_synced_total",
    says: words`storage_sync_latency_seconds and files_synced_total can stay near 0 since 0.352, where the whole file system is flushed at once: storage_commit_all_latency_seconds then has the time, and a low sync latency is no sign of a fast disk.`,
  },
  {
    about: ({ name }) => LEAVE_OUT_UNPARSED.has(name),
    says: words`What inputs have received, in records and in bytes, leaves out rows that did not parse: input_connector_errors_parse_total counts their errors.`,
  },
  {
    about: ({ name }) => name === "max_rss_bytes",
    says: words`max_rss_bytes is the limit that memory pressure is measured against, whoever set it: the configuration (less what is set aside for ad-hoc queries), the container, or the size of the host's memory.`,
  },
];

/** Families that newer versions have: what their figures mean. */
export const NEWER_FAMILIES: readonly {
  readonly since: string;
  readonly name: string;
  readonly type: string;
  readonly says: Words;
}[] = [
  {
    since: "0.352",
    name: "files_synced_total",
    type: "counter",
    says: words`files that were flushed one by one`,
  },
  {
    since: "0.352",
    name: "storage_commit_all_latency_seconds",
    type: "histogram",
    says: words`how long it takes to flush what a checkpoint needs, all at once`,
  },
  {
    since: "0.356",
    name: "pipeline_status",
    type: "gauge",
    says: words`the pipeline's status, told by the manager, also while it is not deployed`,
  },
  {
    since: "0.356",
    name: "pipeline_desired_status",
    type: "gauge",
    says: words`the status that is wanted, told by the manager`,
  },
];

/** Counters of trouble whose 0 says nothing. */
export const NEVER_MOVES: ReadonlySet<string> = new Set(["records_late_total", "process_panics_total"]);

/** The notes on the figures that are shown, each once. */
export function renderNotes(rows: readonly Pick<SeriesRow, "name" | "value">[], page: Page): void {
  for (const { about, says } of NOTES) if (rows.some(about)) page.line(says);
}

/** The note on a metric in the glossary, where it is told whatever the figure. */
export function noteOn(name: string): Words | undefined {
  return NOTES.find(({ about }) => about({ name, value: 0 }))?.says;
}
