import { type Content, contentOf } from "./content.ts";
import type { BundleEntry, BundleLimits, PassedOver } from "./entries.ts";
import { type Member, memberNamed } from "./members.ts";
import { METADATA_FILE } from "./metadata.ts";
import { parseCollectionDirectory, parseLegacyName } from "./stamp.ts";

/** A file of a collection: of one whose time is known by its name, or of whatever lies in a folder. */
export type Placed = Member & (InCollection | InFolder);

export interface InCollection {
  readonly directory: string;
}

export interface InFolder {
  /** Its path, empty for the top. */
  readonly folder: string;
  /** False where only its content told what it is. */
  readonly isNamed: boolean;
}

export interface PlacedEntries {
  readonly placed: readonly Placed[];
  /** Zips of which nothing is known but that. */
  readonly zips: readonly BundleEntry[];
}

/** More are not looked into to tell what they are. */
const MAX_PEEKED = 200;

/** Beside the files of collections, and told by `metadata.json` where it is there. */
const TABLES_OF_CONTENTS: ReadonlySet<string> = new Set([METADATA_FILE, "metadata.txt", "manifest.txt"]);

const OF_NEITHER = "it is no file of a support bundle, and no profile";

const NOT_A_PROFILE: Readonly<Record<Exclude<Content["is"], "profile" | "zip">, string>> = {
  "gzipped zip": "it is a zip within gzip, which has to be unpacked",
  tar: "it is a tar archive, which has to be unpacked",
  "damaged gzip": "it is damaged gzip",
  json: OF_NEITHER,
  unknown: OF_NEITHER,
};

/**
 * What each file of a bundle is: by the directory named after a time that it lies in, or, before Feldera 0.300, by
 * the prefix of its name; otherwise by its name alone, and a profile by its content.
 *
 * @param listed directories that `metadata.json` names
 */
export async function placeEntries(
  entries: readonly BundleEntry[],
  listed: ReadonlySet<string>,
  limits: BundleLimits,
  passedOver: PassedOver,
): Promise<PlacedEntries> {
  const placed: Placed[] = [];
  const zips: BundleEntry[] = [];
  let peeked = 0;
  for (const entry of entries) {
    const parts = entry.path.split("/");
    if (parts.some((part) => part.startsWith(".") || part === "__MACOSX")) continue;
    const [name = "", parent = ""] = parts.toReversed();
    const known = placeByName(entry, { name, parent, folder: parts.slice(0, -1).join("/") }, listed, limits);
    if (known !== undefined) {
      placed.push(known);
      continue;
    }
    if (TABLES_OF_CONTENTS.has(name)) continue;
    peeked += 1;
    if (peeked > MAX_PEEKED) {
      passedOver.note(`only ${MAX_PEEKED} files of unknown names are looked into`, entry.path);
      continue;
    }
    const content = await entry.peek().then(contentOf, () => UNKNOWN);
    if (content.is === "profile") {
      placed.push({ file: content.file, entry, folder: parts.slice(0, -1).join("/"), isNamed: false });
    } else if (content.is === "zip") zips.push(entry);
    else passedOver.note(NOT_A_PROFILE[content.is], entry.path);
  }
  return { placed, zips };
}

const UNKNOWN: Content = { is: "unknown" };

function placeByName(
  entry: BundleEntry,
  { name, parent, folder }: { name: string; parent: string; folder: string },
  listed: ReadonlySet<string>,
  limits: BundleLimits,
): Placed | undefined {
  if (listed.has(parent) || parseCollectionDirectory(parent) !== undefined) {
    return { ...(memberNamed(name, entry, limits) ?? { file: name, entry }), directory: parent };
  }
  const legacy = parseLegacyName(name);
  if (legacy !== undefined) {
    const { directory, file } = legacy;
    return { ...(memberNamed(file, entry, limits) ?? { file, entry }), directory };
  }
  const member = memberNamed(name, entry, limits);
  return member && { ...member, folder, isNamed: true };
}
