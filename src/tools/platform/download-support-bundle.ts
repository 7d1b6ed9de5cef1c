import * as z from "zod";
import { bundleContents } from "../../analysis/bundle/contents.ts";
import { SupportBundleAnswer } from "../../answers/platform.ts";
import { BUNDLE_PARTS, fetchSupportBundle } from "../../feldera/api/support-bundle.ts";
import { openBundleBytes } from "../../feldera/bundle/archive.ts";
import { renderSupportBundle } from "../../text/platform/support-bundle.ts";
import { profileFileName } from "../profiles/profile-file-name.ts";
import { defineTool, pipeline_name } from "../tool.ts";

export const downloadSupportBundle = defineTool({
  name: "download_support_bundle",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "support_bundle",
  title: "Download a support bundle",
  description:
    "Saves a pipeline's profiles, stats, metrics, log, configuration and events as a zip in the operator's output directory; lists what it holds and what failed. Up to two minutes.",
  hints: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  input: z.strictObject({
    pipeline_name,
    collect: z.boolean().default(true).describe("false: what Feldera kept from before, such as a crash"),
    limit: z.int().min(1).max(100).default(1).describe("Newest collections (about 3 are kept)"),
    skip: z.array(z.enum(BUNDLE_PARTS)).default([]).describe("Parts not to collect"),
  }),
  facts: SupportBundleAnswer,
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
  render: renderSupportBundle,
});
