import { type Finding, SEVERITIES } from "../answers/diagnosis.ts";
import type { Evidence } from "./evidence.ts";
import type { Rule } from "./rule.ts";

/**
 * What the rules find, most serious first; within a severity in the rules' own order, and what follows from
 * another finding behind all that does not.
 */
export function findingsOf(rules: readonly Rule[], evidence: Evidence): Finding[] {
  const found = rules.flatMap((rule) =>
    rule.find(evidence).map(({ about, severity, signs, quotes }) => ({
      rule: rule.id,
      severity: severity ?? rule.severity,
      about,
      signs: [...signs],
      quotes: [...(quotes ?? [])],
    })),
  );
  const present = new Set(found.map(({ rule }) => rule));
  const explainedBy = new Map(
    rules
      .filter(({ id }) => present.has(id))
      .toReversed()
      .flatMap(({ id, explains }) => (explains ?? []).map((other): [string, string] => [other, id])),
  );
  const findings = found.map((finding) => {
    const follows_from = explainedBy.get(finding.rule);
    return { ...finding, ...(follows_from !== undefined && { follows_from }) };
  });
  return findings.toSorted(
    (one, other) =>
      Number(one.follows_from !== undefined) - Number(other.follows_from !== undefined) ||
      SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity),
  );
}
