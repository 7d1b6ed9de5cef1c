import type { StatsAnswer } from "../../answers/statistics.ts";
import type { Cleaned } from "../../untrusted/cleaner.ts";
import { renderNextCalls } from "../diagnosis/next-calls.ts";
import type { RuleWords } from "../diagnosis/rule-words.ts";
import { type ToldFinding, toldFindings } from "../diagnosis/told-findings.ts";
import { whyMissing } from "../not-checked.ts";
import type { Page } from "../page/page.ts";
import { words } from "../page/words.ts";
import { renderStats } from "./stats.ts";

/** The figures, what of them is missing and why, and the calls that go on from them. */
export function renderStatsAnswer(
  { facts }: Cleaned<StatsAnswer>,
  rules: readonly RuleWords[],
  page: Page,
): void {
  const { configuration_missing, metrics_missing, second_sample_missing } = facts;
  const findings = toldFindings(facts.findings, rules);
  renderStats(facts, findings, page);
  if (second_sample_missing !== undefined) {
    page.line(
      words`The second sample could not be taken: ${whyMissing(second_sample_missing)}. These figures are those of the first.`,
    );
  }
  if (configuration_missing !== undefined) {
    page.line(
      words`Declared connectors and configured limits were not checked: ${whyMissing(configuration_missing)}.`,
    );
  } else if (!facts.configuration_known) {
    page.line(
      words`Declared connectors or configured limits were not checked: the pipeline's record does not hold them.`,
    );
  }
  if (metrics_missing !== undefined) {
    page.line(
      words`The metrics, which tell the memory limit that holds, were not read: ${whyMissing(metrics_missing)}.`,
    );
  }
  suggestNext(facts.pipeline_name, findings, page);
}

/** The first calls that the findings point to, and the one that tells their causes. */
function suggestNext(pipeline_name: string, findings: readonly ToldFinding[], page: Page): void {
  const wrong = findings.filter(({ severity }) => severity !== "info");
  if (wrong.length === 0) return;
  const calls = wrong.flatMap(({ told }) => told.next);
  const diagnosis = { tool: "diagnose_pipeline", args: {}, why: words`for causes and evidence` };
  const others = calls.filter(({ tool }) => tool !== "get_stats" && tool !== diagnosis.tool);
  renderNextCalls(pipeline_name, [...others.slice(0, CALLS_SHOWN), diagnosis], page);
}

const CALLS_SHOWN = 2;
