import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { InvalidPattern } from "../../src/analysis/invalid-pattern.ts";
import { cpuJob } from "../../src/analysis/jobs/cpu.ts";
import { heapJob } from "../../src/analysis/jobs/heap.ts";
import { MalformedInput } from "../../src/analysis/malformed.ts";
import { OtherInput } from "../../src/analysis/other-input.ts";
import { IncompatibleProfiles } from "../../src/analysis/pprof/compare/incompatible-profiles.ts";
import { UnknownSampleType } from "../../src/analysis/pprof/format/sample-type.ts";
import type { CpuOptions } from "../../src/analysis/profiles/cpu-options.ts";
import type { HeapOptions } from "../../src/analysis/profiles/heap-options.ts";
import { damaged, packed } from "./bytes.ts";
import { type Json, mutatedFirefox } from "./firefox-mutations.ts";
import { mutatedPprof, parsedProfile } from "./pprof-mutations.ts";
import { Random } from "./random.ts";

/** `value`, or the name of an error that the analyses document. */
export type Outcome =
  | "value"
  | "MalformedInput"
  | "OtherInput"
  | "IncompatibleProfiles"
  | "InvalidPattern"
  | "UnknownSampleType";

export interface FuzzCase {
  readonly format: "pprof" | "firefox";
  /** The profile, and what it is compared with, if it is. */
  readonly bytes: Uint8Array;
  readonly base?: Uint8Array;
  readonly random: Random;
}

const PPROF_SEEDS = [
  "generated/cpu.pb.gz",
  "generated/difference.pb.gz",
  "generated/large.pb.gz",
  "generated/lines.pb.gz",
  "generated/pruned.pb.gz",
  "generated/run-1.pb.gz",
  "generated/run-2.pb.gz",
  "generated/ties.pb.gz",
  "generated/unsymbolised.pb.gz",
  "worlds/secrets/heap_profile.body",
];
const FIREFOX_SEEDS = ["worlds/secrets/samply_profile.body", "samply_get_paused_1s.body"];

/** So small that an inflated mutant, with what is made of it, is far from a GiB. */
const MAX_INFLATED_BYTES = 16 * 2 ** 20;
const PATTERNS = [".", "alloc|main", "^$", "[^a]*é", "(", "a{900}{900}", "app::.*"];

/** The cases of one seed, each by its number: the same one at any time. */
export class Cases {
  readonly #recordings: URL;
  readonly #seed: number;
  readonly #pprof;
  readonly #firefox;

  constructor(recordings: URL, seed: number) {
    this.#recordings = recordings;
    this.#seed = seed;
    this.#pprof = PPROF_SEEDS.map((name) => {
      const bytes = this.#recorded(name);
      return { bytes, fields: parsedProfile(bytes) };
    });
    this.#firefox = FIREFOX_SEEDS.map((name) => {
      const bytes = this.#recorded(name);
      const json: Json = JSON.parse(Buffer.from(bytes).toString());
      return { bytes, json };
    });
  }

  /** Of every ten cases, seven are heap profiles. */
  case(number: number): FuzzCase {
    const random = new Random(this.#seed, number);
    const isCompared = random.chance(0.15);
    if (number % 10 < 7) {
      const bytes = this.#pprofBytes(random);
      return { format: "pprof", bytes, random, ...(isCompared && { base: this.#pprofBytes(random) }) };
    }
    const bytes = this.#firefoxBytes(random);
    return { format: "firefox", bytes, random, ...(isCompared && { base: this.#firefoxBytes(random) }) };
  }

  #pprofBytes(random: Random): Uint8Array {
    const [profile, other] = [random.of(this.#pprof), random.of(this.#pprof)];
    if (profile === undefined || other === undefined) throw new Error("no seeds");
    const isStructured = random.chance(0.9);
    const mutant = isStructured
      ? mutatedPprof(profile.fields, other.fields, random)
      : damaged(profile.bytes, random);
    return packed(mutant, random);
  }

  #firefoxBytes(random: Random): Uint8Array {
    const profile = random.of(this.#firefox);
    if (profile === undefined) throw new Error("no seeds");
    const isStructured = random.chance(0.9);
    return packed(
      isStructured ? mutatedFirefox(profile.json, random) : damaged(profile.bytes, random),
      random,
    );
  }

  #recorded(name: string): Uint8Array {
    return gunzipSync(readFileSync(new URL(name, this.#recordings)));
  }
}

/**
 * Decodes the case's profile and looks at it in a way that the case's numbers choose.
 *
 * @throws whatever is none of the outcomes, facts that are not as their schema describes them among it
 */
export async function outcomeOf({ format, bytes, base, random }: FuzzCase): Promise<Outcome> {
  try {
    if (format === "pprof") {
      const options = heapOptions(random);
      const baseline_kind = random.pick("base" as const, "diff_base" as const);
      heapJob.output.parse(
        await heapJob.run({
          profile: bytes,
          ...(base && { baseline: base }),
          maxInflatedBytes: MAX_INFLATED_BYTES,
          options: { ...options, ...(base && { baseline_kind }) },
        }),
      );
    } else {
      cpuJob.output.parse(
        await cpuJob.run({
          profile: bytes,
          ...(base && { baseline: base }),
          maxInflatedBytes: MAX_INFLATED_BYTES,
          options: cpuOptions(random),
        }),
      );
    }
    return "value";
  } catch (error) {
    if (error instanceof MalformedInput) return "MalformedInput";
    if (error instanceof OtherInput) return "OtherInput";
    if (error instanceof IncompatibleProfiles) return "IncompatibleProfiles";
    if (error instanceof InvalidPattern) return "InvalidPattern";
    if (error instanceof UnknownSampleType) return "UnknownSampleType";
    throw error;
  }
}

function heapOptions(random: Random): HeapOptions {
  const pattern = () => random.pick(".", ...PATTERNS);
  const options = {
    sort: random.pick("flat" as const, "cum" as const),
    limit: random.pick(1, 20, 1000),
    ...(random.chance(0.2) && { focus: pattern() }),
    ...(random.chance(0.2) && { ignore: pattern() }),
    ...(random.chance(0.1) && { sample_type: random.pick("0", "1", "99", "-1", "inuse_space", "cpu") }),
  };
  const frames = {
    ...options,
    ...(random.chance(0.2) && { hide: pattern() }),
    ...(random.chance(0.2) && { show: pattern() }),
    granularity: random.pick(
      "functions" as const,
      "filefunctions" as const,
      "files" as const,
      "lines" as const,
    ),
  };
  const view = random.pick(
    "sites" as const,
    "sites" as const,
    "top" as const,
    "tree" as const,
    "peek" as const,
  );
  if (view === "sites") return { view, ...options };
  return { view, ...frames, ...(view === "peek" && { peek: pattern() }) };
}

function cpuOptions(random: Random): CpuOptions {
  return {
    view: random.pick("functions" as const, "operators" as const, "callees" as const, "callers" as const),
    limit: random.pick(1, 15, 200),
    ...(random.chance(0.2) && { from: random.pick(0, 10, 1e9) }),
    ...(random.chance(0.2) && { to: random.pick(0, 500, 1e9) }),
    ...(random.chance(0.2) && { thread: random.pick("workers", "dbsp-worker-0", "none") }),
    ...(random.chance(0.3) && { operator: random.pick("n1", "n2", "n10", "n63") }),
  };
}
