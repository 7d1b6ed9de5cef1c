import type { BundleEntry, BundleLimits } from "./entries.ts";
import { parseInstant } from "./stamp.ts";
import { inflated, soleMemberOf } from "./wrapped.ts";

export const HEAP_PROFILE_FILE = "heap_profile.pb.gz";
export const SAMPLY_PROFILE_FILE = "samply_profile.json.gz";
export const CIRCUIT_PROFILE_FILE = "circuit_profile.json";
/** Drawings of the circuit, a Graphviz file of each worker: all that there is of it before 0.126. */
export const DRAWINGS_FILE = "circuit_profile.zip";
export const PIPELINE_CONFIG_FILE = "pipeline_config.json";
export const STATISTICS_FILE = "stats.json";
export const EVENTS_FILE = "pipeline_events.json";
/** Feldera puts none into a bundle: it is what the endpoint answered, saved with it. */
export const TIME_SERIES_FILE = "time_series.json";

/** What is read beside the collections, as the newest one's, and what it is. */
export const FILES_BESIDE: ReadonlyMap<string, string> = new Map([
  [SAMPLY_PROFILE_FILE, "CPU profile"],
  [TIME_SERIES_FILE, "time series"],
]);

/** What a collection holds, by the names that Feldera gives since 0.193. */
const PLAIN_FILES: ReadonlySet<string> = new Set([
  CIRCUIT_PROFILE_FILE,
  "metrics.txt",
  "logs.txt",
  STATISTICS_FILE,
  PIPELINE_CONFIG_FILE,
  "system_config.json",
  "dataflow_graph.json",
  EVENTS_FILE,
  TIME_SERIES_FILE,
]);
const PACKED_FILES: ReadonlySet<string> = new Set([DRAWINGS_FILE, HEAP_PROFILE_FILE, SAMPLY_PROFILE_FILE]);

/** The names that Feldera's endpoints give what they have one download. */
const DOWNLOAD_NAMES: ReadonlyMap<string, string> = new Map([
  ["profile.json", CIRCUIT_PROFILE_FILE],
  ["profile.zip", DRAWINGS_FILE],
]);
const SAMPLY_DOWNLOAD = /^(?<stamp>.+)-samply_profile\.json\.gz$/;

/** A file of a bundle under the name that it goes by in a collection. */
export interface Member {
  readonly file: string;
  readonly entry: BundleEntry;
}

/**
 * The file of a collection that an entry is by its name, with what Feldera 0.126 to 0.192 packed once more unpacked
 * as it is read; undefined where the name tells nothing. Of a download with its time in its name, that is its time.
 */
export function memberNamed(name: string, entry: BundleEntry, limits: BundleLimits): Member | undefined {
  const file = DOWNLOAD_NAMES.get(name) ?? name;
  if (PLAIN_FILES.has(file) || PACKED_FILES.has(file)) return { file, entry };
  if (name === "json_circuit_profile.zip") {
    return { file: CIRCUIT_PROFILE_FILE, entry: soleMemberOf(entry, ".json", limits) };
  }
  const unpacked = name.replace(/\.gz$/, "");
  if (PLAIN_FILES.has(unpacked)) return { file: unpacked, entry: inflated(entry, limits) };
  const modified = parseInstant(SAMPLY_DOWNLOAD.exec(name)?.groups?.stamp ?? "");
  return modified === undefined ? undefined : { file: SAMPLY_PROFILE_FILE, entry: { ...entry, modified } };
}
