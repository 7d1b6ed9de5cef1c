import * as z from "zod";
import { PipelineState } from "../analysis/pipeline/status.ts";
import { MissingPart } from "../feldera/parts/missing-part.ts";
import { Finding } from "./diagnose.ts";
import { PARTS } from "./evidence.ts";

export const DEPTHS = ["quick", "deep"] as const;

export const DiagnosisFacts = z.object({
  pipeline_name: z.string(),
  depth: z.enum(DEPTHS),
  /** Absent where the pipeline's record could not be read. */
  state: PipelineState.optional(),
  /** Most serious first. */
  findings: z.array(Finding),
  looked_at: z.array(z.enum(PARTS)),
  /** How many the log had. */
  log_lines: z.int().optional(),
  not_checked: z.array(z.object({ part: z.enum(PARTS), missing: MissingPart })),
});

export type DiagnosisFacts = z.infer<typeof DiagnosisFacts>;
