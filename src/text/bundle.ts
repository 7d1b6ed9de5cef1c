import type { BundleContents } from "../analysis/bundle/contents.ts";
import { withoutIds } from "./functions/without-ids.ts";
import { bytes, moment } from "./page/format.ts";
import type { Page } from "./page/page.ts";
import { joined, type Words, words } from "./page/words.ts";

/** A line for each collection: its files, what could not be collected and why, what was not asked for. */
export function renderContents({ collections, warnings }: BundleContents, page: Page): void {
  for (const [index, { collected_at, files, failed, skipped }] of collections.entries()) {
    const sizes = files.map(({ name, bytes: size }) => words`${name} ${bytes(size)}`);
    const held = sizes.length === 0 ? words`no file` : joined(sizes, words`, `);
    page.line(words`Collection ${index}, of ${moment(collected_at)}: ${held}.`);
    for (const { reason, files } of failed) {
      page.line(words`  Not collected: ${list(files)}: ${withoutIds(reason)}`);
    }
    if (skipped.length > 0) page.line(words`  Not asked for: ${list(skipped)}.`);
  }
  for (const warning of warnings) page.line(words`Note: ${warning}`);
}

function list(names: readonly string[]): Words {
  return joined(
    names.map((name) => words`${name}`),
    words`, `,
  );
}
