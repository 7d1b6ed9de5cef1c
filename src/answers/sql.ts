import * as z from "zod";
import { DiffFacts } from "../analysis/program/diff.ts";
import { SqlResult } from "../analysis/sql/result.ts";

/** What diff_program answers. */
export const ProgramDiffAnswer = DiffFacts.extend({ pipeline_name: z.string() });

export type ProgramDiffAnswer = z.infer<typeof ProgramDiffAnswer>;

/** What query_pipeline answers. */
export const QueryAnswer = SqlResult.extend({ pipeline_name: z.string() });

export type QueryAnswer = z.infer<typeof QueryAnswer>;
