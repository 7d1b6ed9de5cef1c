import type { PartName, Verdict, VerdictName } from "../../src/answers/diagnosis.ts";
import { findingsOf } from "../../src/diagnosis/diagnose.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { RULES } from "../../src/diagnosis/rules.ts";
import { VERDICT_RULES } from "../../src/diagnosis/verdicts.ts";
import { answersBehind, evidenceFrom } from "./answers.ts";
import { type Changes, evidenceOf } from "./evidence.ts";

/** @param unread parts of a diagnosis that could not be had */
export function verdictOf(
  name: VerdictName,
  world: string,
  changes: Changes = {},
  unread: readonly PartName[] = [],
) {
  const whole = evidenceOf(world, changes);
  const answers = Object.entries(answersBehind(whole) ?? {});
  const had = answers.filter(([part]) => !unread.some((one) => one === part));
  const evidence = evidenceFrom(Object.fromEntries(had), whole.nowMs);
  const findings = findingsOf(RULES, evidence);
  const rule = VERDICT_RULES.find(({ verdict }) => verdict === name);
  if (rule === undefined) throw new Error(`no verdict ${name}`);
  const verdict: Verdict = rule.judge(evidence, findings);
  return { standing: verdict.standing, says: String(rule.tell(verdict)) };
}

/** What a verdict concedes where nothing is wrong; undefined where it is nothing. */
export function concededOf(name: VerdictName, evidence: Evidence): string | undefined {
  const rule = VERDICT_RULES.find(({ verdict }) => verdict === name);
  const words = rule?.concede(rule.judge(evidence, findingsOf(RULES, evidence)));
  return words && String(words);
}

/** What a verdict says of some evidence. */
export function judged(name: VerdictName, evidence: Evidence): string {
  const rule = VERDICT_RULES.find(({ verdict }) => verdict === name);
  return rule === undefined ? "" : String(rule.tell(rule.judge(evidence, findingsOf(RULES, evidence))));
}
