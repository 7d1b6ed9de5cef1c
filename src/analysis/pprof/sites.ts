import * as z from "zod";
import { heaviestCallers, type WeightedKey } from "../callgraph/heaviest-callers.ts";
import { compareUtf8 } from "../callgraph/order.ts";
import { flatAndCum } from "../callgraph/totals.ts";
import { compilePattern } from "../pattern.ts";
import { isJemallocFrame } from "./frame-class.ts";
import type { PprofProfile } from "./profile.ts";
import { type ProgramFrames, programFrames } from "./program-frames.ts";
import { sampleTypeIndex } from "./sample-type.ts";
import { chargedNodes, LEFT_OUT, outermostNodes, ownersOfStacks, PROFILER, UNSITED } from "./site-owners.ts";

export interface SitesOptions {
  readonly sort: "flat" | "cum";
  /** Rows to show. */
  readonly limit: number;
  /** RE2 patterns, matched against function name, source file and object file of every frame, as pprof does. */
  readonly focus?: string;
  readonly ignore?: string;
  /** A sample type by name or number; the profile's default if absent. */
  readonly sampleType?: string;
}

const CHARGED = z.object({ weight: z.number(), share: z.number(), samples: z.number() });
const CALLER = z.object({ name: z.string(), weight: z.number() });

/** Weights are in the unit of the sample type, shares are fractions of `total`. */
export const SITES_FACTS = z.object({
  sampleType: z.object({ type: z.string(), unit: z.string() }),
  /** Whether jemalloc took the samples, so that weights are estimates, one sample about every 512 KiB by default. */
  sampledByJemalloc: z.boolean(),
  /** When the profile was taken, in ms since 1970. */
  timeMs: z.number().optional(),
  /** Samples in the file. */
  sampleCount: z.number(),
  /** Weight of all samples. */
  total: z.number(),
  /** Whether the values pass 2^53, so that sums are rounded. */
  inexact: z.boolean(),
  /** What focus and ignore left out. Everything below is about the rest. */
  leftOut: CHARGED,
  /** Memory of the profiler itself, mostly what it cached while it symbolised earlier profiles. */
  profiler: CHARGED,
  /** Stacks without a frame of the program. */
  unsited: CHARGED,
  rows: z.array(
    z.object({
      /** A function of the program, or of a crate that it uses. */
      name: z.string(),
      /** Weight of the stacks in which it is the frame of the program that is nearest to the allocation. */
      flat: z.number(),
      flatShare: z.number(),
      /** Samples behind `flat`. */
      samples: z.number(),
      /** Weight of the stacks in which it occurs. */
      cum: z.number(),
      cumShare: z.number(),
      /** Callers from the nearest up, as long as one holds three quarters of the row's weight. At most 64. */
      callers: z.array(CALLER),
      /**
       * Where the weight splits above those callers: the heaviest callers of each part, heaviest part first,
       * up to where that splits in its turn.
       */
      branches: z.array(z.array(CALLER)),
    }),
  ),
  /** Rows there would be without a limit. */
  rowsInAll: z.number(),
  /** flat of the rows that the limit left out. */
  notShown: z.number(),
});
export type SitesFacts = z.infer<typeof SITES_FACTS>;

/** A caller is followed while it holds at least this share of a row's weight. */
const CALLER_SHARE = 0.75;

/**
 * Which functions of the program hold the weight. pprof's own flat charges a heap sample to the frame at the end
 * of the stack, which is always the allocator's; here it is charged to the first frame from the leaf that is not
 * the allocator's, the standard library's, a container's or an executor's.
 *
 * The flat of all rows, `profiler` and `unsited` add up to `total` less `leftOut`.
 *
 * @throws InvalidPattern, UnknownSampleType
 */
export function sitesFacts(profile: PprofProfile, options: SitesOptions): SitesFacts {
  const { graph, stackSamples } = profile;
  const type = sampleTypeIndex(profile, options.sampleType);
  const weights = graph.weights[type] ?? new Float64Array();
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shareOf = (weight: number) => (total === 0 ? 0 : weight / total);

  const program = programFrames(graph);
  const owners = ownersOfStacks(graph, weights, program, {
    ...(options.focus ? { focus: compilePattern(options.focus) } : {}),
    ...(options.ignore ? { ignore: compilePattern(options.ignore) } : {}),
  });
  const charged = (owner: number) => {
    const stacks = [...owners.keys()].filter((stack) => owners[stack] === owner && weights[stack] !== 0);
    const weight = sum(stacks.map((stack) => weights[stack] ?? 0));
    return { weight, share: shareOf(weight), samples: sum(stacks.map((stack) => stackSamples[stack] ?? 0)) };
  };

  // The owner of a stack without a site is negative, which is no node of the tree.
  const sites = { ...graph, stackNode: owners };
  const { flat, cum } = flatAndCum(sites, program.keyOfFrame, program.names.length, weights);
  const samples = samplesOfKeys(owners, weights, stackSamples, program);
  const keys = heaviestKeys(options.sort === "flat" ? flat : cum, program.names);
  const shown = keys.slice(0, options.limit);
  const arrivals =
    options.sort === "flat"
      ? chargedNodes(owners, weights, program, new Set(shown))
      : outermostNodes(sites, weights, program, new Set(shown));
  const named = ({ key, weight }: WeightedKey) => ({ name: program.names[key] ?? "", weight });

  return {
    sampleType: graph.valueTypes[type] ?? { type: "", unit: "" },
    sampledByJemalloc: graph.functions.some(isJemallocFrame),
    ...(profile.timeNanos === 0n ? {} : { timeMs: Number(profile.timeNanos / 1_000_000n) }),
    sampleCount: profile.sampleCount,
    total,
    inexact: profile.inexact,
    leftOut: charged(LEFT_OUT),
    profiler: charged(PROFILER),
    unsited: charged(UNSITED),
    rows: shown.map((key) => {
      const { path, branches } = heaviestCallers(program, arrivals.get(key) ?? [], CALLER_SHARE);
      return {
        name: program.names[key] ?? "",
        flat: flat[key] ?? 0,
        flatShare: shareOf(flat[key] ?? 0),
        samples: samples[key] ?? 0,
        cum: cum[key] ?? 0,
        cumShare: shareOf(cum[key] ?? 0),
        callers: path.map(named),
        branches: branches.map((branch) => branch.map(named)),
      };
    }),
    rowsInAll: keys.length,
    notShown: sum(keys.slice(options.limit).map((key) => flat[key] ?? 0)),
  };
}

/** Per key, the samples with a weight in the stacks that are charged to it. */
function samplesOfKeys(
  owners: Int32Array,
  weights: Float64Array,
  stackSamples: Int32Array,
  { keyOfNode, names }: ProgramFrames,
): Int32Array {
  const samples = new Int32Array(names.length);
  for (const [stack, owner] of owners.entries()) {
    const key = keyOfNode[owner] ?? -1;
    if (key >= 0 && weights[stack] !== 0) samples[key] = (samples[key] ?? 0) + (stackSamples[stack] ?? 0);
  }
  return samples;
}

/** Keys with a weight, the heaviest first, then by name. */
function heaviestKeys(weights: Float64Array, names: readonly string[]): number[] {
  const magnitude = (key: number) => Math.abs(weights[key] ?? 0);
  return [...names.keys()]
    .filter((key) => magnitude(key) > 0)
    .sort(
      (left, right) =>
        magnitude(right) - magnitude(left) || compareUtf8(names[left] ?? "", names[right] ?? ""),
    );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
