import * as z from "zod";
import { inflatesBelow } from "../gunzip.ts";
import { namesWithId } from "../names/name-id.ts";
import { readableGraph } from "../names/readable-graph.ts";
import { CratePlace } from "../operators/crate-places.ts";
import { baselineError } from "../pprof/compare/baseline-error.ts";
import { pprofDifference } from "../pprof/compare/difference.ts";
import {
  type DecodeLimits,
  decodeSamples,
  decodeTables,
  type EncodedProfile,
} from "../pprof/format/decode.ts";
import type { PprofProfile } from "../pprof/format/profile.ts";
import { isOfMemory, Profiled, profiled } from "../pprof/format/profiled.ts";
import { chosenType, sampleTypeIndex } from "../pprof/format/sample-type.ts";
import { timeMsOf } from "../pprof/format/tables.ts";
import { plainTop } from "../pprof/report/plain-top.ts";
import { TopFacts, topFacts } from "../pprof/report/top.ts";
import { peekFacts, TreeFacts, treeFacts } from "../pprof/report/tree.ts";
import { Sampling, samplingOf, samplingOfBoth } from "../pprof/sites/sampling.ts";
import { SitesFacts, sitesFacts } from "../pprof/sites/sites.ts";
import { SitesDifferenceFacts, sitesDifference } from "../pprof/sites/sites-difference.ts";
import { HeapOptions } from "../profiles/heap-options.ts";
import { readAs } from "../recognize-input.ts";
import { Resident } from "../stats/resident.ts";
import { Bytes, defineJob } from "./job.ts";
import { type HeapSamples, keptHeap, leaveSamples } from "./kept-heap.ts";

/** One look at a heap profile, or at what it has more than a baseline. */
const Input = z.strictObject({
  /** A pprof, as `GET …/heap_profile` gives it. */
  profile: Bytes,
  baseline: Bytes.exactOptional(),
  maxInflatedBytes: z.int(),
  /** Samples that take no more are left for a flame graph; none are unless it is given. */
  maxKeptBytes: z.int().exactOptional(),
  options: HeapOptions,
  /** For sites: where SQL operators come from, by the hash of their crates, and the process's memory. */
  places: z.record(z.string(), CratePlace).exactOptional(),
  resident: Resident.exactOptional(),
});

const Answer = z.discriminatedUnion("view", [
  z.object({ view: z.literal("sites"), sites: SitesFacts }),
  z.object({ view: z.literal("sites difference"), difference: SitesDifferenceFacts }),
  z.object({ view: z.literal("top"), top: TopFacts, sampling: Sampling.optional() }),
  z.object({ view: z.enum(["tree", "peek"]), tree: TreeFacts, sampling: Sampling.optional() }),
  /** The functions' whole names. */
  z.object({ view: z.literal("names"), names: z.array(z.string()) }),
]);

export const HeapFacts = z.object({
  /** When the profile and the base were taken, in ms since 1970; absent where they do not say. */
  timeMs: z.number().optional(),
  baseTimeMs: z.number().optional(),
  profiled: Profiled,
  answer: Answer,
});
export type HeapFacts = z.output<typeof HeapFacts>;

/** Of a profile when inflated: so many bytes take some 10 ms. */
const SMALL_BYTES = 256 * 1024;

interface Profiles {
  readonly profile: Uint8Array;
  readonly baseline?: Uint8Array | undefined;
}

function isSmall({ profile, baseline }: Profiles): boolean {
  return (
    inflatesBelow(profile, SMALL_BYTES) && (baseline === undefined || inflatesBelow(baseline, SMALL_BYTES))
  );
}

/** @throws MalformedInput, OtherInput, IncompatibleProfiles, InvalidPattern, UnknownSampleType */
export const heapJob = defineJob({
  name: "heap",
  isSmall,
  kept: keptHeap,
  input: Input,
  output: HeapFacts,
  run({ profile, baseline, maxInflatedBytes, maxKeptBytes, options, ...beside }) {
    // What an earlier profile left would stand beside what this one takes.
    keptHeap.drop();
    const limits = { maxInflatedBytes };
    const left: Left = (samples) => {
      const isLeft = maxKeptBytes !== undefined && !isSmall({ profile, baseline });
      if (isLeft) leaveSamples([profile, baseline], samples, maxKeptBytes);
      return samples;
    };
    const encoded = readAs("pprof", { bytes: profile, ...limits }, () => decodeTables(profile, limits));
    const timeMs = timeMsOf(encoded.tables.header);
    const facts = { timeMs, profiled: profiled(encoded.tables) };
    const fitting = fittingView(encoded, options);
    if (baseline === undefined) {
      const answer =
        plainAnswer(encoded, fitting) ??
        answerTo(fitting, left({ profile: decodeSamples(encoded) }).profile, beside);
      return { ...facts, answer };
    }
    const encodedBase = decodeBase(baseline, limits);
    const answer = differenceFor(fitting, encoded, encodedBase, { ...beside, left });
    return { ...facts, baseTimeMs: timeMsOf(encodedBase.tables.header), answer };
  },
});

/** Leaves samples to the next job, where that is wanted, and gives them back. */
type Left = (samples: HeapSamples) => HeapSamples;

type Beside = Pick<z.output<typeof Input>, "places" | "resident">;
type Answer = z.input<typeof Answer>;

/** Sites are of memory: what else a pprof may weigh is shown by pprof's own top. */
function fittingView({ tables: { sampleTypes, header } }: EncodedProfile, options: HeapOptions): HeapOptions {
  const type = sampleTypes[chosenType(sampleTypes, header, options.sample_type)];
  const isFit = options.view !== "sites" || type === undefined || isOfMemory(type);
  return isFit ? options : { ...options, view: "top" };
}

/** Undefined where it takes a call tree. */
function plainAnswer(encoded: EncodedProfile, options: HeapOptions): Answer | undefined {
  const plain = options.view === "top" && options.name === undefined && plainTop(encoded, options);
  return plain ? { view: "top", ...plain } : undefined;
}

function answerTo(options: HeapOptions, profile: PprofProfile, beside: Beside): Answer {
  if (options.name !== undefined) {
    return { view: "names", names: namesOf([readable(profile)], options.name) };
  }
  if (options.view === "sites") {
    return { view: "sites", sites: sitesFacts(readable(profile), { ...options, ...beside }) };
  }
  return pprofAnswer(
    options.view,
    options,
    profile,
    samplingOf(profile, sampleTypeIndex(profile, options.sample_type)),
  );
}

function pprofAnswer(
  view: Exclude<HeapOptions["view"], "sites">,
  options: HeapOptions,
  profile: PprofProfile,
  sampling: Sampling | undefined,
): Answer {
  const sampled = sampling && { sampling };
  switch (view) {
    case "top":
      return { view, top: topFacts(profile, options), ...sampled };
    case "tree":
      return { view, tree: treeFacts(profile, options), ...sampled };
    case "peek":
      return { view, tree: peekFacts(profile, options), ...sampled };
  }
}

function differenceFor(
  options: HeapOptions,
  encoded: EncodedProfile,
  encodedBase: EncodedProfile,
  { places, left }: Beside & { readonly left: Left },
): Answer {
  const { view, name, baseline_kind = "base" } = options;
  if (view !== "sites" && name === undefined) {
    const difference = pprofDifference(encoded, encodedBase, baseline_kind);
    return pprofAnswer(view, options, difference, samplingOfBoth(difference));
  }
  const samples = { profile: decodeSamples(encoded), base: decodeBaseSamples(encodedBase) };
  left(samples);
  const profile = readable(samples.profile);
  const base = readable(samples.base);
  if (name !== undefined) return { view: "names", names: namesOf([profile, base], name) };
  const difference = sitesDifference(profile, base, { ...options, ...(places && { places }) });
  return { view: "sites difference", difference };
}

/** Sites are told by readable names; pprof's own views print names as they stand. */
export function readable(profile: PprofProfile): PprofProfile {
  return { ...profile, graph: readableGraph(profile.graph) };
}

function namesOf(profiles: readonly PprofProfile[], id: string): string[] {
  return [
    ...namesWithId(
      profiles.flatMap(({ graph }) => graph.functions.map(({ name }) => name)),
      id,
    ),
  ];
}

export function decodeBase(bytes: Uint8Array, limits: DecodeLimits): EncodedProfile {
  try {
    return readAs("pprof", { bytes, ...limits, role: "baseline" }, () => decodeTables(bytes, limits));
  } catch (error) {
    throw baselineError(error);
  }
}

export function decodeBaseSamples(encoded: EncodedProfile): PprofProfile {
  try {
    return decodeSamples(encoded);
  } catch (error) {
    throw baselineError(error);
  }
}
