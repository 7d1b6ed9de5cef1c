import type { DiagnosisAnswer, Verdict } from "../../answers/diagnosis.ts";
import { whyMissingBriefly } from "../not-checked.ts";
import { joined, type Words, words } from "../page/words.ts";
import type { VerdictWords } from "./verdict-words.ts";

/**
 * A line for each verdict, what is in trouble first; those that could not be checked for the same reason share one.
 * Whether it is up comes before all others, whatever it says.
 */
export function verdictLines(answer: DiagnosisAnswer, verdicts: readonly VerdictWords[]): Words[] {
  const lines: Words[] = [];
  const unchecked = new Map<string, { labels: Words[]; reason: Words }>();
  for (const verdict of worstFirst(answer.verdicts)) {
    const rule = wordsFor(verdict, verdicts);
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
  const untold = [...unchecked.values()].map(
    ({ labels, reason }) => words`${joined(labels, words`, `)}: not checked (${reason}).`,
  );
  return isUpTold(answer) ? [...lines, ...untold] : [...untold, ...lines];
}

/** What those lines say is not well, whatever was found. */
export function conceded(answer: DiagnosisAnswer, verdicts: readonly VerdictWords[]): Words[] {
  return answer.verdicts.flatMap((verdict) => wordsFor(verdict, verdicts)?.concede(verdict) ?? []);
}

/** What those lines take for meant. */
export function presumed(answer: DiagnosisAnswer, verdicts: readonly VerdictWords[]): Words[] {
  return answer.verdicts.flatMap((verdict) => wordsFor(verdict, verdicts)?.presume(verdict) ?? []);
}

/** The rules whose findings those lines tell. */
export function rulesTold(answer: DiagnosisAnswer, verdicts: readonly VerdictWords[]): ReadonlySet<string> {
  return new Set(answer.verdicts.flatMap((verdict) => wordsFor(verdict, verdicts)?.rulesTold(verdict) ?? []));
}

function wordsFor({ verdict }: Verdict, verdicts: readonly VerdictWords[]): VerdictWords | undefined {
  return verdicts.find((one) => one.verdict === verdict);
}

function isUpTold({ verdicts }: DiagnosisAnswer): boolean {
  return verdicts.some(({ verdict, standing }) => verdict === "up" && standing !== "not_checked");
}

function worstFirst(verdicts: readonly Verdict[]): Verdict[] {
  const isBehind = verdicts.some(({ verdict, standing }) => verdict === "keeps_up" && isTrouble(standing));
  const rankOf = ({ verdict, standing }: Verdict) => {
    if (verdict === "up") return 0;
    // Where its time goes is why it does not keep up.
    if (isBehind && (verdict === "keeps_up" || verdict === "time")) return 1;
    return isTrouble(standing) ? 2 : 3;
  };
  return verdicts.toSorted((one, other) => rankOf(one) - rankOf(other));
}

function isTrouble(standing: Verdict["standing"]): boolean {
  return standing === "trouble";
}

/** Briefly: what was said of each part stands with what was not checked. */
function whyUnchecked({ needs = [] }: Verdict, { not_checked }: DiagnosisAnswer): Words {
  const isStopped = not_checked.some(
    ({ missing }) => missing.error_code === "PipelineInteractionNotDeployed",
  );
  if (isStopped) return words`the pipeline is not deployed`;
  const missing = not_checked.find(({ part }) => needs.includes(part))?.missing;
  return missing === undefined ? words`what was read does not tell` : whyMissingBriefly(missing);
}
