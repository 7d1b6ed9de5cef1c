import type { DiagnosisAnswer, Verdict } from "../../answers/diagnosis.ts";
import { whyMissing } from "../not-checked.ts";
import { joined, type Words, words } from "../page/words.ts";
import type { VerdictWords } from "./verdict-words.ts";

/** A line for each verdict; those that could not be checked for the same reason share one. */
export function verdictLines(answer: DiagnosisAnswer, verdicts: readonly VerdictWords[]): Words[] {
  const lines: Words[] = [];
  const unchecked = new Map<string, { labels: Words[]; reason: Words }>();
  for (const verdict of answer.verdicts) {
    const rule = verdicts.find((one) => one.verdict === verdict.verdict);
    if (rule === undefined) continue;
    if (verdict.standing !== "not_checked") {
      lines.push(words`${rule.label}: ${rule.tell(verdict)}.`);
      continue;
    }
    const reason = whyUnchecked(verdict, answer);
    const known = unchecked.get(String(reason)) ?? { labels: [], reason };
    known.labels.push(rule.label);
    unchecked.set(String(reason), known);
  }
  for (const { labels, reason } of unchecked.values()) {
    lines.push(words`${joined(labels, words`, `)}: not checked (${reason}).`);
  }
  return lines;
}

function whyUnchecked({ needs = [] }: Verdict, { not_checked, depth }: DiagnosisAnswer): Words {
  const isStopped = not_checked.some(
    ({ missing }) => missing.error_code === "PipelineInteractionNotDeployed",
  );
  if (isStopped) return words`the pipeline is not deployed`;
  const missing = not_checked.find(({ part }) => needs.includes(part))?.missing;
  if (missing !== undefined) return whyMissing(missing);
  if (depth === "deep") return words`what was read does not tell`;
  const unanswered = unansweredBy(not_checked);
  return unanswered === undefined ? words`depth deep looks at it` : whyMissing(unanswered);
}

/** Why its process answers nothing, so that it would tell no more where more was asked of it. */
function unansweredBy(not_checked: DiagnosisAnswer["not_checked"]) {
  const [stats, metrics] = (["stats", "metrics"] as const).map(
    (name) => not_checked.find(({ part }) => part === name)?.missing,
  );
  return stats?.error_code !== undefined && stats.error_code === metrics?.error_code ? stats : undefined;
}
