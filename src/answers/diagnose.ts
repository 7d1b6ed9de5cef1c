import * as z from "zod";
import { DiagnosisAnswer } from "./diagnosis.ts";
import { FleetAnswer } from "./fleet.ts";

/** What diagnose_pipeline answers: of one pipeline, or of all. */
export const DiagnoseAnswer = z.object({
  pipeline: DiagnosisAnswer.optional(),
  all: FleetAnswer.optional(),
});

export type DiagnoseAnswer = z.infer<typeof DiagnoseAnswer>;
