import * as z from "zod";
import { DiffFacts } from "../analysis/program/diff.ts";
import { KeptState } from "../analysis/program/kept-state.ts";
import { ValidationFacts } from "../analysis/program/validation.ts";
import { SqlResult } from "../analysis/sql/result.ts";

/** What validate_program answers. */
export const ProgramValidationAnswer = ValidationFacts.extend({
  state: z
    .array(KeptState)
    .optional()
    .describe("What its operators will remember; absent where the compiler gave no dataflow graph"),
});

export type ProgramValidationAnswer = z.infer<typeof ProgramValidationAnswer>;

/** What diff_program answers. */
export const ProgramDiffAnswer = DiffFacts.extend({ pipeline_name: z.string() });

export type ProgramDiffAnswer = z.infer<typeof ProgramDiffAnswer>;

/** What query_pipeline answers. */
export const QueryAnswer = SqlResult.extend({ pipeline_name: z.string() });

export type QueryAnswer = z.infer<typeof QueryAnswer>;
