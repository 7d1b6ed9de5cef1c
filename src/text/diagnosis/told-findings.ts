import type { Finding } from "../../answers/diagnosis.ts";
import type { RuleWords, Told } from "./rule-words.ts";

/** A finding with what its rule says of it. */
export interface ToldFinding extends Omit<Finding, "about"> {
  readonly told: Told;
  readonly ofSetup: boolean;
}

/** The findings with their rules' words. What a finding is about is checked against its rule's schema here, and only here. */
export function toldFindings(findings: readonly Finding[], rules: readonly RuleWords[]): ToldFinding[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return findings.flatMap(({ about, ...finding }) => {
    const rule = byId.get(finding.rule);
    return rule === undefined ? [] : [{ ...finding, told: rule.tell(about), ofSetup: rule.ofSetup === true }];
  });
}
