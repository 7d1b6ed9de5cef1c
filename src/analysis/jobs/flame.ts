import * as z from "zod";
import {
  decodeFirefoxProfile,
  decodeMarkedProfile,
  type FirefoxProfile,
  type FirefoxThread,
} from "../firefox/format/decode.ts";
import { CurrentPlaces, placesFor } from "../firefox/read-cpu.ts";
import { selectedThreads } from "../firefox/threads/part-of-profile.ts";
import { CratePlace } from "../operators/crate-places.ts";
import { cpuFlame, threadsOfOperator } from "../pictures/cpu-flame.ts";
import { FlameFacts } from "../pictures/flame-schema.ts";
import { heapFlame } from "../pictures/heap-flame.ts";
import { decodeSamples, decodeTables } from "../pprof/format/decode.ts";
import { CALL_TREE_DIRECTIONS } from "../profiles/cpu-options.ts";
import { readAs } from "../recognize-input.ts";
import { decodeBase, decodeBaseSamples, readable } from "./heap.ts";
import { Bytes, defineJob } from "./job.ts";

const Options = z.object({
  direction: z.enum(CALL_TREE_DIRECTIONS),
  root: z.array(z.int()).optional(),
  search: z.string().optional(),
  operator: z.string().optional(),
  /** Frames at most. */
  limit: z.int(),
});

const Profiles = z.object({ profile: Bytes, baseline: Bytes.exactOptional(), maxInflatedBytes: z.int() });

const Output = z.discriminatedUnion("answer", [
  z.object({ answer: z.literal("flame"), facts: FlameFacts }),
  z.object({ answer: z.literal("no such frame") }),
  z.object({ answer: z.literal("no such operator") }),
  z.object({ answer: z.literal("no such thread"), threads: z.array(z.string()) }),
]);

/** @throws MalformedInput, OtherInput, IncompatibleProfiles, UnknownSampleType */
export const heapFlameJob = defineJob({
  name: "heap flame",
  input: Profiles.extend({
    options: Options.extend({ sample_type: z.string().optional() }),
    places: z.record(z.string(), CratePlace),
  }),
  output: Output,
  run({ profile: bytes, baseline, maxInflatedBytes, options, places }) {
    const limits = { maxInflatedBytes };
    const encoded = readAs("pprof", { bytes, ...limits }, () => decodeTables(bytes, limits));
    const base = baseline && readable(decodeBaseSamples(decodeBase(baseline, limits)));
    return heapFlame(readable(decodeSamples(encoded)), base, { ...options, places });
  },
});

/** @throws MalformedInput, OtherInput */
export const cpuFlameJob = defineJob({
  name: "cpu flame",
  input: Profiles.extend({
    options: Options.extend({ thread: z.string().optional() }),
    places: CurrentPlaces.exactOptional(),
  }),
  output: Output,
  run({ profile: bytes, baseline, maxInflatedBytes, options, places: current }): z.input<typeof Output> {
    const { operator, thread } = options;
    const read = operator === undefined ? readSide : readSideOf(operator);
    const now = read({ bytes, maxInflatedBytes }, thread, current);
    const { threads } = now.profile;
    if (selectedThreads(threads, thread).length === 0) {
      return { answer: "no such thread", threads: [...new Set(threads.map(({ name }) => name))] };
    }
    if (now.threads === undefined) return { answer: "no such operator" };
    const base = baseline && read({ bytes: baseline, maxInflatedBytes, role: "baseline" }, thread, current);
    const places = placesFor(now.profile, current);
    return cpuFlame(
      { profile: now.profile, threads: now.threads },
      base && { profile: base.profile, threads: base.threads ?? [] },
      { ...options, places },
    );
  },
});

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
