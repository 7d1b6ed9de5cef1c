import * as z from "zod";
import type { BytesInParts } from "../bytes-in-parts.ts";
import { namesWithId } from "../names/name-id.ts";
import { type CpuOptions, isCallTree } from "../profiles/cpu-options.ts";
import { FunctionChanges, OperatorChanges } from "./change-schema.ts";
import { cpuFacts } from "./cpu-facts.ts";
import { CpuFacts } from "./cpu-facts-schema.ts";
import {
  type FirefoxProfile,
  type MarkedThread,
  readFirefoxProfile,
  readMarkedProfile,
} from "./format/decode.ts";
import { type CallTreeOptions, callTreeFacts } from "./functions/call-tree-facts.ts";
import { CallTreeFacts } from "./functions/call-tree-facts-schema.ts";
import { functionChanges } from "./functions/function-changes.ts";
import { nodesNamed } from "./operators/named-nodes.ts";
import { operatorChanges } from "./operators/operator-changes.ts";
import { operatorFacts } from "./operators/operator-facts.ts";
import { OperatorFacts } from "./operators/operator-facts-schema.ts";
import { threadsWithin } from "./operators/operator-functions.ts";
import { joinProfile } from "./operators/operator-join.ts";
import { NO_PLACES, ProfilePlaces } from "./profile-places.ts";
import { CurrentProgram, isOfProgram, Program, profiledProgram } from "./profiled-program.ts";
import {
  basisOf,
  hasCpu,
  type PartOfProfile,
  partOfProfile,
  selectedThreads,
} from "./threads/part-of-profile.ts";

/** Where the pipeline's program has its operators, and which program that is, as far as it is known. */
export const CurrentPlaces = ProfilePlaces.extend({ program: CurrentProgram });

export type CurrentPlaces = z.infer<typeof CurrentPlaces>;

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
  /** What was profiled; where that is not the program of the places, nothing is placed in the SQL. */
  program: Program.optional(),
  /** When the recording began, in ms since 1970. */
  begunMs: z.number().optional(),
});

export type CpuReading = z.infer<typeof CpuReading>;

export interface CpuBytes {
  readonly profile: Uint8Array | BytesInParts;
  /** What the profile is to be compared with. */
  readonly baseline?: Uint8Array | undefined;
  readonly maxInflatedBytes: number;
}

/**
 * Reads out of a CPU profile what is asked for.
 *
 * @throws MalformedInput
 */
export function readCpu(bytes: CpuBytes, options: CpuOptions, places?: CurrentPlaces): Promise<CpuReading> {
  const { view, operator, name } = options;
  const needsMarkers = view === "operators" || operator !== undefined;
  const read = needsMarkers && name === undefined ? readMarked : readSampled;
  return read(bytes, options, places);
}

async function readSampled(
  { profile, baseline, ...limits }: CpuBytes,
  options: CpuOptions,
  current: CurrentPlaces | undefined,
): Promise<CpuReading> {
  const decoded = await readFirefoxProfile(profile, limits);
  return reading(decoded, options, current, async (places) => {
    const { view, name } = options;
    if (name !== undefined) return { answer: "names", names: wholeNames(decoded, name) };
    if (baseline !== undefined) {
      const before = await readFirefoxProfile(baseline, limits);
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

async function readMarked(
  { profile, baseline, ...limits }: CpuBytes,
  options: CpuOptions,
  current: CurrentPlaces | undefined,
): Promise<CpuReading> {
  const decoded = await readMarkedProfile(profile, limits);
  return reading(decoded, options, current, async (places) => {
    const { view, operator } = options;
    if (baseline !== undefined) {
      const before = await readMarkedProfile(baseline, limits);
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

async function reading(
  profile: FirefoxProfile,
  { thread }: CpuOptions,
  current: CurrentPlaces | undefined,
  answer: (places: ProfilePlaces) => Promise<CpuAnswer>,
): Promise<CpuReading> {
  const program = profiledProgram(profile);
  const begunMs = profile.meta.startUnixMs;
  const of = { ...(program && { program }), ...(begunMs !== undefined && { begunMs }) };
  if (selectedThreads(profile.threads, thread).length === 0 && thread !== undefined) {
    const threads = [...new Set(profile.threads.map(({ name }) => name))];
    return { ...of, answer: { answer: "no such thread", threads } };
  }
  return { ...of, answer: await answer(placesFor(profile, current)) };
}

/** What places a profile: nothing where it is of another program. */
export function placesFor(profile: FirefoxProfile, current: CurrentPlaces | undefined): ProfilePlaces {
  return current !== undefined && isOfProgram(profiledProgram(profile), current.program)
    ? current
    : NO_PLACES;
}

function callTreeWithin(
  profile: FirefoxProfile<MarkedThread>,
  operator: string,
  options: PartOfProfile & CallTreeOptions & { readonly places: ProfilePlaces },
): CpuAnswer {
  const { joined, window } = joinProfile(profile.threads, options);
  const isOf = nodesNamed(operator, options.places);
  const marked = joined
    .flatMap(({ thread }) => thread.felderaMarkers.work.operators)
    .find(({ nodeId }) => isOf(nodeId));
  if (marked === undefined) return { answer: "no such operator" };
  const threads = threadsWithin(joined, isOf);
  const basis = basisOf(threads, { hasCpu: hasCpu(profile), window });
  const facts = callTreeFacts(threads, { window, basis, meta: profile.meta }, options);
  return { answer: "call tree", facts: { ...facts, operator: { ...marked, nodeId: operator } } };
}

function wholeNames({ threads }: FirefoxProfile, id: string): string[] {
  const names = new Set(threads.flatMap(({ graph }) => graph.functions.map((info) => info.name)));
  return [...namesWithId(names, id)];
}
