import type { PartName } from "../../answers/diagnosis.ts";
import { type Words, words } from "../page/words.ts";

/** Each part of a pipeline by the name of its endpoint. */
export const PART_WORDS: Readonly<Record<PartName, Words>> = {
  pipeline: words`pipeline`,
  stats: words`stats`,
  events: words`events`,
  log: words`log`,
  time_series: words`time_series`,
  metrics: words`metrics`,
  checkpoint_status: words`checkpoint_status`,
  cluster_health: words`cluster_healthz`,
  platform: words`config`,
  circuit_profile: words`circuit_json_profile`,
  error_view: words`error_view`,
  heap_profile: words`heap_profile`,
};
