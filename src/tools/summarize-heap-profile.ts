import * as z from "zod";
import { SITES_FACTS, sitesFacts } from "../analysis/pprof/sites.ts";
import { TOP_FACTS, topFacts } from "../analysis/pprof/top.ts";
import { renderSites, renderTop } from "../text/heap.ts";
import { words } from "../text/words.ts";
import { heapProfile } from "./heap-profile.ts";
import { profileFileName } from "./profile-file-name.ts";
import { defineTool, pipeline_name, READ_ONLY } from "./tool.ts";

const Facts = z.object({
  pipeline_name: z.string(),
  fetched_from: z.enum(["heap_profile", "support_bundle"]),
  sort: z.enum(["flat", "cum"]),
  /** Exactly one of the two is there, as the view asks. */
  sites: SITES_FACTS.optional(),
  top: TOP_FACTS.optional(),
  saved_as: z.string().optional(),
});

const pattern = z.string().min(1).max(1000).optional();

export const summarizeHeapProfile = defineTool({
  name: "summarize_heap_profile",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "heap_profile",
  title: "Summarize the heap profile",
  description:
    "What holds a running pipeline's memory: the top functions of its heap profile, as text. View sites (default) charges memory to the first function outside the allocator and the standard library, with its callers; view top is pprof's own table. focus and ignore narrow it to stacks that match a pattern.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    view: z.enum(["sites", "top"]).default("sites").describe("sites (default), or pprof's own top"),
    sort: z
      .enum(["flat", "cum"])
      .default("flat")
      .describe("flat (default): what the function holds itself; cum: with what it calls"),
    limit: z.int().min(1).max(1000).default(20).describe("Rows, 1 to 1000; default 20"),
    focus: pattern.describe("Only stacks with a function, file or library that matches this RE2 pattern"),
    ignore: pattern.describe("Without stacks that match this RE2 pattern"),
    sample_type: z
      .string()
      .max(100)
      .optional()
      .describe("pprof sample type; default the profile's own (Feldera's have only inuse_space)"),
    save: z
      .boolean()
      .default(false)
      .describe("Also write the raw profile to the operator's output directory"),
  }),
  facts: Facts,
  timeLimitMs: (_, limits) => limits.bundleCallMs,
  async run(args, context) {
    const { pipeline_name, view, sort, limit, save } = args;
    const { bytes, fetchedFrom } = await heapProfile(pipeline_name, context);
    const { decodePprof } = await import("../analysis/pprof/decode.ts");
    context.progress("reading the heap profile");
    const profile = await decodePprof(bytes, { maxInflatedBytes: context.limits.heapProfileInflatedBytes });
    const options = {
      sort,
      limit,
      ...(args.focus !== undefined && { focus: args.focus }),
      ...(args.ignore !== undefined && { ignore: args.ignore }),
      ...(args.sample_type !== undefined && { sampleType: args.sample_type }),
    };
    return {
      pipeline_name,
      fetched_from: fetchedFrom,
      sort,
      ...(view === "sites" ? { sites: sitesFacts(profile, options) } : { top: topFacts(profile, options) }),
      ...(save && {
        saved_as: await context.save(profileFileName(pipeline_name, "heap_profile.pb.gz", context), bytes),
      }),
    };
  },
  render(facts, page) {
    const { pipeline_name, sites, top, sort } = facts;
    if (sites) renderSites(pipeline_name, sites, sort, page);
    if (top) renderTop(pipeline_name, top, sort, page);
    if (facts.fetched_from === "support_bundle") {
      page.line(
        words`The direct call passed the manager's limits (10 s, 50 MiB): this profile came by way of a support bundle.`,
      );
    }
    if (facts.saved_as !== undefined) page.line(words`Saved as ${facts.saved_as}.`);
  },
});
