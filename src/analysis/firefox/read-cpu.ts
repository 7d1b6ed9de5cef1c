import * as z from "zod";
import { namesWithId } from "../names/name-id.ts";
import { type CpuOptions, isCallTree } from "../profiles/cpu-options.ts";
import { FunctionChanges, OperatorChanges } from "./change-schema.ts";
import { cpuFacts } from "./cpu-facts.ts";
import { CpuFacts } from "./cpu-facts-schema.ts";
import {
  decodeFirefoxProfile,
  decodeMarkedProfile,
  type FirefoxProfile,
  type MarkedThread,
} from "./format/decode.ts";
import { type CallTreeOptions, callTreeFacts } from "./functions/call-tree-facts.ts";
import { CallTreeFacts } from "./functions/call-tree-facts-schema.ts";
import { functionChanges } from "./functions/function-changes.ts";
import { operatorChanges } from "./operators/operator-changes.ts";
import { operatorFacts } from "./operators/operator-facts.ts";
import { OperatorFacts } from "./operators/operator-facts-schema.ts";
import { threadsWithin } from "./operators/operator-functions.ts";
import { joinProfile } from "./operators/operator-join.ts";
import { NO_PLACES, ProfilePlaces } from "./profile-places.ts";
import {
  basisOf,
  hasCpu,
  type PartOfProfile,
  partOfProfile,
  selectedThreads,
} from "./threads/part-of-profile.ts";

/** Where the current version of the program has its operators. */
export const CurrentPlaces = ProfilePlaces.extend({ programVersion: z.string().optional() });

type CurrentPlaces = z.infer<typeof CurrentPlaces>;

export const CpuAnswer = z.discriminatedUnion("answer", [
  z.object({ answer: z.literal("functions"), facts: CpuFacts }),
  z.object({ answer: z.literal("operators"), facts: OperatorFacts }),
  z.object({ answer: z.literal("call tree"), facts: CallTreeFacts }),
  z.object({ answer: z.literal("function changes"), facts: FunctionChanges }),
  z.object({ answer: z.literal("operator changes"), facts: OperatorChanges }),
  z.object({ answer: z.literal("names"), names: z.array(z.string()) }),
  /** No thread is called so, nor a group of threads. */
  z.object({ answer: z.literal("no such thread"), threads: z.array(z.string()) }),
  /** No marker in the time that was asked for names the operator. */
  z.object({ answer: z.literal("no such operator") }),
]);

export type CpuAnswer = z.infer<typeof CpuAnswer>;

export const CpuReading = z.object({
  answer: CpuAnswer,
  /** Of the program that was profiled; where it is not the current one, nothing is placed in the SQL. */
  programVersion: z.string().optional(),
});

export type CpuReading = z.infer<typeof CpuReading>;

export interface CpuBytes {
  readonly profile: Uint8Array;
  /** What the profile is to be compared with. */
  readonly baseline?: Uint8Array | undefined;
  readonly maxInflatedBytes: number;
}

/**
 * Reads out of a CPU profile what is asked for.
 *
 * @throws MalformedInput
 */
export function readCpu(bytes: CpuBytes, options: CpuOptions, places?: CurrentPlaces): CpuReading {
  const { view, operator, name } = options;
  const needsMarkers = view === "operators" || operator !== undefined;
  const read = needsMarkers && name === undefined ? readMarked : readSampled;
  return read(bytes, options, places);
}

function readSampled(
  { profile, baseline, ...limits }: CpuBytes,
  options: CpuOptions,
  current: CurrentPlaces | undefined,
): CpuReading {
  const decoded = decodeFirefoxProfile(profile, limits);
  return reading(decoded, options, current, (places) => {
    const { view, name } = options;
    if (name !== undefined) return { answer: "names", names: wholeNames(decoded, name) };
    if (baseline !== undefined) {
      const before = decodeFirefoxProfile(baseline, limits);
      return { answer: "function changes", facts: functionChanges(before, decoded, { ...options, places }) };
    }
    if (!isCallTree(view)) return { answer: "functions", facts: cpuFacts(decoded, { ...options, places }) };
    const part = partOfProfile(decoded, options);
    const { limit } = options;
    return {
      answer: "call tree",
      facts: callTreeFacts(part.threads, part, { direction: view, limit, places }),
    };
  });
}

function readMarked(
  { profile, baseline, ...limits }: CpuBytes,
  options: CpuOptions,
  current: CurrentPlaces | undefined,
): CpuReading {
  const decoded = decodeMarkedProfile(profile, limits);
  return reading(decoded, options, current, (places) => {
    const { view, operator } = options;
    if (baseline !== undefined) {
      const before = decodeMarkedProfile(baseline, limits);
      return { answer: "operator changes", facts: operatorChanges(before, decoded, { ...options, places }) };
    }
    if (operator !== undefined && isCallTree(view)) {
      return callTreeWithin(decoded, operator, { ...options, places, direction: view });
    }
    const facts = operatorFacts(decoded, { ...options, places });
    const isMissing = facts.window !== undefined && operator !== undefined && facts.within === undefined;
    return isMissing ? { answer: "no such operator" } : { answer: "operators", facts };
  });
}

function reading(
  profile: FirefoxProfile,
  { thread }: CpuOptions,
  current: CurrentPlaces | undefined,
  answer: (places: ProfilePlaces) => CpuAnswer,
): CpuReading {
  const programVersion = programVersionOf(profile);
  if (selectedThreads(profile.threads, thread).length === 0 && thread !== undefined) {
    const threads = [...new Set(profile.threads.map(({ name }) => name))];
    return { answer: { answer: "no such thread", threads }, programVersion };
  }
  const isCurrent = (current?.programVersion ?? programVersion) === programVersion;
  return { answer: answer((isCurrent ? current : undefined) ?? NO_PLACES), programVersion };
}

/** A Feldera's programs are files called `program_<pipeline id>_v<version>`. */
function programVersionOf({ threads }: FirefoxProfile): string | undefined {
  for (const { graph } of threads) {
    for (const { object } of graph.functions) {
      const version = /(?:^|\/)program_[0-9a-f-]{36}_v(\d{1,15})$/.exec(object)?.[1];
      if (version !== undefined) return version;
    }
  }
  return undefined;
}

function callTreeWithin(
  profile: FirefoxProfile<MarkedThread>,
  operator: string,
  options: PartOfProfile & CallTreeOptions,
): CpuAnswer {
  const { joined, window } = joinProfile(profile.threads, options);
  const marked = joined
    .flatMap(({ thread }) => thread.felderaMarkers.work.operators)
    .find(({ nodeId }) => nodeId === operator);
  if (marked === undefined) return { answer: "no such operator" };
  const threads = threadsWithin(joined, operator);
  const basis = basisOf(threads, { hasCpu: hasCpu(profile), window });
  const facts = callTreeFacts(threads, { window, basis }, options);
  return { answer: "call tree", facts: { ...facts, operator: marked } };
}

function wholeNames({ threads }: FirefoxProfile, id: string): string[] {
  const names = new Set(threads.flatMap(({ graph }) => graph.functions.map((info) => info.name)));
  return [...namesWithId(names, id)];
}
