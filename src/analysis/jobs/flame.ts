import * as z from "zod";
import { bytesOf } from "../callgraph/stack-segments.ts";
import {
  decodeFirefoxProfile,
  decodeMarkedProfile,
  type FirefoxProfile,
  type FirefoxThread,
} from "../firefox/format/decode.ts";
import type { ProfilePlaces } from "../firefox/profile-places.ts";
import { CurrentPlaces, placesFor } from "../firefox/read-cpu.ts";
import { selectedThreads } from "../firefox/threads/part-of-profile.ts";
import { CratePlace } from "../operators/crate-places.ts";
import { cpuStacks, threadsOfOperator } from "../pictures/cpu-flame.ts";
import { FlameFacts } from "../pictures/flame-schema.ts";
import { flameOf, heapStacks, type ReadStacks } from "../pictures/heap-flame.ts";
import { type DecodeLimits, decodeSamples, decodeTables } from "../pprof/format/decode.ts";
import { CALL_TREE_DIRECTIONS } from "../profiles/cpu-options.ts";
import { readAs } from "../recognize-input.ts";
import { decodeBase, decodeBaseSamples, readable } from "./heap.ts";
import { Bytes, defineJob } from "./job.ts";
import { type HeapSamples, keptHeap, lastHeapStacks, takeSamples } from "./kept-heap.ts";
import { inputKey, LastMade } from "./last-made.ts";

const Options = z.object({
  direction: z.enum(CALL_TREE_DIRECTIONS),
  root: z.array(z.int()).optional(),
  search: z.string().optional(),
  operator: z.string().optional(),
  /** Frames at most. */
  limit: z.int(),
});

const Profiles = z.object({
  profile: Bytes,
  baseline: Bytes.exactOptional(),
  maxInflatedBytes: z.int(),
  /** Stacks that take more are read anew at the next look. */
  maxKeptBytes: z.int(),
});

const Output = z.discriminatedUnion("answer", [
  z.object({ answer: z.literal("flame"), facts: FlameFacts }),
  z.object({ answer: z.literal("no such frame") }),
  z.object({ answer: z.literal("no such operator") }),
  z.object({ answer: z.literal("no such thread"), threads: z.array(z.string()) }),
]);

/** As `lastHeapStacks`. */
const lastCpu = new LastMade<CpuRead>();

/** @throws MalformedInput, OtherInput, IncompatibleProfiles, UnknownSampleType */
export const heapFlameJob = defineJob({
  name: "heap flame",
  input: Profiles.extend({
    options: Options.extend({ sample_type: z.string().optional() }),
    places: z.record(z.string(), CratePlace),
  }),
  output: Output,
  kept: keptHeap,
  run({ profile: bytes, baseline, maxInflatedBytes, maxKeptBytes, options, places }) {
    const limits = { maxInflatedBytes };
    const { sample_type, operator } = options;
    const of = { sample_type, operator, places: operator === undefined ? {} : places };
    const read = lastHeapStacks.of(inputKey([bytes, baseline], { ...of, limits }), maxKeptBytes, () => {
      const { profile, base } = takeSamples([bytes, baseline]) ?? samplesOf(bytes, baseline, limits);
      return withBytes(heapStacks(readable(profile), base && readable(base), of));
    });
    return read.answer === "stacks" ? flameOf(read, { ...options, places }) : read;
  },
});

function samplesOf(bytes: Uint8Array, baseline: Uint8Array | undefined, limits: DecodeLimits): HeapSamples {
  const encoded = readAs("pprof", { bytes, ...limits }, () => decodeTables(bytes, limits));
  const base = baseline && decodeBaseSamples(decodeBase(baseline, limits));
  return { profile: decodeSamples(encoded), base };
}

type CpuRead = (ReadStacks & { readonly places: ProfilePlaces }) | Exclude<z.input<typeof Output>, Flame>;
type Flame = { readonly answer: "flame" | "no such frame" };

/** @throws MalformedInput, OtherInput */
export const cpuFlameJob = defineJob({
  name: "cpu flame",
  input: Profiles.extend({
    options: Options.extend({ thread: z.string().optional() }),
    places: CurrentPlaces.exactOptional(),
  }),
  output: Output,
  kept: lastCpu,
  run({ profile, baseline, maxInflatedBytes, maxKeptBytes, options, places }) {
    const { operator, thread } = options;
    const of = { operator, thread, places, maxInflatedBytes };
    const read = lastCpu.of(inputKey([profile, baseline], of), maxKeptBytes, () =>
      withBytes(readCpuStacks({ profile, baseline }, of)),
    );
    return read.answer === "stacks" ? flameOf(read, { ...options, places: read.places.ofCrates }) : read;
  },
});

function withBytes<Read extends ReadStacks | { readonly answer: string }>(made: Read) {
  return { made, bytes: "stacks" in made ? bytesOf(made.stacks.segments) : 0 };
}

interface CpuOf {
  readonly operator: string | undefined;
  readonly thread: string | undefined;
  readonly places: Places;
  readonly maxInflatedBytes: number;
}

function readCpuStacks(
  { profile: bytes, baseline }: { readonly profile: Uint8Array; readonly baseline: Uint8Array | undefined },
  { operator, thread, places: current, maxInflatedBytes }: CpuOf,
): CpuRead {
  const read = operator === undefined ? readSide : readSideOf(operator);
  const now = read({ bytes, maxInflatedBytes }, thread, current);
  const { threads } = now.profile;
  if (selectedThreads(threads, thread).length === 0) {
    return { answer: "no such thread", threads: [...new Set(threads.map(({ name }) => name))] };
  }
  if (now.threads === undefined) return { answer: "no such operator" };
  const base = baseline && read({ bytes: baseline, maxInflatedBytes, role: "baseline" }, thread, current);
  const stacks = cpuStacks(
    { profile: now.profile, threads: now.threads },
    base && { profile: base.profile, threads: base.threads ?? [] },
    { operator, thread },
  );
  return { ...stacks, places: placesFor(now.profile, current) };
}

type Given = Parameters<typeof readAs>[1];
type Places = z.output<typeof CurrentPlaces> | undefined;

interface ReadSide {
  readonly profile: FirefoxProfile;
  readonly threads: readonly FirefoxThread[] | undefined;
}

function readSide(given: Given, thread: string | undefined): ReadSide {
  const profile = readAs("firefox profile", given, () => decodeFirefoxProfile(given.bytes, given));
  return { profile, threads: selectedThreads(profile.threads, thread) };
}

function readSideOf(operator: string) {
  return (given: Given, thread: string | undefined, current: Places): ReadSide => {
    const profile = readAs("firefox profile", given, () => decodeMarkedProfile(given.bytes, given));
    const places = placesFor(profile, current);
    return { profile, threads: threadsOfOperator(operator, profile, { thread, places }) };
  };
}
