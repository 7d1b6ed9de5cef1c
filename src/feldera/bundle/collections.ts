import type { TimeFrom } from "../source.ts";
import type { BundleEntry, PassedOver } from "./entries.ts";
import { FILES_BESIDE, type Member, STATISTICS_FILE } from "./members.ts";
import type { ListedCollection, Metadata } from "./metadata.ts";
import type { Placed } from "./placed.ts";
import { parseCollectionDirectory } from "./stamp.ts";
import { timeOfStatistics } from "./statistics-time.ts";
import { momentsOf, type Undated } from "./undated.ts";

/** One moment of which Feldera collected data. */
export type Collection = {
  /** The name of its directory, which no other collection of the bundle has. */
  readonly directory: string;
  /** When it was collected, epoch ms. */
  readonly time: number;
  readonly timeFrom: TimeFrom;
  readonly files: readonly CollectedFile[];
  /** Files that it lacks although they were asked for, and why. */
  readonly failed: readonly { readonly file: string; readonly reason: string }[];
  /** Files that it lacks because they were not asked for. */
  readonly skipped: readonly string[];
};

/** `bytes`: as the bundle holds it, unpacked from its zip. `beside`: it lay beside the collection, not in it. */
export type CollectedFile = { readonly name: string; readonly bytes: number; readonly beside?: true };

/** The entries of one collection, by file name. */
export type CollectionEntries = ReadonlyMap<string, BundleEntry>;
export type GroupedCollections = {
  /** Newest first. */
  readonly collections: readonly Collection[];
  readonly entriesOf: ReadonlyMap<string, CollectionEntries>;
  readonly warnings: readonly string[];
};

const inNumericOrder = new Intl.Collator("en", { numeric: true });

/**
 * The collections of a bundle: one of each directory or prefix that names a time. Files that no name dates are
 * collections where there are no others; beside others, a samply profile and time series are the newest one's. What `metadata` lists
 * without holding any file of it is a collection too.
 *
 * @param source what undated files of one folder go by
 * @param beside what lies beside the bundle, of the kinds that are read there
 */
export async function groupCollections(
  source: string,
  placed: readonly Placed[],
  metadata: Metadata | undefined,
  passedOver: PassedOver,
  beside: readonly Member[] = [],
): Promise<GroupedCollections> {
  const listed = new Map(metadata?.collections.map((collection) => [collection.directory, collection]));
  const ofDirectory = new Map<string, Map<string, BundleEntry>>();
  const add = (directory: string, { file, entry }: Placed) => {
    const files = ofDirectory.get(directory) ?? new Map<string, BundleEntry>();
    ofDirectory.set(directory, files);
    if (files.has(file)) passedOver.note("its collection has a file of that name already", entry.path);
    else files.set(file, entry);
  };
  const undated: Undated[] = [];
  for (const one of placed) {
    if ("directory" in one) add(one.directory, one);
    else undated.push(one);
  }
  const hasDated = ofDirectory.size > 0;
  if (!hasDated) {
    const [only, another] = listed.keys();
    const name = only !== undefined && another === undefined ? only : source;
    for (const [moment, files] of momentsOf(undated, name)) for (const file of files) add(moment, file);
  }
  for (const directory of listed.keys())
    if (!ofDirectory.has(directory)) ofDirectory.set(directory, new Map());

  const collections: Collection[] = [];
  const warnings: string[] = [];
  for (const [directory, files] of ofDirectory) {
    const dating = await datingOf(directory, listed.get(directory), files);
    if (dating === undefined) {
      warnings.push(`Collection ${directory} has neither a time nor a file: it is left out.`);
    } else collections.push(collectionOf(directory, dating, files, listed.get(directory)));
  }
  collections.sort((a, b) => b.time - a.time || inNumericOrder.compare(b.directory, a.directory));
  const grouped = { collections, entriesOf: ofDirectory, warnings: [...warnings, ...notDated(collections)] };
  const outside = hasDated ? undated : [];
  const isRead = ({ file }: Member) => FILES_BESIDE.has(file);
  for (const one of outside) if (!isRead(one)) passedOver.note(NO_TIME, one.entry.path);
  return withBeside(grouped, [...outside.filter(isRead), ...beside], passedOver);
}

type Dating = Pick<Collection, "time" | "timeFrom">;

/** Undefined for a collection that has neither a time nor a file. */
async function datingOf(
  directory: string,
  listed: ListedCollection | undefined,
  files: CollectionEntries,
): Promise<Dating | undefined> {
  const known = listed?.time ?? parseCollectionDirectory(directory);
  if (known !== undefined) return { time: known, timeFrom: "bundle" };
  if (files.size === 0) return undefined;
  const counted = await timeOfStatistics(files.get(STATISTICS_FILE));
  if (counted !== undefined) return { time: counted, timeFrom: "statistics" };
  const time = Math.max(...[...files.values()].map(({ modified }) => modified));
  return { time, timeFrom: "newest file" };
}

function notDated(collections: readonly Collection[]): string[] {
  return SAID_OF_TIMES.flatMap(({ timeFrom, theirs, its }) => {
    const [first, ...others] = collections.filter((collection) => collection.timeFrom === timeFrom);
    if (first === undefined) return [];
    return others.length === 0
      ? [`Collection ${first.directory} does not say when it was made: its time is ${its}.`]
      : [
          `${others.length + 1} collections, the newest ${first.directory}, do not say when they were made: their times are ${theirs}.`,
        ];
  });
}

const SAID_OF_TIMES: readonly { timeFrom: TimeFrom; its: string; theirs: string }[] = [
  {
    timeFrom: "statistics",
    its: "that of its statistics: the process's start and uptime",
    theirs: "those of their statistics: the process's start and uptime",
  },
  {
    timeFrom: "newest file",
    its: "when its newest file was written",
    theirs: "when their newest files were written",
  },
];

function collectionOf(
  directory: string,
  dating: Dating,
  entries: CollectionEntries,
  listed: ListedCollection | undefined,
): Collection {
  const missing = (listed?.collected ?? [])
    .filter((file) => !entries.has(file))
    .map((file) => ({ file, reason: "metadata.json lists it as collected, but it is not there" }));
  const failed = (listed?.failed ?? []).filter(({ file }) => !entries.has(file));
  return {
    directory,
    ...dating,
    files: [...entries].map(([name, { bytes }]) => ({ name, bytes })),
    failed: [...failed, ...missing],
    skipped: (listed?.skipped ?? []).filter((file) => !entries.has(file)),
  };
}

const NO_TIME = "it lies outside of the collections, and nothing tells of which time it is";
/** What lies beside the collections is the newest one's: the newest of each kind, unless that collection has one. */
function withBeside(
  { collections, entriesOf, warnings }: GroupedCollections,
  beside: readonly Member[],
  passedOver: PassedOver,
): GroupedCollections {
  const [newest, ...older] = collections;
  if (newest === undefined) return { collections, entriesOf, warnings };
  const own = entriesOf.get(newest.directory);
  const taken = new Map<string, BundleEntry>();
  for (const { file, entry } of beside.toSorted((one, other) => other.entry.modified - one.entry.modified)) {
    const kind = FILES_BESIDE.get(file);
    if (taken.has(file))
      passedOver.note(`a newer ${kind} lies beside the collections, and is used`, entry.path);
    else if (own?.has(file)) passedOver.note(`the newest collection has a ${kind} already`, entry.path);
    else taken.set(file, entry);
  }
  const files = [...taken].map(([name, { bytes }]): CollectedFile => ({ name, bytes, beside: true }));
  return {
    collections: [{ ...newest, files: [...newest.files, ...files] }, ...older],
    entriesOf: new Map([...entriesOf, [newest.directory, new Map([...(own ?? []), ...taken])]]),
    warnings,
  };
}
