import * as z from "zod";
import { CurrentProgram, Program } from "../analysis/firefox/profiled-program.ts";
import { CpuAnswer } from "../analysis/firefox/read-cpu.ts";
import { CpuOptions } from "../analysis/profiles/cpu-options.ts";
import { ProfileSource } from "../analysis/profiles/profile-source.ts";
import { MissingPart } from "../feldera/parts/missing-part.ts";
import { UnoptimizedProfile } from "./unoptimized.ts";

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
