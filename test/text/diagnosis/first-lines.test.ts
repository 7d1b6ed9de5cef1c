import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DiagnosisAnswer,
  type Finding,
  STANDINGS,
  VERDICTS,
  type Verdict,
} from "../../../src/answers/diagnosis.ts";
import { renderDiagnosis } from "../../../src/text/diagnosis/diagnosis.ts";
import type { RuleWords } from "../../../src/text/diagnosis/rule-words.ts";
import type { VerdictWords } from "../../../src/text/diagnosis/verdict-words.ts";
import { Page } from "../../../src/text/page/page.ts";
import { type Words, words } from "../../../src/text/page/words.ts";

const LABELS: Readonly<Record<Verdict["verdict"], Words>> = {
  up: words`Up`,
  keeps_up: words`Keeps up`,
  grows: words`Grows`,
  time: words`Time`,
  loses_rows: words`Loses rows`,
};

const SLOW: RuleWords = ruleOf("output/slow", {});
const LOST: RuleWords = ruleOf("input/lost", {});
const SETTING: RuleWords = ruleOf("settings/odd", { ofSetup: true });
const EDITION: RuleWords = ruleOf("checkpoint/none", { ofSetup: true, parts: ["stats"] });
const RULES = [SLOW, LOST, SETTING, EDITION];

function ruleOf(id: string, more: Partial<RuleWords>): RuleWords {
  return {
    id,
    parts: ["pipeline"],
    looksFor: words`kind of ${id}`,
    tell: () => ({
      what: words`all of ${id}`,
      brief: words`brief of ${id}`,
      short: words`kind of ${id}`,
      cause: words`Why ${id} is`,
      next: [],
    }),
    ...more,
  };
}

/** What keeps it from keeping up is told by that verdict, and by no other. */
function verdictWords(verdict: Verdict["verdict"]): VerdictWords {
  return {
    verdict,
    label: LABELS[verdict],
    tell: ({ standing }) => words`as it is (${standing})`,
    concede: () => undefined,
    presume: () => undefined,
    rulesTold: ({ standing }) => (verdict === "keeps_up" && standing === "trouble" ? [SLOW.id] : []),
  };
}

function linesOf(
  standings: readonly Verdict["standing"][],
  found: readonly (readonly [RuleWords, Finding["severity"]])[],
) {
  const facts: DiagnosisAnswer = {
    pipeline_name: "ledger",
    depth: "deep",
    verdicts: VERDICTS.map((verdict, i) => {
      const standing = standings[i] ?? "well";
      return { verdict, standing, ...(standing === "not_checked" && { needs: ["stats" as const] }) };
    }),
    findings: found.map(([{ id }, severity]) => ({ rule: id, severity, about: {}, signs: [], quotes: [] })),
    looked_at: ["pipeline"],
    causes: { looked_for: 3, known: 4 },
    not_checked: [],
  };
  const page = new Page({ maxTokens: 4000, maxTokensMax: 10_000, lineChars: 4000 }, "0badf00d");
  renderDiagnosis(facts, { rules: RULES, verdicts: VERDICTS.map(verdictWords) }, page);
  return String(page).split("\n");
}

const WELL = ["well", "well", "well", "well", "well"] as const;

describe("whether it is up stands in the first line, and all verdicts in five:", () => {
  test("those in trouble before those that are not, and why it does not keep up right behind that", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STANDINGS), { minLength: 5, maxLength: 5 }), (standings) => {
        const five = linesOf(standings, [[LOST, "error"]]).slice(0, 5);
        expect(five[0]).toMatch(/^ledger: 1 error \(input\/lost\): brief of input\/lost\. Up[:,]/);
        for (const label of Object.values(LABELS)) {
          expect(five.filter((line) => new RegExp(`(?:^|\\. |, )${label}[:,] `).test(line))).toHaveLength(1);
        }
        const others = five.slice(1).filter((line) => line.includes(": as it is ("));
        const isBehind = others[0]?.startsWith("Keeps up: as it is (trouble)") ?? false;
        expect(isBehind).toBe(standings[1] === "trouble");
        if (isBehind && standings[3] !== "not_checked") expect(others[1]).toMatch(/^Time: /);
        const ranks = others
          .filter((line) => !(isBehind && line.startsWith("Time: ")))
          .map((line) => Number(!line.includes("trouble")));
        expect(ranks).toEqual(ranks.toSorted());
      }),
    );
  });

  test("also where none was checked", () => {
    const [first] = linesOf(
      VERDICTS.map(() => "not_checked"),
      [],
    );
    expect(first).toBe(
      "ledger: nothing wrong was found (3 of 4 causes of trouble looked for). Up, Keeps up, Grows, Time, Loses rows: not checked (what was read does not tell).",
    );
  });
});

describe("the worst of what was found", () => {
  test("is told in a few words, and so is the next that no verdict tells", () => {
    const [first] = linesOf(WELL, [
      [LOST, "error"],
      [SLOW, "warning"],
    ]);
    expect(first).toMatch(
      /^ledger: 1 error \(input\/lost\), 1 warning \(output\/slow\), foremost: brief of input\/lost; also brief of output\/slow\. Up: /,
    );
  });

  test("is told by its kind alone where a verdict tells it", () => {
    const [first, second] = linesOf(["well", "trouble", "well", "well", "well"], [[SLOW, "error"]]);
    expect(first).toMatch(/^ledger: 1 error \(output\/slow\): kind of output\/slow\. Up: /);
    expect(second).toMatch(/^Keeps up: /);
  });
});

describe("what lies in how a pipeline is set up", () => {
  test("shares a line, which points to where what is in its record is told whole", () => {
    const lines = linesOf(WELL, [
      [LOST, "info"],
      [SETTING, "info"],
      [EDITION, "info"],
    ]);
    expect(lines[0]).toContain("nothing wrong was found");
    expect(lines).toContain(
      "For information: brief of settings/odd (settings/odd); brief of checkpoint/none (checkpoint/none); get_pipeline with section config tells more.",
    );
    expect(lines.filter((line) => /^\d+\. /.test(line))).toEqual([
      expect.stringContaining("1. INFO input/lost: "),
    ]);
    expect(linesOf(WELL, [[EDITION, "info"]])).toContain(
      "For information: brief of checkpoint/none (checkpoint/none).",
    );
  });

  test("is told whole where it is trouble", () => {
    const lines = linesOf(WELL, [[SETTING, "warning"]]);
    expect(lines[0]).toMatch(/^ledger: 1 warning \(settings\/odd\): brief of settings\/odd\. Up: /);
    expect(lines).toContain("1. WARNING settings/odd: all of settings/odd.");
  });
});
