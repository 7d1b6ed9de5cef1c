import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Finding, PARTS, type PartName, type Verdict } from "../../src/answers/diagnosis.ts";
import { findingsOf } from "../../src/diagnosis/diagnose.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { RULES } from "../../src/diagnosis/rules.ts";
import { VERDICT_RULES } from "../../src/diagnosis/verdicts.ts";
import { SCENARIOS } from "../scenarios/all.ts";
import { answersBehind, evidenceFrom, JSON_PARTS, type JsonPart } from "./answers.ts";
import { CASES } from "./cases/all.ts";
import { only } from "./evidence.ts";
import { gathered } from "./gathered.ts";
import { type FieldPath, lacking, optionalFields } from "./optional-fields.ts";

/** What a diagnosis says, finding by finding. */
interface Told {
  readonly rule: string;
  readonly severity: string;
  readonly said: string;
}

/** How one of the five questions is answered. */
interface Answered {
  readonly verdict: string;
  readonly standing: Verdict["standing"];
  readonly said: string;
}

interface Subject {
  readonly name: string;
  readonly evidence: Evidence;
  readonly findings: readonly Finding[];
  readonly told: readonly Told[];
  readonly answered: readonly Answered[];
}

/**
 * A handle has the function of an aggregate where the program's text was read, `v.sum@3` for `v.aggregate@3`, and its
 * column where that does not tell it from others of its line.
 */
const withPlainHandles = (said: string) => said.replace(/\.\w+@(\d+)(?::\d+)?/g, ".operator@$1");

/** Of several views some may be left out, and so all but one. */
const inThePlural = (said: string) =>
  said.replace(/^view (.*?) (?:has|gives) /, (_, name) => `views ${name} have `);

function toldOf(findings: readonly Finding[]): Told[] {
  return findings.map(({ rule, severity, about }) => {
    const told = RULES.find(({ id }) => id === rule)?.tell(about);
    return { rule, severity, said: inThePlural(withPlainHandles(`${told?.what}. ${told?.cause}`)) };
  });
}

function answeredOf(evidence: Evidence, findings: readonly Finding[]): Answered[] {
  return VERDICT_RULES.map(({ judge, tell, verdict: name }) => {
    const verdict = judge(evidence, findings);
    const { standing } = verdict;
    return {
      verdict: name,
      standing,
      said: standing === "not_checked" ? "not checked" : String(tell(verdict)),
    };
  });
}

function subject(name: string, evidence: Evidence): Subject {
  const findings = findingsOf(RULES, evidence);
  return { name, evidence, findings, told: toldOf(findings), answered: answeredOf(evidence, findings) };
}

/** Its process tells of another clock than its events, so that without the one the other is believed. */
const OF_TWO_CLOCKS = "it died twice of the same error long ago, and has outlived that by far";

/** Its circuit has rows of a table of which its statistics have none, so that without the one the other is believed. */
const OF_OTHER_ROWS = "what feeds that table has brought nothing";

const SUBJECTS = [
  ...SCENARIOS.filter(({ name }) => name !== OF_TWO_CLOCKS).map((scenario) =>
    subject(scenario.name, gathered(scenario)),
  ),
  ...CASES.filter(({ when }) => when !== OF_OTHER_ROWS).map((one) =>
    subject(`${one.rule}: ${one.when}`, one.evidence()),
  ),
];

/** Not the subject itself, all of which a failure would print. */
const anySubject = fc.nat(SUBJECTS.length - 1);

function subjectAt(index: number): Subject {
  const one = SUBJECTS[index];
  if (one === undefined) throw new Error(`no subject ${index}`);
  return one;
}

const NOT_KNOWN = /not known|not read|not checked|not tell|not reported|too old to tell|cannot be told/g;

function unknowns({ said }: Pick<Told, "said">): number {
  // Two that "are not known" stand in one clause.
  return [NOT_KNOWN, /\bare not known/g].reduce((sum, form) => sum + (said.match(form)?.length ?? 0), 0);
}

/** How long something took may be known from another part as well, less exactly; a size is told in its limit's unit. */
const withoutFigures = (said: string) => said.replace(/[\d,]+(?:\.\d+)? (?:ms|s|min|h|d|B|[KMGT]i?B)\b/g, "");

const wordsOf = ({ said }: Pick<Told, "said">) =>
  withoutFigures(said)
    .split(/[\s,;:.()]+/)
    .filter((word) => word !== "");

/** Whether nothing is said but what was said before, or more of it is said to be not known. */
function claimsNoMore(now: Told, before: Told): boolean {
  if (now.said === before.said) return now.severity === before.severity || isMilder(now, before);
  if (unknowns(now) > unknowns(before)) return true;
  return isLeftOf(wordsOf(now), wordsOf(before)) && isMilder(now, before);
}

/** Whether the one is the other with some left out. */
function isLeftOf(fewer: readonly string[], more: readonly string[]): boolean {
  let at = 0;
  for (const word of more) if (word === fewer[at]) at += 1;
  return at === fewer.length;
}

const SEVERITIES = ["info", "warning", "error"];

function isMilder(now: Told, before: Told): boolean {
  return SEVERITIES.indexOf(now.severity) <= SEVERITIES.indexOf(before.severity);
}

/** Other parts tell of rates, of the limit that holds, of earlier runs, of a place and of the cause too, less exactly. */
const sameByAnother = (said: string) =>
  said
    .replace(/(?:, )?[\d,]+ records?\/s (?:in|processed)/g, "")
    .replace(/over the last|on average in the .*? since its start|\b[\d.]+ %/g, "")
    .replace(/; \d+ starts? in its (?:events|log)(?::[^;]*)?/g, "")
    .replace(/\([\w.]+@[\d#:]+\)/g, "")
    .replace(/^no, .*?\): /, "no: ");

/** Without the clauses that say that something is not known. */
const claimedIn = (said: string) =>
  said
    .split("; ")
    .filter((clause) => clause.search(NOT_KNOWN) < 0)
    .join("; ");

/** What was well or in trouble is so still, or more of it is said to be not known. */
function concludesNoMore(now: Answered, before: Answered | undefined): boolean {
  if (before === undefined) return false;
  if (now.standing === "not_checked" || now.said === before.said) return true;
  if (unknowns(now) > unknowns(before)) return true;
  // Of what was lost already the same may have been not known.
  const isUntold = now.standing === "unknown" && before.standing === "trouble";
  if (isUntold && unknowns(now) > 0 && unknowns(now) === unknowns(before)) return true;
  // What is in trouble is so by its findings, which are held to the same above.
  const isSame = now.standing !== "well" || before.standing === "well";
  const [less, more] = [now, before].map(({ said }) => wordsOf({ said: claimedIn(sameByAnother(said)) }));
  return isSame && isLeftOf(less ?? [], more ?? []);
}

/** What is told of less that is not reported of the whole, and does not say either that something is not known. */
function claims({ findings, told: whole, answered }: Subject, less: Evidence): (Told | Answered)[] {
  const fewer = findingsOf(RULES, less);
  const concluded = answeredOf(less, fewer).filter((now, i) => !concludesNoMore(now, answered[i]));
  if (isDeepStrictEqual(fewer, findings)) return concluded;
  const told = toldOf(fewer).filter((now) => {
    const before = whole.filter(({ rule }) => rule === now.rule);
    return before.length === 0 ? unknowns(now) === 0 : !before.some((one) => claimsNoMore(now, one));
  });
  return [...concluded, ...told];
}

/** The same evidence of some parts alone, made again of what was answered to them where that is known. */
function keeping({ evidence }: Subject, parts: readonly PartName[]): Evidence {
  const answers = answersBehind(evidence);
  if (answers === undefined) return only(evidence, parts);
  const kept = Object.entries(answers).filter(
    ([part]) => part === "dataflow_graph" || parts.some((one) => one === part),
  );
  return evidenceFrom(Object.fromEntries(kept), evidence.nowMs);
}

const without = (part: PartName) => PARTS.filter((other) => other !== part);

/** All evidence is made anew, circuits too: that takes half a minute on a busy machine. */
const OF_ALL_MS = 120_000;

describe("what is not there is not known, and never not so:", () => {
  test.each(PARTS)(
    "nothing is claimed without %s, or by it alone",
    (part) => {
      for (const one of SUBJECTS) {
        expect(claims(one, keeping(one, without(part))), one.name).toEqual([]);
        expect(claims(one, keeping(one, [part])), one.name).toEqual([]);
      }
    },
    OF_ALL_MS,
  );

  test("any parts of a diagnosis are a diagnosis of those parts", () => {
    fc.assert(
      fc.property(anySubject, fc.subarray([...PARTS]), (index, parts) => {
        const one = subjectAt(index);
        expect(claims(one, keeping(one, parts)), one.name).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

/**
 * Fields that every manager has and no answer lacks: what failed and how, the states, types, the table of a connector. Connectors,
 * LATENESS, an error that ended a connector and a name are what they are by not being there as well, and an output that does not say that it is paused is
 * of a runtime that cannot pause one.
 */
const IN_EVERY_ANSWER =
  /^(?:outputs\.\*\.paused$|(?:in|out)puts\.\*\.(?:fatal_error|config\.stream)$|deployment_error|program_error|program_status$|deployment_status$|program_info\.(?:in|out)put_connectors\b|.*\.(?:lateness|columntype|materialized)\b|.*\.name$|suspend_error\.|failure\.error|.*\.message$|\*\.deployment_(?:resources|runtime)_status$|\*\.deployment_(?:error\.|has_error$))/;

interface Field {
  readonly part: JsonPart;
  readonly path: FieldPath;
}

const fieldsOf = <Part extends JsonPart>(part: Part) =>
  optionalFields(JSON_PARTS[part])
    .filter((path) => !IN_EVERY_ANSWER.test(path.join(".")))
    .map((path): Field => ({ part, path }));

const FIELDS = [
  ...fieldsOf("stats"),
  ...fieldsOf("pipeline"),
  ...fieldsOf("events"),
  ...fieldsOf("time_series"),
  ...fieldsOf("metrics"),
  ...fieldsOf("checkpoint_status"),
  ...fieldsOf("cluster_health"),
  ...fieldsOf("platform"),
];

/** Undefined where the answer has no such field, or where nothing is made of it. */
function evidenceLacking({ evidence }: Subject, { part, path }: Field): Evidence | undefined {
  const answers = answersBehind(evidence);
  const json = answers?.[part];
  const rest = json && lacking(json, path);
  if (rest === json || rest === undefined) return undefined;
  const less = evidenceFrom({ ...answers, [part]: rest }, evidence.nowMs);
  return isDeepStrictEqual(less, evidence) ? undefined : less;
}

const nameOf = ({ part, path }: Field) => `${part}.${path.join(".")}`;

/** A field is left out of a sixth of the scenarios, the next field of the next sixth. */
const SIXTHS = 6;

describe("what a runtime does not tell is not known, and never not so:", () => {
  test.each(FIELDS.map((field, at) => [nameOf(field), field, at] as const))(
    "%s",
    (_, field, at) => {
      const sixth = SUBJECTS.slice(0, SCENARIOS.length).filter((_, i) => (i + at) % SIXTHS === 0);
      for (const one of sixth) {
        const less = evidenceLacking(one, field);
        if (less) expect(claims(one, less), one.name).toEqual([]);
      }
    },
    OF_ALL_MS,
  );

  test("any field of any evidence that a rule is tested with", () => {
    fc.assert(
      fc.property(anySubject, fc.constantFrom(...FIELDS), (index, field) => {
        const one = subjectAt(index);
        const less = evidenceLacking(one, field);
        fc.pre(less !== undefined);
        if (less) expect(claims(one, less), `${one.name}, without ${nameOf(field)}`).toEqual([]);
      }),
      { numRuns: 300, maxSkipsPerRun: 10_000 },
    );
  });
});
