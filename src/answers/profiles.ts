import * as z from "zod";
import { CIRCUIT_FACTS } from "../analysis/circuit/facts.ts";
import { OPERATOR_FACTS } from "../analysis/circuit/operator-facts.ts";
import { cpuAnswerSchema } from "../analysis/firefox/read-cpu.ts";
import { HEAP_FACTS } from "../analysis/jobs/heap.ts";
import { DIFFERENCE_KINDS } from "../analysis/pprof/compare/difference.ts";
import { MissingPart } from "../feldera/parts/missing-part.ts";

/** What summarize_circuit_profile answers. */
export const CircuitProfileAnswer = z.object({
  pipeline_name: z.string(),
  /** Exactly one of the two is there: `operator` if one was asked for. */
  ranking: CIRCUIT_FACTS.optional(),
  operator: OPERATOR_FACTS.optional(),
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
  profile_id: z.string().optional(),
  /** False for a profile that is too large to be looked at again. */
  is_kept: z.boolean().optional(),
  baseline_id: z.string().optional(),
  /** The part of the profile that was asked for, `from` and `to` in ms since its first sample. */
  from: z.number().optional(),
  to: z.number().optional(),
  thread: z.string().optional(),
  answer: cpuAnswerSchema.optional(),
  /** Why functions and operators have no place in the SQL. */
  places_missing: MissingPart.optional(),
  /** Why operators are only placed by their crates. */
  nodes_missing: MissingPart.optional(),
  /** Where the program that was profiled is not the current one: nothing is placed then. */
  other_program: z.object({ profiled: z.string(), current: z.string() }).optional(),
  saved_as: z.string().optional(),
});

export type SamplyProfileAnswer = z.infer<typeof SamplyProfileAnswer>;

/** What pprof calls -functions, -files and -lines. */
export const HEAP_GRANULARITIES = ["functions", "files", "lines"] as const;

/** What summarize_heap_profile answers. */
export const HeapProfileAnswer = z.object({
  pipeline_name: z.string(),
  fetched_from: z.enum(["heap_profile", "support_bundle", "earlier_call"]),
  /** Absent where the profile is too large to be kept for later calls. */
  profile_id: z.string().optional(),
  baseline: z
    .object({ named: z.string(), pipeline_name: z.string(), kind: z.enum(DIFFERENCE_KINDS) })
    .optional(),
  sort: z.enum(["flat", "cum"]),
  granularity: z.enum(HEAP_GRANULARITIES),
  peek: z.string().optional(),
  heap: HEAP_FACTS,
  /** Why SQL operators have no place in the SQL. */
  places_missing: MissingPart.optional(),
  /** Why the resident size is not told. */
  resident_missing: MissingPart.optional(),
  saved_as: z.string().optional(),
});

export type HeapProfileAnswer = z.infer<typeof HeapProfileAnswer>;
