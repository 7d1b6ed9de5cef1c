import type { BundleContents } from "../../analysis/bundle/contents.ts";
import type { SupportBundleAnswer } from "../../answers/platform.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { withoutIds } from "../functions/without-ids.ts";
import { bytes, moment, plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";

/** Collections that Feldera keeps of a pipeline unless it is told otherwise. */
const KEPT = 3;

export function renderSupportBundle({ facts }: Cleaned<SupportBundleAnswer>, page: Page): void {
  const { pipeline_name, collections, saved_as } = facts;
  if (saved_as === undefined) {
    renderNone(facts, page);
    return;
  }
  page.line(
    words`${pipeline_name}: a support bundle of ${plural(collections.length, words`collection`, words`collections`)} (${bytes(facts.bytes)}), saved as ${saved_as}.`,
  );
  page.line(
    words`To open it offline: feldera-mcp --bundle ${saved_as}; its tools then take collection, 0 for the newest. Nothing in it is redacted: its SQL, log and configuration may hold secrets.`,
  );
  renderContents(facts, page);
  if (facts.collect && collections.some(({ failed }) => failed.length > 0)) {
    page.next(
      "download_support_bundle",
      { pipeline_name, collect: false, limit: KEPT },
      words`for what Feldera kept from before, where it kept any`,
    );
  }
}

/** With `collect: false` Feldera sends a bundle without collections where it has kept none. */
function renderNone({ pipeline_name, collect, warnings }: SupportBundleAnswer, page: Page): void {
  page.line(
    words`${pipeline_name}: Feldera ${collect ? words`collected nothing` : words`has kept no collection`} of it; nothing was saved.`,
  );
  for (const warning of warnings) page.line(words`Note: ${warning}`);
  if (!collect) page.next("download_support_bundle", { pipeline_name }, words`collects now`);
}

/** A line for each collection: its files, what could not be collected and why, what was not asked for. */
function renderContents({ collections, warnings }: BundleContents, page: Page): void {
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
