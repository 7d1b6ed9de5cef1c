import * as z from "zod";
import type { Look } from "../../analysis/jobs/heap.ts";
import { DIFFERENCE_KINDS } from "../../analysis/pprof/compare/difference.ts";
import { HEAP_GRANULARITIES } from "../../answers/profiles.ts";
import { joined, words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import { pipeline_name } from "../tool.ts";

/** Its length is looked at where it is compiled. */
const pattern = z.string().exactOptional();

export const HeapArguments = z.strictObject({
  pipeline_name,
  view: z.enum(["sites", "top", "tree", "peek"]).default("sites").describe("top, tree, peek: pprof's own"),
  profile_id: z.string().exactOptional().describe("An earlier answer's: look at that again"),
  baseline: z.string().exactOptional().describe("Compare with this profile_id or collection"),
  baseline_kind: z.enum(DIFFERENCE_KINDS).exactOptional().describe("In pprof's views; default base"),
  sort: z.enum(["flat", "cum"]).default("flat").describe("flat: held itself; cum: with callees"),
  limit: z.int().min(1).max(1000).default(20).describe("Rows"),
  focus: pattern.describe("Only stacks with a function, file or library that matches (RE2)"),
  ignore: pattern.describe("Without such stacks"),
  hide: pattern.describe("Without such frames"),
  show: pattern.describe("Only such frames"),
  peek: pattern.describe("For view peek: functions to show"),
  granularity: z.enum(HEAP_GRANULARITIES).exactOptional().describe("In pprof's views"),
  sample_type: z.string().exactOptional().describe("Default: the profile's own"),
  name: z.string().exactOptional().describe("An id such as f3ab2c17: the whole name"),
  save: z.boolean().default(false).describe("Also write it to the output directory"),
});

export type HeapArguments = z.output<typeof HeapArguments>;
type View = HeapArguments["view"];

const PPROF_VIEWS: readonly View[] = ["top", "tree", "peek"];
const PEEK: readonly View[] = ["peek"];
const ONLY_FOR = [
  ["hide", PPROF_VIEWS],
  ["show", PPROF_VIEWS],
  ["granularity", PPROF_VIEWS],
  ["baseline_kind", PPROF_VIEWS],
  ["peek", PEEK],
] as const;

/**
 * What the arguments ask of a profile, but for what a look at sites is told of the pipeline beside it.
 *
 * @throws ToolError where arguments do not go together: none is left out of account without a word
 */
export function heapLook(args: HeapArguments): Look {
  const { view, sort, limit, focus, ignore, sample_type, hide, show, granularity, peek, name } = args;
  if (name !== undefined) return { view: "names", id: name };
  requireFit(args);
  const stacks = {
    limit,
    ...(focus !== undefined && { focus }),
    ...(ignore !== undefined && { ignore }),
    ...(sample_type !== undefined && { sampleType: sample_type }),
  };
  if (view === "sites") return { view, options: { ...stacks, sort } };
  const frames = {
    ...stacks,
    sort,
    ...(hide !== undefined && { hide }),
    ...(show !== undefined && { show }),
    ...(granularity !== undefined && { granularity }),
  };
  if (view !== "peek") return { view, options: frames };
  if (peek !== undefined) return { view, options: { ...frames, peek } };
  throw new ToolError(
    words`View peek needs the argument peek.`,
    words`It is a pattern: the functions that match are shown, each with its callers and callees.`,
  );
}

function requireFit(args: HeapArguments): void {
  const { view, sort, baseline, baseline_kind } = args;
  for (const [argument, views] of ONLY_FOR) {
    if (args[argument] === undefined || views.includes(view)) continue;
    throw new ToolError(
      words`${argument} does not go with view ${view}.`,
      words`It goes with view ${joined(
        views.map((fit) => words`${fit}`),
        words` or `,
      )}.`,
    );
  }
  if (baseline_kind !== undefined && baseline === undefined) {
    throw new ToolError(
      words`baseline_kind is given, but no baseline.`,
      words`It says how pprof compares with a baseline.`,
    );
  }
  if (view === "sites" && baseline !== undefined && sort === "cum") {
    throw new ToolError(
      words`sort cum does not go with a baseline in view sites.`,
      words`Sites are compared by flat; pprof's views compare by both.`,
    );
  }
}
