import * as z from "zod";
import { BundleContents, bundleContents } from "../../analysis/bundle/contents.ts";
import { BUNDLE_PARTS, fetchSupportBundle } from "../../feldera/api/support-bundle.ts";
import { openBundleBytes } from "../../feldera/bundle/archive.ts";
import { renderContents } from "../../text/bundle.ts";
import { bytes, plural } from "../../text/page/format.ts";
import type { Page } from "../../text/page/page.ts";
import { words } from "../../text/page/words.ts";
import { profileFileName } from "../profiles/profile-file-name.ts";
import { defineTool, pipeline_name } from "../tool.ts";

const Facts = BundleContents.extend({
  pipeline_name: z.string(),
  /** Whether Feldera was to collect anew. */
  collect: z.boolean(),
  /** The zip's size. */
  bytes: z.number(),
  /** Absent where the bundle holds no collection, and so was not worth saving. */
  saved_as: z.string().optional(),
});

type Facts = z.infer<typeof Facts>;

/** Collections that Feldera keeps of a pipeline unless it is told otherwise. */
const KEPT = 3;

export const downloadSupportBundle = defineTool({
  name: "download_support_bundle",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "support_bundle",
  title: "Download a support bundle",
  description:
    "Saves a pipeline's profiles, stats, metrics, log, configuration and events as a zip in the operator's output directory, and lists what it holds and what failed. collect false: what Feldera kept from before, such as a crash. Up to two minutes.",
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  input: z.strictObject({
    pipeline_name,
    collect: z.boolean().default(true).describe("Collect now"),
    limit: z.int().min(1).max(100).default(1).describe("Newest collections (about 3 are kept)"),
    skip: z.array(z.enum(BUNDLE_PARTS)).default([]).describe("Parts not to collect"),
  }),
  facts: Facts,
  timeLimitMs: (_, limits) => limits.bundleCallMs,
  async run({ pipeline_name, ...choice }, context) {
    const { feldera, limits } = context;
    // Offline nothing can be collected, whatever the directory: the source says so.
    if (feldera.source.kind === "feldera") context.requireOutputDir();
    context.progress(
      choice.collect ? "Feldera collects the support bundle" : "waiting for the support bundle",
    );
    const zip = await fetchSupportBundle(feldera, pipeline_name, choice);
    const bundle = await openBundleBytes(zip, "the support bundle", {
      maxFileBytes: limits.bundleFileBytes,
      maxEntries: limits.bundleEntries,
    });
    const facts = {
      pipeline_name,
      collect: choice.collect,
      bytes: zip.length,
      ...bundleContents(bundle),
    };
    if (facts.collections.length === 0) return facts;
    const fileName = profileFileName(pipeline_name, "support-bundle.zip", context);
    return { ...facts, saved_as: await context.save(fileName, zip) };
  },
  render(facts, page) {
    const { pipeline_name, collections, saved_as } = facts;
    if (saved_as === undefined) return renderNone(facts, page);
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
  },
});

/** With `collect: false` Feldera sends a bundle without collections where it has kept none. */
function renderNone({ pipeline_name, collect, warnings }: Facts, page: Page): void {
  page.line(
    words`${pipeline_name}: Feldera ${collect ? words`collected nothing` : words`has kept no collection`} of it; nothing was saved.`,
  );
  for (const warning of warnings) page.line(words`Note: ${warning}`);
  if (!collect) page.next("download_support_bundle", { pipeline_name }, words`collects now`);
}
