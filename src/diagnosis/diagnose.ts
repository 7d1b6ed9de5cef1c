import { type Causes, type Finding, PARTS, type PartName, SEVERITIES } from "../answers/diagnosis.ts";
import type { Evidence } from "./evidence.ts";
import type { Rule } from "./rule.ts";

/**
 * What the rules find, most serious first; within a severity in the rules' own order, and what follows from
 * another finding behind all that does not.
 */
export function findingsOf(rules: readonly Rule[], evidence: Evidence): Finding[] {
  const all = rules.flatMap((rule) =>
    rule.find(evidence).map(({ about, severity, signs, quotes, explains, effectOf = [] }) => ({
      explains: [...(rule.explains ?? []), ...(explains ?? [])],
      effectOf,
      finding: {
        rule: rule.id,
        severity: severity ?? rule.severity,
        about,
        signs: [...signs],
        quotes: [...(quotes ?? [])],
      },
    })),
  );
  const explainedBy = new Map(
    all
      .toReversed()
      .flatMap(({ finding, explains }) => explains.map((other): [string, string] => [other, finding.rule])),
  );
  const warned = new Set(
    all.flatMap(({ finding: { rule, severity } }) => (severity === "info" ? [] : [rule])),
  );
  const direct = all.map(({ finding, effectOf }) => {
    const cause = effectOf.find((rule) => warned.has(rule));
    const follows_from = explainedBy.get(cause ?? finding.rule) ?? cause;
    return { ...finding, ...(follows_from !== undefined && { follows_from }) };
  });
  const findings = direct.map((finding) => {
    const { follows_from } = finding;
    return follows_from === undefined
      ? finding
      : { ...finding, follows_from: firstCause(follows_from, direct) };
  });
  return findings.toSorted(
    (one, other) =>
      Number(one.follows_from !== undefined) - Number(other.follows_from !== undefined) ||
      SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity),
  );
}

/** What explains a rule's findings may itself follow from another: that which follows from none is told. */
function firstCause(rule: string, findings: readonly Finding[], seen: readonly string[] = []): string {
  const own = findings.filter((one) => one.rule === rule);
  const [{ follows_from } = {}] = own;
  const isFirst = own.some((one) => one.follows_from === undefined);
  if (isFirst || follows_from === undefined || seen.includes(rule)) return rule;
  return firstCause(follows_from, findings, [...seen, rule]);
}

/**
 * What is found in some parts alone, as a tool about `about` tells it. A rule finds nothing in what was not read; a
 * cause counts as looked for where all that its rule looks at was read.
 */
export function findingsAbout(
  about: readonly PartName[],
  rules: readonly Rule[],
  evidence: Evidence,
): { findings: Finding[]; causes: Causes } {
  const read = PARTS.filter((part) => evidence[part] !== undefined);
  const concerned = rules.filter(({ parts }) => parts.some((part) => about.includes(part)));
  return {
    findings: findingsOf(concerned, evidence),
    causes: { looked_for: lookedFor(concerned, read, evidence), known: rules.length },
  };
}

/** Of how many of these causes of trouble all parts were read. */
export function lookedFor(
  rules: readonly Rule[],
  read: readonly PartName[],
  { needed_tables }: Pick<Evidence, "needed_tables">,
): number {
  const isGraphRead = needed_tables !== undefined;
  return rules.filter(
    ({ parts, needsGraph }) => (isGraphRead || !needsGraph) && parts.every((part) => read.includes(part)),
  ).length;
}
