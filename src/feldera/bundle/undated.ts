import type { BundleEntry } from "./entries.ts";
import { CIRCUIT_PROFILE_FILE, HEAP_PROFILE_FILE, SAMPLY_PROFILE_FILE } from "./members.ts";
import type { InFolder, Placed } from "./placed.ts";

export type Undated = Extract<Placed, InFolder>;

/** Files of which one moment has one each; several are of several moments. */
const PROFILES: ReadonlySet<string> = new Set([HEAP_PROFILE_FILE, SAMPLY_PROFILE_FILE, CIRCUIT_PROFILE_FILE]);

/**
 * Puts files that no name dates together: those of one folder are of one moment. Of profiles of one kind in a
 * folder, the one by the name that bundles use is of that moment, otherwise the newest; each further one is of a
 * moment of its own, which is called by its path.
 *
 * @param source what the files at the top go by, or all where they are of one folder
 */
export function momentsOf(
  undated: readonly Undated[],
  source: string,
): ReadonlyMap<string, readonly Undated[]> {
  const ofFolder = new Map<string, Undated[]>();
  for (const one of undated) ofFolder.set(one.folder, [...(ofFolder.get(one.folder) ?? []), one]);
  const moments = new Map<string, readonly Undated[]>();
  for (const [folder, files] of ofFolder) {
    const first = new Map<string, BundleEntry>();
    const further = files.toSorted(byRank).filter(({ file, entry }) => {
      if (!PROFILES.has(file) || first.has(file)) return PROFILES.has(file);
      first.set(file, entry);
      return false;
    });
    const name = folder === "" || ofFolder.size === 1 ? source : `${folder}/`;
    moments.set(
      name,
      files.filter((one) => !further.includes(one)),
    );
    for (const one of further) moments.set(one.entry.path, [one]);
  }
  return moments;
}

function byRank(one: Undated, other: Undated): number {
  return Number(other.isNamed) - Number(one.isNamed) || other.entry.modified - one.entry.modified;
}
