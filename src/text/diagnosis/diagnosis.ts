import { type DiagnosisAnswer, type Finding, type PartName, rootsOf } from "../../answers/diagnosis.ts";
import { whyMissing } from "../not-checked.ts";
import { plural } from "../page/format.ts";
import type { Page } from "../page/page.ts";
import { joined, type Words, words } from "../page/words.ts";
import { causesWords, SEVERITY_WORDS } from "./brief.ts";
import { renderNextCalls } from "./next-calls.ts";
import { PART_WORDS } from "./part-words.ts";
import type { NextCall, RuleWords } from "./rule-words.ts";
import { signWords } from "./sign-words.ts";
import { type ToldFinding, toldFindings } from "./told-findings.ts";
import type { VerdictWords } from "./verdict-words.ts";
import { conceded, presumed, rulesTold, verdictLines } from "./verdicts.ts";

/** How what was found and judged is put into words. */
export interface DiagnosisWords {
  readonly rules: readonly RuleWords[];
  readonly verdicts: readonly VerdictWords[];
}

/**
 * The verdicts, then the findings, each with its evidence and what usually causes it; then what was not checked, and
 * what was.
 */
export function renderDiagnosis(
  facts: DiagnosisAnswer,
  { rules, verdicts }: DiagnosisWords,
  page: Page,
): void {
  const findings = toldFindings(facts.findings, rules);
  const [first, ...others] = verdictLines(facts, verdicts);
  const roots = rootsOf(findings);
  const head = headline(facts, roots, {
    told: rulesTold(facts, verdicts),
    conceded: conceded(facts, verdicts),
    presumed: presumed(facts, verdicts),
  });
  page.line(words`${head} ${first}`);
  for (const line of others) page.line(line);
  const ofSetup = roots.filter(isOfSetup);
  for (const [index, finding] of roots.filter((one) => !isOfSetup(one)).entries()) {
    const { rule, severity, told, signs, quotes } = finding;
    const head = words`${index + 1}. ${SEVERITY_WORDS[severity]} ${rule}: ${told.what}.`;
    const evidence = words`Evidence: ${joined(signs.map(signWords), words`; `)}.`;
    if (severity === "info") {
      page.line(words`${head} ${told.cause}. ${evidence}`);
      continue;
    }
    page.line(head);
    page.line(words`   ${evidence}`);
    page.line(words`   ${told.cause}.`);
    for (const { part, texts } of quotes) {
      page.quote(texts, { unit: words`texts`, head: `from ${PART_WORDS[part]}:` });
    }
    for (const explained of findings.filter(({ follows_from }) => follows_from === rule)) {
      page.line(words`   It explains ${explained.rule}: ${explained.told.what}.`);
    }
  }
  if (ofSetup.length > 0) page.line(setupWords(ofSetup, rules));
  renderScope(facts, rules, page);
  const calls = [...goDeeper(facts), ...roots.flatMap(({ told }) => told.next)].filter(
    (call) => !isNeedless(call, facts),
  );
  renderNextCalls(facts.pipeline_name, calls, page, isDeployed(facts));
}

/** As Feldera answers for a process that is not there, or not to be reached. */
const AWAY: ReadonlySet<string> = new Set(["PipelineInteractionNotDeployed", "PipelineUnavailable"]);

/** Undefined where that was not read. */
function isDeployed({ state, looked_at, not_checked }: DiagnosisAnswer): boolean | undefined {
  if (looked_at.includes("stats")) return true;
  if (not_checked.some(({ missing }) => AWAY.has(missing.error_code ?? ""))) return false;
  const status = state?.resources.status;
  return status === undefined ? undefined : status !== "Stopped";
}

/** What was read needs no call, and what a call could not have, it would not have the next time either. */
function isNeedless({ tool, args, toRead }: NextCall, { depth, looked_at }: DiagnosisAnswer): boolean {
  const isThisOne = tool === "diagnose_pipeline" && args.depth === "deep" && depth === "deep";
  return isThisOne || (toRead !== undefined && looked_at.includes(toRead));
}

/** Where nothing is wrong at first sight, and a longer look may tell more. */
function goDeeper({ findings, verdicts, looked_at, depth }: DiagnosisAnswer): readonly NextCall[] {
  if (looked_at.length === 0) {
    const why = words`for the profiles, should there be any`;
    return [{ tool: "diagnose_pipeline", args: { depth: "deep" }, why }];
  }
  if (depth === "deep" || !isClean(findings) || !looked_at.includes("stats")) return [];
  const isGrowthKnown = verdicts.some(({ verdict, standing }) => verdict === "grows" && standing === "well");
  if (looked_at.includes("circuit_profile") && isGrowthKnown) return [];
  const why = looked_at.includes("circuit_profile")
    ? words`for how fast it grows, and what holds the memory`
    : words`for what only profiles show: late rows, skew, exploding joins, growing state, slow storage`;
  return [{ tool: "diagnose_pipeline", args: { depth: "deep" }, why }];
}

/** What is wrong, and the worst of it in words. */
function headline(
  { pipeline_name, looked_at, causes }: DiagnosisAnswer,
  roots: readonly ToldFinding[],
  {
    told,
    conceded: but,
    presumed,
  }: {
    readonly told: ReadonlySet<string>;
    readonly conceded: readonly Words[];
    readonly presumed: readonly Words[];
  },
): Words {
  if (looked_at.length === 0) return words`${pipeline_name}: nothing could be looked at.`;
  const of = (severity: Finding["severity"]) => roots.filter((finding) => finding.severity === severity);
  const wrong = [
    ...named(of("error"), words`error`, words`errors`),
    ...named(of("warning"), words`warning`, words`warnings`),
  ];
  if (wrong.length === 0 && but.length > 0) {
    return words`${pipeline_name}: no error or warning was found (${causesWords(causes)} looked for), but ${joined(but, words` and `)}.`;
  }
  if (wrong.length === 0) {
    const provided = presumed.length === 0 ? undefined : words`, if ${joined(presumed, words` and `)}`;
    return words`${pipeline_name}: nothing wrong was found (${causesWords(causes)} looked for)${provided}.`;
  }
  return words`${pipeline_name}: ${joined(wrong, words`, `)}${worstWords(roots, told)}.`;
}

/** The worst of what was found, or of what kind it is, where a verdict tells it; and the next that no verdict tells. */
function worstWords(roots: readonly ToldFinding[], told: ReadonlySet<string>): Words | undefined {
  const [worst, ...others] = roots.filter(({ severity }) => severity !== "info");
  if (worst === undefined) return undefined;
  const { short, brief } = worst.told;
  const next = others.find(({ rule }) => rule !== worst.rule && !told.has(rule));
  const foremost = others.length > 0 && words`, foremost`;
  return words`${foremost || undefined}: ${told.has(worst.rule) ? short : brief}${next && words`; also ${next.told.brief}`}`;
}

/** What is so by its settings, and is no trouble as it stands. */
function isOfSetup({ severity, ofSetup }: ToldFinding): boolean {
  return severity === "info" && ofSetup;
}

/** Each in a few words, and where what stands in the pipeline's record is told whole. */
function setupWords(findings: readonly ToldFinding[], rules: readonly RuleWords[]): Words {
  const each = findings.map(({ rule, told }) => words`${told.brief} (${rule})`);
  const isRecorded = ({ id, parts }: RuleWords) =>
    parts.every((part) => part === "pipeline") && findings.some(({ rule }) => rule === id);
  const whole = rules.some(isRecorded) ? words`; get_pipeline with section config tells more` : undefined;
  return words`For information: ${joined(each, words`; `)}${whole}.`;
}

/** "2 warnings (engine/skew, engine/unbounded-state)". */
function named(findings: readonly ToldFinding[], one: Words, many: Words): Words[] {
  const rules = [...new Set(findings.map(({ rule }) => rule))].map((rule) => words`${rule}`);
  return rules.length === 0
    ? []
    : [words`${plural(findings.length, one, many)} (${joined(rules, words`, `)})`];
}

function isClean(findings: readonly Finding[]): boolean {
  return findings.every(({ severity }) => severity === "info");
}

/** Causes that are named where they could not be checked, before the rest is only counted. */
const UNCHECKED_NAMED = 6;

/** What was looked at, and what was not and why: without it, silence would look like health. */
function renderScope(facts: DiagnosisAnswer, rules: readonly RuleWords[], page: Page) {
  const { findings, looked_at, causes, log_lines, not_checked, depth } = facts;
  if (not_checked.length > 0) {
    const reasons = reasonsOf(not_checked).map(([reason, parts]) => words`${partList(parts)} (${reason})`);
    page.line(words`Not checked: ${joined(reasons, words`; `)}.`);
  }
  // What exists only while a pipeline is deployed cannot trouble one that is not.
  const unread = new Set(not_checked.filter(isTelling).map(({ part }) => part));
  const unseen = rules.filter(({ parts }) => parts.some((part) => unread.has(part)));
  if (unseen.length > 0) {
    const named = joined(
      unseen.slice(0, UNCHECKED_NAMED).map(({ looksFor }) => looksFor),
      words`, `,
    );
    const more = unseen.length - UNCHECKED_NAMED;
    page.line(
      words`So these could be there unseen: ${named}${more > 0 ? words`, and ${more} more` : undefined}.`,
    );
  }
  const deep =
    depth === "deep" || isDeployed(facts) === false
      ? undefined
      : words`; depth deep also reads the heap profile, and looks twice`;
  const lookedAt = joined(
    looked_at.map((part) =>
      part === "log" && log_lines !== undefined
        ? words`${PART_WORDS.log} (${plural(log_lines, words`line`, words`lines`)})`
        : PART_WORDS[part],
    ),
    words`, `,
  );
  page.line(
    words`Looked at: ${looked_at.length === 0 ? words`nothing` : lookedAt}${isClean(findings) ? undefined : words`, for ${causesWords(causes)}`}${deep}.`,
  );
}

type NotChecked = DiagnosisAnswer["not_checked"][number];

function isTelling({ missing }: NotChecked): boolean {
  return missing.error_code !== "PipelineInteractionNotDeployed";
}

/** The parts that share each reason. */
function reasonsOf(not_checked: readonly NotChecked[]): [Words, PartName[]][] {
  const byReason = new Map<string, [Words, PartName[]]>();
  for (const { part, missing } of not_checked) {
    const reason = isTelling({ part, missing }) ? whyMissing(missing) : words`the pipeline is not deployed`;
    const known = byReason.get(String(reason)) ?? [reason, []];
    known[1].push(part);
    byReason.set(String(reason), known);
  }
  return [...byReason.values()];
}

function partList(parts: readonly PartName[]): Words {
  return joined(
    parts.map((part) => PART_WORDS[part]),
    words`, `,
  );
}
