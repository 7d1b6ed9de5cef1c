import * as z from "zod";
import { CratePlace } from "../operators/crate-places.ts";
import { THREAD_GROUPS } from "./threads/thread-groups.ts";

const count = z.int().nonnegative();
const nonNegative = z.number().nonnegative();
const threadGroup = z.enum(THREAD_GROUPS);

/** Samples count by their weight. CPU is absent where the profile has none. */
const costs = z.object({ samples: nonNegative, cpuMicros: nonNegative.optional() });

const functionCosts = z.object({
  selfSamples: nonNegative,
  totalSamples: nonNegative,
  selfCpuMicros: nonNegative.optional(),
  totalCpuMicros: nonNegative.optional(),
});

const functionFacts = functionCosts.extend({
  name: z.string(),
  file: z.string().optional(),
  library: z.string().optional(),
  selfShare: nonNegative.describe("of all CPU of the profile, or of all samples where CPU is absent"),
  totalShare: nonNegative,
  groups: z
    .array(functionCosts.extend({ group: threadGroup }))
    .describe("the groups of threads in which it occurs, largest first"),
  place: CratePlace.optional().describe("of the SQL operator in whose crate it is, where that is known"),
});

export const FunctionList = z.object({
  functions: z.array(functionFacts),
  shown: count,
  of: count,
});

export const CpuFacts = z.object({
  formatVersion: count,
  pipeline: z.string().optional().describe("meta.product"),
  oscpu: z.string().optional().describe("operating system, or `host i of n`"),
  startUnixMs: z.number().optional(),
  samplingIntervalMs: z.number().optional(),
  symbolicated: z.boolean().optional(),
  rankedBy: z.enum(["cpu", "samples"]),
  cpuAbsentBecause: z.string().optional(),
  window: z
    .object({ startMs: z.number(), endMs: z.number(), durationMs: nonNegative })
    .optional()
    .describe("first to last sample of all threads; with few samples shorter than the recording was"),
  all: costs,
  busyCores: nonNegative.optional().describe("CPU per window"),
  withoutStack: costs,
  samplesWithZeroCpu: nonNegative.optional(),
  cutStacks: costs
    .optional()
    .describe(
      "in stacks that do not reach the thread's entry: functions further out have too small a total; absent where " +
        "the profile has no names to know the entry by",
    ),
  runtimeOnly: costs.describe("in stacks of runtime glue alone, which the list by total leaves out"),
  unsymbolised: z.object({
    functions: count,
    selfSamples: nonNegative,
    selfCpuMicros: nonNegative.optional(),
  }),
  groups: z.array(
    costs.extend({
      group: threadGroup,
      threads: count.describe("those that are active"),
      of: count.describe("all of the group, as far as they are known by name"),
      share: nonNegative,
      busyCores: nonNegative.optional().describe("CPU per window"),
      busyShare: nonNegative.optional().describe("CPU per window of all threads of the group"),
      runtimeOnly: costs,
    }),
  ),
  threads: z.object({
    threads: z.array(
      costs.extend({
        name: z.string(),
        tid: z.string(),
        group: threadGroup,
        share: nonNegative,
        busyShare: nonNegative.optional().describe("CPU per window"),
      }),
    ),
    shown: count,
    of: count.describe("active threads: with CPU, or with samples where CPU is absent"),
    without: count.describe("threads that are not active, never listed"),
  }),
  placed: costs
    .extend({ share: nonNegative })
    .optional()
    .describe("in stacks with a function that has a place in the SQL; absent where no places are known"),
  mainLibrary: z.string().optional().describe("the library in which most is spent"),
  functionsBySelf: FunctionList,
  functionsByTotal: FunctionList.extend({
    leftOut: count.describe("runtime glue, and functions that only lead to one other"),
  }),
  rss: z.array(
    z.object({
      pid: z.string(),
      startMs: z.number(),
      endMs: z.number(),
      firstBytes: z.number(),
      lastBytes: z.number(),
      maxBytes: z.number(),
    }),
  ),
  markers: count,
  markerCaptureNotes: z.array(z.string()),
});

export type CpuFacts = z.infer<typeof CpuFacts>;
