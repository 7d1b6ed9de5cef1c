import { nodesUnder } from "../../callgraph/filter.ts";
import {
  type Column,
  type KeyIndex,
  NONE,
  type NodeIndex,
  type StackIndex,
  toIndex,
} from "../../callgraph/indices.ts";
import type { CallGraph, StackWeights } from "../../callgraph/model.ts";
import { compareUtf8 } from "../../callgraph/order.ts";
import { flatAndCum } from "../../callgraph/totals.ts";
import type { CratePlace } from "../../operators/crate-places.ts";
import { crateHashOfStacks } from "../../owners/operator-crate.ts";
import { compileGiven } from "../../pattern.ts";
import type { HeapOptions } from "../../profiles/heap-options.ts";
import type { Resident } from "../../stats/resident.ts";
import type { PprofProfile } from "../format/profile.ts";
import { sampleTypeIndex } from "../format/sample-type.ts";
import { timeMsOf } from "../format/tables.ts";
import { operatorRows, placedSum, subsystemRows } from "./breakdowns.ts";
import { callPathsOf, occurrencesOf, tellingFrames } from "./call-paths.ts";
import { isProfilerFrame } from "./frame-class.ts";
import { type ProgramFrames, programFrames } from "./program-frames.ts";
import { samplingOf } from "./sampling.ts";
import { type HeapOwners, heapOwners, LEFT_OUT, PROFILER, sitesOfStacks, UNSITED } from "./site-owners.ts";
import type { SitesFacts } from "./sites-schema.ts";
import { unnamedObjects } from "./unsymbolised.ts";
import { heaviestFirst, NOTHING, sumsByKey, type WeightedStacks, withShare } from "./weight-sums.ts";

export { SitesFacts } from "./sites-schema.ts";

export interface SitesOptions
  extends Pick<HeapOptions, "sort" | "limit" | "focus" | "ignore" | "sample_type"> {
  /** Where SQL operators come from, by the hash of their crates. */
  readonly places?: Readonly<Record<string, CratePlace>>;
  /** The memory of the process that the profile is of, as `residentOf` gives it. */
  readonly resident?: Resident;
}

/**
 * Which functions of the program hold the weight. pprof's own flat counts a heap sample at the frame at the end
 * of the stack, which is always the allocator's; here it is counted at the first frame from the leaf that is not
 * the allocator's, the standard library's, a container's or an executor's. Such a site is often a container of
 * DBSP's own, so each has the parts of Feldera that called it, and the calls that lead there.
 *
 * The subsystems add up to `total` less `leftOut`, and so do the flat of all rows, `profiler` and `unsited`.
 *
 * @throws InvalidPattern, UnknownSampleType
 */
export function sitesFacts(profile: PprofProfile, options: SitesOptions): SitesFacts {
  const { graph } = profile;
  const timeMs = timeMsOf(profile);
  const type = sampleTypeIndex(profile, options.sample_type);
  const weights: StackWeights = graph.weights[type] ?? new Float64Array();
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const stacks: WeightedStacks = { weights, counts: profile.stackSamples, total };

  const program = programFrames(graph);
  const inProfiler = nodesUnder(graph, isProfilerFrame);
  const siteOf = sitesOfStacks(graph, program, inProfiler, {
    focus: compileGiven(options.focus),
    ignore: compileGiven(options.ignore),
  });
  const bySite = sumsByKey(stacks, (stack) => siteOf[stack]);
  const owners = heapOwners(graph, inProfiler);
  const hashes = crateHashOfStacks(graph);
  const places = options.places ?? {};
  const inView = <T>(stack: StackIndex, value: () => T) => (siteOf[stack] === LEFT_OUT ? undefined : value());
  const operators = operatorRows(stacks, (stack) => inView(stack, () => hashes[stack]), places);

  const sampling = samplingOf(profile, type);
  const objectCount = objectsOf(profile, type);
  const isBare = (stack: StackIndex) => program.files[program.keyOf(siteOf[stack] ?? NONE)] !== undefined;

  const { shown, ...rows } = siteRows(graph, stacks, { siteOf, program, owners }, options);

  return {
    sampleType: graph.valueTypes[type] ?? { type: "", unit: "" },
    ...(sampling && { sampling }),
    ...(timeMs !== undefined && { timeMs }),
    stackCount: profile.sampleCount,
    ...(objectCount !== undefined && { objectCount }),
    total,
    inexact: profile.inexact,
    ...(options.resident && { resident: options.resident }),
    leftOut: withShare(bySite.get(LEFT_OUT) ?? NOTHING, stacks),
    subsystems: subsystemRows(
      stacks,
      (stack) => inView(stack, () => owners.ofStack[stack]),
      owners.list,
      (stack) => shown.has(program.keyOf(siteOf[stack] ?? NONE)),
    ),
    operators,
    ...(Object.keys(places).length > 0 && { placed: placedSum(operators, stacks) }),
    profiler: withShare(bySite.get(PROFILER) ?? NOTHING, stacks),
    unsited: withShare(bySite.get(UNSITED) ?? NOTHING, stacks),
    unsymbolised: unsymbolisedFacts(graph, stacks, siteOf),
    bare: withShare(sumsByKey(stacks, isBare).get(true) ?? NOTHING, stacks),
    ...rows,
  };
}

/** The sites that hold most, their keys, and how much the others hold. */
function siteRows(
  graph: CallGraph,
  stacks: WeightedStacks,
  {
    siteOf,
    program,
    owners,
  }: { siteOf: Column<StackIndex, NodeIndex>; program: ProgramFrames; owners: HeapOwners },
  { sort, limit }: SitesOptions,
): Pick<SitesFacts, "rows" | "rowsInAll" | "notShown"> & { readonly shown: ReadonlySet<KeyIndex> } {
  const { weights, total } = stacks;
  const { names } = program;
  const shareOf = (weight: number) => (total === 0 ? 0 : weight / total);
  // What stands in for a stack's site where it has none is negative, which is no node of the tree.
  const sites = { ...graph, stackNode: siteOf };
  const { flat, cum } = flatAndCum(sites, program.keyOfFrame, names.length, weights);
  const ofKeys = sumsByKey(stacks, (stack) => program.keyOf(siteOf[stack] ?? NONE));
  const keys = heaviestKeys(sort === "flat" ? flat : cum, names);
  const shown = keys.slice(0, limit);
  const occurrences = occurrencesOf(sites, weights, program, shown, sort);
  const callers = tellingFrames(graph, program);
  return {
    rows: [...occurrences].map(([key, ofKey]) => ({
      name: names[key] ?? "",
      ...fileOf(program, key),
      flat: flat[key] ?? 0,
      flatShare: shareOf(flat[key] ?? 0),
      stacks: ofKeys.get(key)?.stacks ?? 0,
      cum: cum[key] ?? 0,
      cumShare: shareOf(cum[key] ?? 0),
      callPaths: callPathsOf(ofKey, { weights, owners, callers, names }),
    })),
    shown: new Set(shown),
    rowsInAll: keys.length,
    notShown: keys.slice(limit).reduce((sum, key) => sum + (flat[key] ?? 0), 0),
  };
}

function fileOf({ files }: ProgramFrames, key: KeyIndex): { file?: string } {
  const file = files[key];
  return file === undefined ? {} : { file };
}

/** What the weights of `inuse_space` are of is counted as `inuse_objects`, if at all. */
function objectsOf({ graph: { valueTypes, weights } }: PprofProfile, type: number): number | undefined {
  const counted = valueTypes[type]?.type.replace(/space$/, "objects");
  const column = valueTypes.findIndex(({ type: other }, index) => index !== type && other === counted);
  return column < 0 ? undefined : weights[column]?.reduce((sum, count) => sum + count, 0);
}

function unsymbolisedFacts(
  graph: CallGraph,
  stacks: WeightedStacks,
  siteOf: Column<StackIndex, NodeIndex>,
): SitesFacts["unsymbolised"] {
  const objectOf = unnamedObjects(graph);
  const byObject = [
    ...sumsByKey(stacks, (stack) => (siteOf[stack] === UNSITED ? objectOf(stack) : undefined)),
  ];
  const whole = byObject.reduce(
    (all, [, { weight, stacks: count }]) => ({ weight: all.weight + weight, stacks: all.stacks + count }),
    NOTHING,
  );
  const objects = byObject
    .map(([object, sum]) => ({ object, ...withShare(sum, stacks) }))
    .sort(heaviestFirst);
  return { ...withShare(whole, stacks), objects };
}

/** Keys with a weight, the heaviest first, then by name. */
function heaviestKeys(weights: Float64Array, names: readonly string[]): KeyIndex[] {
  const magnitude = (key: KeyIndex) => Math.abs(weights[key] ?? 0);
  return names
    .map((_, key) => toIndex<"key">(key))
    .filter((key) => magnitude(key) > 0)
    .sort(
      (left, right) =>
        magnitude(right) - magnitude(left) || compareUtf8(names[left] ?? "", names[right] ?? ""),
    );
}
