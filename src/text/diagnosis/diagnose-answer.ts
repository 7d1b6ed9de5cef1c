import type { DiagnoseAnswer } from "../../answers/diagnose.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import type { Page } from "../page/page.ts";
import { type DiagnosisWords, renderDiagnosis } from "./diagnosis.ts";
import { renderFleet } from "./fleet.ts";

/** What diagnose_pipeline answers: of one pipeline, or of all. */
export function renderDiagnose(
  { facts: { pipeline, all } }: Cleaned<DiagnoseAnswer>,
  words: DiagnosisWords,
  page: Page,
): void {
  if (pipeline !== undefined) renderDiagnosis(pipeline, words, page);
  if (all !== undefined) renderFleet(all, words.rules, page);
}
