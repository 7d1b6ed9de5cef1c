import { opendir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BundleLimits } from "./entries.ts";
import { fileEntry } from "./folder.ts";
import { FILES_BESIDE, type Member, memberNamed } from "./members.ts";

/**
 * The samply profiles and time series in the folder of a zip, by the name that bundles use or Feldera gives a download.
 * None where the folder cannot be read, and of a folder with more than `maxEntries` files those among the first of them.
 */
export async function filesBeside(zip: string, source: string, limits: BundleLimits): Promise<Member[]> {
  const folder = dirname(zip);
  const members: Member[] = [];
  let seen = 0;
  const items = await opendir(folder).catch(() => []);
  for await (const { name } of items) {
    seen += 1;
    if (seen > limits.maxEntries) break;
    if (![...FILES_BESIDE.keys()].some((file) => name.endsWith(file))) continue;
    for (const entry of await fileEntry(join(folder, name), name, source, limits)) {
      const member = memberNamed(name, entry, limits);
      if (member && FILES_BESIDE.has(member.file)) members.push(member);
    }
  }
  return members;
}
