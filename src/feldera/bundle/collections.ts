import type { BundleEntry, PassedOver } from "./entries.ts";
import type { ListedCollection, Metadata } from "./metadata.ts";
import { parseCollectionDirectory, parseLegacyName } from "./stamp.ts";

/** One moment of which Feldera collected data. */
export type Collection = {
  /** The name of its directory, which no other collection of the bundle has. */
  readonly directory: string;
  /** When it was collected, epoch ms. */
  readonly time: number;
  readonly files: readonly CollectedFile[];
  /** Files that it lacks although they were asked for, and why. */
  readonly failed: readonly { readonly file: string; readonly reason: string }[];
  /** Files that it lacks because they were not asked for. */
  readonly skipped: readonly string[];
};

/** `bytes`: the size when inflated. `beside`: it lay beside the collection, not in it. */
export type CollectedFile = { readonly name: string; readonly bytes: number; readonly beside?: true };

/** The entries of one collection, by file name. */
export type CollectionEntries = ReadonlyMap<string, BundleEntry>;
export type GroupedCollections = {
  /** Newest first. */
  readonly collections: readonly Collection[];
  readonly entriesOf: ReadonlyMap<string, CollectionEntries>;
  readonly warnings: readonly string[];
};

export const HEAP_PROFILE_FILE = "heap_profile.pb.gz";
export const SAMPLY_PROFILE_FILE = "samply_profile.json.gz";
export const PIPELINE_CONFIG_FILE = "pipeline_config.json";
/** What a collection may hold: only these make one where no directory and no prefix tells. */
const COLLECTION_FILES: ReadonlySet<string> = new Set([
  "circuit_profile.zip",
  "circuit_profile.json",
  HEAP_PROFILE_FILE,
  "metrics.txt",
  "logs.txt",
  "stats.json",
  PIPELINE_CONFIG_FILE,
  "system_config.json",
  "dataflow_graph.json",
  "pipeline_events.json",
  SAMPLY_PROFILE_FILE,
]);

const inNumericOrder = new Intl.Collator("en", { numeric: true });

/**
 * The collections of a bundle: a directory named after its time each, or, before Feldera 0.300, a prefix of the
 * file names; all may lie in a further folder. Files without either are one collection, named `source`. What
 * `metadata` lists without holding any file of it is a collection too. A samply profile beside the collections
 * is the newest one's.
 */
export function groupCollections(
  source: string,
  entries: readonly BundleEntry[],
  metadata: Metadata | undefined,
  passedOver: PassedOver,
): GroupedCollections {
  const listed = new Map(metadata?.collections.map((collection) => [collection.directory, collection]));
  const { dated, undated } = groupByDirectory(entries, new Set(listed.keys()), passedOver);
  const [onlyListed, another] = listed.keys();
  if (dated.size === 0 && undated.size > 0) {
    dated.set(onlyListed !== undefined && another === undefined ? onlyListed : source, undated);
  }
  for (const directory of listed.keys()) if (!dated.has(directory)) dated.set(directory, new Map());

  const dating = [...dated].map(([directory, files]) => datingOf(directory, listed.get(directory), files));
  const collections = dating
    .flatMap(({ directory, time, files }) =>
      time === undefined ? [] : [collectionOf(directory, time, files, listed.get(directory))],
    )
    .sort((a, b) => b.time - a.time || inNumericOrder.compare(b.directory, a.directory));
  const warnings = dating.flatMap(({ warning }) => warning ?? []);
  return { ...withProfileBeside(collections, dated, undated.get(SAMPLY_PROFILE_FILE)), warnings };
}

type FilesByDirectory = Map<string, Map<string, BundleEntry>>;

function groupByDirectory(
  entries: readonly BundleEntry[],
  listed: ReadonlySet<string>,
  passedOver: PassedOver,
): { dated: FilesByDirectory; undated: Map<string, BundleEntry> } {
  const dated: FilesByDirectory = new Map();
  const undated = new Map<string, BundleEntry>();
  for (const entry of entries) {
    const place = placeOf(entry.path.split("/"), listed);
    if (place === undefined) continue;
    const files =
      place.directory === undefined
        ? undated
        : (dated.get(place.directory) ?? new Map<string, BundleEntry>());
    if (place.directory !== undefined) dated.set(place.directory, files);
    if (files.has(place.file)) passedOver.note("its collection has a file of that name already", entry.path);
    else files.set(place.file, entry);
  }
  return { dated, undated };
}

/** The collection and the name that a path stands for; undefined for what belongs to no collection. */
function placeOf(
  parts: readonly string[],
  listed: ReadonlySet<string>,
): { directory: string | undefined; file: string } | undefined {
  if (parts.some((part) => part.startsWith(".") || part === "__MACOSX")) return undefined;
  const [file = "", parent = ""] = parts.toReversed();
  const isCollection = listed.has(parent) || parseCollectionDirectory(parent) !== undefined;
  if (isCollection) return { directory: parent, file };
  const legacy = parseLegacyName(file);
  if (legacy !== undefined) return { directory: legacy.directory, file: legacy.file };
  return parts.length <= 2 && COLLECTION_FILES.has(file) ? { directory: undefined, file } : undefined;
}

type Dating = { directory: string; files: CollectionEntries; time?: number; warning?: string };

function datingOf(directory: string, listed: ListedCollection | undefined, files: CollectionEntries): Dating {
  const known = listed?.time ?? parseCollectionDirectory(directory);
  if (known !== undefined) return { directory, files, time: known };
  if (files.size === 0) {
    const warning = `Collection ${directory} has neither a time nor a file: it is left out.`;
    return { directory, files, warning };
  }
  const time = Math.max(...[...files.values()].map(({ modified }) => modified));
  const warning = `Collection ${directory} does not say when it was made: its time is that of its newest file.`;
  return { directory, files, time, warning };
}

function collectionOf(
  directory: string,
  time: number,
  entries: CollectionEntries,
  listed: ListedCollection | undefined,
): Collection {
  const missing = (listed?.collected ?? [])
    .filter((file) => !entries.has(file))
    .map((file) => ({ file, reason: "metadata.json lists it as collected, but it is not there" }));
  const failed = (listed?.failed ?? []).filter(({ file }) => !entries.has(file));
  return {
    directory,
    time,
    files: [...entries].map(([name, { bytes }]) => ({ name, bytes })),
    failed: [...failed, ...missing],
    skipped: (listed?.skipped ?? []).filter((file) => !entries.has(file)),
  };
}

function withProfileBeside(
  collections: readonly Collection[],
  entriesOf: ReadonlyMap<string, CollectionEntries>,
  profile: BundleEntry | undefined,
): Omit<GroupedCollections, "warnings"> {
  const [newest, ...older] = collections;
  const entries = newest && entriesOf.get(newest.directory);
  if (!newest || !entries || !profile || entries.has(SAMPLY_PROFILE_FILE)) return { collections, entriesOf };
  const file: CollectedFile = { name: SAMPLY_PROFILE_FILE, bytes: profile.bytes, beside: true };
  return {
    collections: [{ ...newest, files: [...newest.files, file] }, ...older],
    entriesOf: new Map([
      ...entriesOf,
      [newest.directory, new Map([...entries, [SAMPLY_PROFILE_FILE, profile]])],
    ]),
  };
}
