import * as z from "zod";
import { CircuitFacts } from "../analysis/circuit/circuit-facts.ts";
import { OperatorFacts } from "../analysis/circuit/operator-facts.ts";
import { CurrentProgram, Program } from "../analysis/firefox/profiled-program.ts";
import { CpuAnswer } from "../analysis/firefox/read-cpu.ts";
import { HeapFacts } from "../analysis/jobs/heap.ts";
import { CpuOptions } from "../analysis/profiles/cpu-options.ts";
import { HeapOptions } from "../analysis/profiles/heap-options.ts";
import { ProfileSource } from "../analysis/profiles/profile-source.ts";
import { MissingPart } from "../feldera/parts/missing-part.ts";
import { EngineMissing, UnoptimizedProfile } from "./unoptimized.ts";

/** What summarize_circuit_profile answers. */
export const CircuitProfileAnswer = z.object({
  pipeline_name: z.string(),
  ranking: CircuitFacts.optional().describe(
    "Absent where one operator was asked for: `operator` is there instead",
  ),
  operator: OperatorFacts.optional(),
  graph_missing: MissingPart.optional().describe(
    "Why the compiler's graph was not read: operators have no place in the SQL",
  ),
  program_missing: MissingPart.optional().describe("Why the program was not read: places have no code"),
  unoptimized: UnoptimizedProfile.optional(),
  engine_missing: EngineMissing.optional(),
});

export type CircuitProfileAnswer = z.infer<typeof CircuitProfileAnswer>;

/** What start_samply_profile answers. */
export const RecordingAnswer = z.object({
  pipeline_name: z.string(),
  duration_secs: z.number(),
  ordinal: z.number(),
  ready_in_secs: z.number().describe("About when the profile can be fetched"),
  wait_secs: z.number().describe("What summarize_samply_profile should wait: no longer than it can"),
});

export type RecordingAnswer = z.infer<typeof RecordingAnswer>;

/** What summarize_samply_profile answers. */
export const SamplyProfileAnswer = z.object({
  pipeline_name: z.string(),
  ordinal: z.number(),
  recording: z
    .object({
      secs_left: z.number().describe("0 while it is symbolised"),
      ask_again_in_secs: z.number(),
      wait_secs: z.number().describe("The longest that one call can wait"),
    })
    .optional()
    .describe("Where the recording is not finished: there is nothing else then"),
  source: ProfileSource.optional(),
  options: CpuOptions.optional(),
  answer: CpuAnswer.optional(),
  places_missing: MissingPart.optional().describe("Why functions and operators have no place in the SQL"),
  nodes_missing: MissingPart.optional().describe("Why operators are only placed by their crates"),
  unoptimized: UnoptimizedProfile.optional(),
  other_program: z
    .object({ profiled: Program.optional(), current: CurrentProgram })
    .optional()
    .describe("Where the program that was profiled, if any, is not the pipeline's: nothing is placed then"),
  beside: z
    .object({ begun_ms: z.number(), collected_ms: z.number() })
    .optional()
    .describe("When it was recorded and what it lies with was collected, in ms since 1970; of a bundle"),
  saved_as: z.string().optional(),
});

export type SamplyProfileAnswer = z.infer<typeof SamplyProfileAnswer>;

/** What summarize_heap_profile answers. */
export const HeapProfileAnswer = z.object({
  pipeline_name: z.string(),
  source: ProfileSource,
  options: HeapOptions,
  heap: HeapFacts,
  places_missing: MissingPart.optional().describe("Why SQL operators have no place in the SQL"),
  resident_missing: MissingPart.optional().describe("Why the resident size is not told"),
  saved_as: z.string().optional(),
});

export type HeapProfileAnswer = z.infer<typeof HeapProfileAnswer>;
