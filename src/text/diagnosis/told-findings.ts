import type { Finding } from "../../answers/diagnosis.ts";
import type { RuleWords, Told } from "./rule-words.ts";

/** A finding with what its rule says of it. */
export interface ToldFinding extends Omit<Finding, "about"> {
  readonly told: Told;
}

/** The findings with their rules' words. What a finding is about is checked against its rule's schema here, and only here. */
export function toldFindings(findings: readonly Finding[], rules: readonly RuleWords[]): ToldFinding[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return findings.flatMap(({ about, ...finding }) => {
    const told = byId.get(finding.rule)?.tell(about);
    return told === undefined ? [] : [{ ...finding, told }];
  });
}
