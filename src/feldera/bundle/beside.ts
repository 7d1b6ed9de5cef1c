import { opendir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BundleEntry, BundleLimits } from "./entries.ts";
import { fileEntry } from "./folder.ts";
import { memberNamed, SAMPLY_PROFILE_FILE } from "./members.ts";

/**
 * The samply profiles in the folder of a zip, by the name that bundles use or Feldera gives a download. None where the
 * folder cannot be read, and of a folder with more than `maxEntries` files those among the first of them.
 */
export async function profilesBeside(
  zip: string,
  source: string,
  limits: BundleLimits,
): Promise<BundleEntry[]> {
  const folder = dirname(zip);
  const profiles: BundleEntry[] = [];
  let seen = 0;
  const items = await opendir(folder).catch(() => []);
  for await (const { name } of items) {
    seen += 1;
    if (seen > limits.maxEntries) break;
    if (!name.endsWith(SAMPLY_PROFILE_FILE)) continue;
    for (const entry of await fileEntry(join(folder, name), name, source, limits)) {
      const member = memberNamed(name, entry, limits);
      if (member?.file === SAMPLY_PROFILE_FILE) profiles.push(member.entry);
    }
  }
  return profiles;
}
