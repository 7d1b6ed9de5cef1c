import * as z from "zod";

export const HEAP_VIEWS = ["sites", "top", "tree", "peek"] as const;
export type HeapView = (typeof HEAP_VIEWS)[number];

export const SORTS = ["flat", "cum"] as const;

/** What pprof's nodes stand for: functions by name (its default), functions by name and file, files, or lines. */
export const GRANULARITIES = ["functions", "filefunctions", "files", "lines"] as const;

/**
 * How pprof takes a base from a profile. `base`: equal stacks cancel, and percentages are of what is left without
 * signs. `diff_base`: percentages are of the base. They are its -base and -diff_base.
 */
export const DIFFERENCE_KINDS = ["base", "diff_base"] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** RE2's, matched against function name, source file and object file. Its length is looked at where it is compiled. */
const pattern = z.string().exactOptional();

/**
 * What can be asked of a heap profile: the arguments of the tool, the input of the job and, picked from these, the
 * options of each analysis. The descriptions are those of the arguments.
 */
export const HeapOptions = z.strictObject({
  view: z.enum(HEAP_VIEWS).describe("top, tree, peek: pprof's own"),
  baseline_kind: z.enum(DIFFERENCE_KINDS).exactOptional().describe("In pprof's views; default base"),
  sort: z.enum(SORTS).describe("flat: held itself; cum: with callees"),
  limit: z.int().min(1).max(1000).describe("Rows"),
  focus: pattern.describe(
    "Only stacks with a match (RE2) in function, file or library; sites then show callers",
  ),
  ignore: pattern.describe("Without such stacks"),
  hide: pattern.describe("Without such frames"),
  show: pattern.describe("Only such frames"),
  peek: pattern.describe("For view peek: functions to show"),
  granularity: z.enum(GRANULARITIES).exactOptional().describe("In pprof's views"),
  sample_type: z.string().exactOptional().describe("Default: the profile's own"),
  name: z.string().exactOptional().describe("An id such as f3ab2c17: the whole name"),
});

export type HeapOptions = z.output<typeof HeapOptions>;

/** What some views take and others do not. */
type OwnOption = "baseline_kind" | "hide" | "show" | "peek" | "granularity";

const PPROF_OPTIONS = ["baseline_kind", "hide", "show", "granularity"] as const;

/** The options that a view takes beside those that all of them take. */
export const OPTIONS_OF_VIEW: Readonly<Record<HeapView, readonly OwnOption[]>> = {
  sites: [],
  top: PPROF_OPTIONS,
  tree: PPROF_OPTIONS,
  peek: [...PPROF_OPTIONS, "peek"],
};
