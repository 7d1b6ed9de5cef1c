import * as z from "zod";
import { nodesUnder } from "../../callgraph/filter.ts";
import { NONE, type StackIndex } from "../../callgraph/indices.ts";
import type { ValueType } from "../../callgraph/model.ts";
import { compareUtf8 } from "../../callgraph/order.ts";
import { CratePlace } from "../../operators/crate-places.ts";
import { crateHashOfStacks } from "../../owners/operator-crate.ts";
import { Subsystem } from "../../owners/subsystem.ts";
import { compileGiven } from "../../pattern.ts";
import { Change, changeBetween } from "../../profiles/change.ts";
import type { HeapOptions } from "../../profiles/heap-options.ts";
import { NOISE_DEVIATIONS, samplingDeviation } from "../../profiles/noise.ts";
import { IncompatibleProfiles } from "../compare/incompatible-profiles.ts";
import type { PprofProfile } from "../format/profile.ts";
import { sampleTypeIndex } from "../format/sample-type.ts";
import { timeMsOf } from "../format/tables.ts";
import { isProfilerFrame } from "./frame-class.ts";
import { programFrames } from "./program-frames.ts";
import { reckonedBytes, samplingOf } from "./sampling.ts";
import { heapOwners, LEFT_OUT, PROFILER, sitesOfStacks } from "./site-owners.ts";
import { sumsByKey } from "./weight-sums.ts";

/** The limit is for sites and for SQL operators each; patterns are applied to both profiles. */
export interface SitesDifferenceOptions
  extends Pick<HeapOptions, "limit" | "focus" | "ignore" | "sample_type"> {
  /** Where SQL operators come from, by the hash of their crates. */
  readonly places?: Readonly<Record<string, CratePlace>>;
}

const ComparedProfile = z.object({
  /** When it was taken, in ms since 1970. */
  timeMs: z.number().optional(),
  /** Weight of all samples. */
  total: z.number(),
  /** Stacks in the file. */
  stackCount: z.number(),
});

/** What changed between two profiles, in the unit of the sample type. What did not change is in no list. */
export const SitesDifferenceFacts = z.object({
  sampleType: z.object({ type: z.string(), unit: z.string() }),
  /** Bytes between two samples that deviations are reckoned by; absent where weights are no estimates. */
  sampledEveryBytes: z.number().optional(),
  /** Changes of up to so many standard deviations of the sampling are within its noise. */
  noiseDeviations: z.number(),
  /** Whether the values pass 2^53, so that sums are rounded. */
  inexact: z.boolean(),
  profile: ComparedProfile,
  base: ComparedProfile,
  /** All but the profiler's own memory and what focus and ignore leave out. */
  whole: Change,
  /** The profiler's own memory: a profile that follows another holds what that one cached. In no row below. */
  profiler: Change,
  leftOut: Change,
  /** By part of Feldera, the largest change first. They add up to the whole. */
  subsystems: z.array(Change.extend({ subsystem: Subsystem })),
  /** By SQL operator, for stacks with a frame of its crate. */
  operators: z.array(Change.extend({ hash: z.string(), place: CratePlace.optional() })),
  operatorsInAll: z.number(),
  /** By site and the part of Feldera that it serves, the largest change first. */
  rows: z.array(
    Change.extend({
      /** The function; absent for stacks without a frame of the program. */
      name: z.string().optional(),
      subsystem: Subsystem,
    }),
  ),
  /** Rows there would be without a limit. */
  rowsInAll: z.number(),
  /** Change of the rows that the limit left out. */
  notShown: z.number(),
});

export type SitesDifferenceFacts = z.infer<typeof SitesDifferenceFacts>;

/**
 * What a heap profile has more or less than an earlier one, by part of Feldera, by SQL operator and by site. Names
 * are compared, not addresses, so that the two may be of different processes.
 *
 * @throws InvalidPattern, UnknownSampleType, and IncompatibleProfiles where the base has no such sample type
 */
export function sitesDifference(
  profile: PprofProfile,
  base: PprofProfile,
  options: SitesDifferenceOptions,
): SitesDifferenceFacts {
  const sampleType = profile.graph.valueTypes[sampleTypeIndex(profile, options.sample_type)];
  if (sampleType === undefined) throw new IncompatibleProfiles("they have no sample type in common");
  const after = sumsOf(profile, sampleType, options);
  const before = sumsOf(base, sampleType, options);
  const sampledEveryBytes = coarserSampling([profile, base], sampleType);
  const changeOf = changes(sampledEveryBytes);
  const places = new Map(Object.entries(options.places ?? {}));

  const rows = changed(before.sites, after.sites, changeOf).map(({ key, change }) => {
    const { name, subsystem } = after.siteOf.get(key) ?? before.siteOf.get(key) ?? { subsystem: "other" };
    return { ...(name !== undefined && { name }), subsystem, ...change };
  });
  const operators = changed(before.operators, after.operators, changeOf).map(({ key, change }) => {
    const place = places.get(key);
    return { hash: key, ...(place && { place }), ...change };
  });
  return {
    sampleType,
    ...(sampledEveryBytes !== undefined && { sampledEveryBytes }),
    noiseDeviations: NOISE_DEVIATIONS,
    inexact: profile.inexact || base.inexact,
    profile: headOf(profile, after.total),
    base: headOf(base, before.total),
    whole: changeOf(before.inView, after.inView),
    profiler: changeOf(before.profiler, after.profiler),
    leftOut: changeOf(before.leftOut, after.leftOut),
    subsystems: changed(before.subsystems, after.subsystems, changeOf).map(({ key, change }) => ({
      subsystem: key,
      ...change,
    })),
    operators: operators.slice(0, options.limit),
    operatorsInAll: operators.length,
    rows: rows.slice(0, options.limit),
    rowsInAll: rows.length,
    notShown: rows.slice(options.limit).reduce((sum, { change }) => sum + change, 0),
  };
}

interface SiteKey {
  readonly name?: string;
  readonly subsystem: Subsystem;
}

/** The weights of one profile, by all that the two are compared by. */
interface Sums {
  readonly total: number;
  readonly inView: number;
  readonly profiler: number;
  readonly leftOut: number;
  readonly subsystems: ReadonlyMap<Subsystem, number>;
  readonly operators: ReadonlyMap<string, number>;
  readonly sites: ReadonlyMap<string, number>;
  readonly siteOf: ReadonlyMap<string, SiteKey>;
}

function sumsOf(
  profile: PprofProfile,
  { type, unit }: ValueType,
  { focus, ignore }: SitesDifferenceOptions,
): Sums {
  const { graph } = profile;
  const index = indexOfType(profile, { type, unit });
  const weights = graph.weights[index];
  if (weights === undefined) throw new IncompatibleProfiles(`one has no samples of ${type} in ${unit}`);
  const stacks = { weights, counts: profile.stackSamples };
  const program = programFrames(graph);
  const inProfiler = nodesUnder(graph, isProfilerFrame);
  const siteOf = sitesOfStacks(graph, program, inProfiler, {
    focus: compileGiven(focus),
    ignore: compileGiven(ignore),
  });
  const owners = heapOwners(graph, inProfiler);
  const hashes = crateHashOfStacks(graph);
  const keys = new Map<string, SiteKey>();

  const isInView = (stack: StackIndex) => siteOf[stack] !== LEFT_OUT && siteOf[stack] !== PROFILER;
  const subsystemOf = (stack: StackIndex): Subsystem =>
    owners.list[owners.ofStack[stack] ?? -1]?.subsystem ?? "other";
  function siteKey(stack: StackIndex): string {
    const name = program.names[program.keyOf(siteOf[stack] ?? NONE)];
    const subsystem = subsystemOf(stack);
    const key = `${subsystem} ${name ?? ""}`;
    if (!keys.has(key)) keys.set(key, { ...(name !== undefined && { name }), subsystem });
    return key;
  }
  function by<K>(keyOf: (stack: StackIndex) => K | undefined): Map<K, number> {
    return new Map([...sumsByKey(stacks, keyOf)].map(([key, { weight }]) => [key, weight]));
  }

  const parts = by((stack) => (isInView(stack) ? "inView" : siteOf[stack]));
  return {
    total: weights.reduce((sum, weight) => sum + weight, 0),
    inView: parts.get("inView") ?? 0,
    profiler: parts.get(PROFILER) ?? 0,
    leftOut: parts.get(LEFT_OUT) ?? 0,
    subsystems: by((stack) => (isInView(stack) ? subsystemOf(stack) : undefined)),
    operators: by((stack) => (isInView(stack) ? hashes[stack] : undefined)),
    sites: by((stack) => (isInView(stack) ? siteKey(stack) : undefined)),
    siteOf: keys,
  };
}

function headOf(profile: PprofProfile, total: number): z.infer<typeof ComparedProfile> {
  const timeMs = timeMsOf(profile);
  return { ...(timeMs !== undefined && { timeMs }), total, stackCount: profile.sampleCount };
}

function indexOfType({ graph }: PprofProfile, { type, unit }: ValueType): number {
  return graph.valueTypes.findIndex((other) => other.type === type && other.unit === unit);
}

/** Undefined where one of the profiles is exact. */
function coarserSampling(profiles: readonly PprofProfile[], type: ValueType): number | undefined {
  const samplings = profiles.map((profile) => samplingOf(profile, indexOfType(profile, type)));
  const distances = samplings.flatMap((sampling) =>
    sampling === undefined ? [] : [reckonedBytes(sampling)],
  );
  return distances.length < profiles.length ? undefined : Math.max(...distances);
}

function changes(sampledEveryBytes: number | undefined): (before: number, after: number) => Change {
  const sampled = (weight: number) => ({
    value: weight,
    deviation: sampledEveryBytes === undefined ? undefined : samplingDeviation(weight, sampledEveryBytes),
  });
  return (before, after) => changeBetween(sampled(before), sampled(after));
}

/** What differs, the largest change first. */
function changed<K extends string>(
  before: ReadonlyMap<K, number>,
  after: ReadonlyMap<K, number>,
  changeOf: (before: number, after: number) => Change,
): { key: K; change: Change }[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((key) => ({ key, change: changeOf(before.get(key) ?? 0, after.get(key) ?? 0) }))
    .filter(({ change }) => change.change !== 0)
    .sort(
      (left, right) =>
        Math.abs(right.change.change) - Math.abs(left.change.change) || compareUtf8(left.key, right.key),
    );
}
