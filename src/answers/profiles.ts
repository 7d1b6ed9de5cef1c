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

/** What summarize_circuit_profile answers. */
export const CircuitProfileAnswer = z.object({
  pipeline_name: z.string(),
  /** Exactly one of the two is there: `operator` if one was asked for. */
  ranking: CircuitFacts.optional(),
  operator: OperatorFacts.optional(),
  /** Why the compiler's graph was not read: operators have no place in the SQL. */
  graph_missing: MissingPart.optional(),
  /** Why the program was not read: places have no code. */
  program_missing: MissingPart.optional(),
});

export type CircuitProfileAnswer = z.infer<typeof CircuitProfileAnswer>;

/** What start_samply_profile answers. */
export const RecordingAnswer = z.object({
  pipeline_name: z.string(),
  duration_secs: z.number(),
  ordinal: z.number(),
  /** About when the profile can be fetched. */
  ready_in_secs: z.number(),
  /** What summarize_samply_profile should wait: no longer than it can. */
  wait_secs: z.number(),
});

export type RecordingAnswer = z.infer<typeof RecordingAnswer>;

/** What summarize_samply_profile answers. */
export const SamplyProfileAnswer = z.object({
  pipeline_name: z.string(),
  ordinal: z.number(),
  /** Where the recording is not finished: there is nothing else then. */
  recording: z
    .object({
      /** 0 while it is symbolised. */
      secs_left: z.number(),
      ask_again_in_secs: z.number(),
      /** The longest that one call can wait. */
      wait_secs: z.number(),
    })
    .optional(),
  source: ProfileSource.optional(),
  options: CpuOptions.optional(),
  answer: CpuAnswer.optional(),
  /** Why functions and operators have no place in the SQL. */
  places_missing: MissingPart.optional(),
  /** Why operators are only placed by their crates. */
  nodes_missing: MissingPart.optional(),
  /** Where the program that was profiled, if any, is not the pipeline's: nothing is placed then. */
  other_program: z.object({ profiled: Program.optional(), current: CurrentProgram }).optional(),
  /** When it was recorded and what it lies with was collected, in ms since 1970; of a bundle. */
  beside: z.object({ begun_ms: z.number(), collected_ms: z.number() }).optional(),
  saved_as: z.string().optional(),
});

export type SamplyProfileAnswer = z.infer<typeof SamplyProfileAnswer>;

/** What summarize_heap_profile answers. */
export const HeapProfileAnswer = z.object({
  pipeline_name: z.string(),
  source: ProfileSource,
  options: HeapOptions,
  heap: HeapFacts,
  /** Why SQL operators have no place in the SQL. */
  places_missing: MissingPart.optional(),
  /** Why the resident size is not told. */
  resident_missing: MissingPart.optional(),
  saved_as: z.string().optional(),
});

export type HeapProfileAnswer = z.infer<typeof HeapProfileAnswer>;
