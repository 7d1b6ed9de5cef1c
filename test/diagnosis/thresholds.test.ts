import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { RULES } from "../../src/diagnosis/rules.ts";
import { THRESHOLDS } from "../../src/diagnosis/thresholds.ts";
import { BOUNDARIES, type Boundary } from "./boundaries.ts";
import { judged } from "./judged.ts";

/** The thresholds as they are, in an object that a test may change. */
vi.mock(import("../../src/diagnosis/thresholds.ts"), async (original) => ({
  THRESHOLDS: { ...(await original()).THRESHOLDS },
}));

const AS_THEY_ARE: ReadonlyMap<string, number> = new Map(Object.entries(THRESHOLDS));

afterEach(() => {
  Object.assign(THRESHOLDS, Object.fromEntries(AS_THEY_ARE));
});

const ALL = Object.entries(BOUNDARIES).flatMap(([threshold, boundaries]) =>
  boundaries.map((boundary, i) => ({ threshold, boundary, name: `${threshold} of ${boundary.rule}`, i })),
);

function finds({ rule: id, severity, says }: Boundary, evidence: Boundary["hit"]): boolean {
  if (says !== undefined) return says.words.test(judged(says.verdict, evidence()));
  const rule = RULES.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  const found = rule.find(evidence());
  return found.some((one) => severity === undefined || (one.severity ?? rule.severity) === severity);
}

function holds(boundary: Boundary): boolean {
  return finds(boundary, boundary.hit) && !finds(boundary, boundary.nearMiss);
}

describe("a rule speaks from its threshold on, and not just below", () => {
  test.each(ALL)("$name", ({ boundary }) => {
    expect([finds(boundary, boundary.hit), finds(boundary, boundary.nearMiss)]).toEqual([true, false]);
  });
});

describe("no threshold changes unseen", () => {
  /** A hundredth, or one where the figure is a few. */
  const step = (value: number) => (Number.isInteger(value) && value <= 10 ? 1 : value / 100);

  test.each(ALL)("$name", ({ threshold, boundary }) => {
    const value = AS_THEY_ARE.get(threshold) ?? Number.NaN;
    for (const changed of [value + step(value), value - step(value)]) {
      Object.assign(THRESHOLDS, { [threshold]: changed });
      expect(holds(boundary), `${threshold} = ${changed}`).toBe(false);
    }
  });
});

describe("the table is whole", () => {
  test.each(
    RULES.flatMap(({ id, thresholds = [] }) => thresholds.map((threshold) => [threshold, id] as const)),
  )("%s of %s has a boundary", (threshold, id) => {
    expect(BOUNDARIES[threshold].map(({ rule }) => rule)).toContain(id);
  });

  const ofRules = ALL.filter(({ boundary }) => boundary.says === undefined);

  test.each(ofRules)("the rule of $name names that threshold", ({ threshold, boundary }) => {
    const rule = RULES.find(({ id }) => id === boundary.rule);
    expect(rule?.thresholds ?? []).toContain(threshold);
  });

  test("no threshold is without a rule or a verdict that takes it", () => {
    const folders = ["rules", "verdicts"].map((name) =>
      fileURLToPath(new URL(`../../src/diagnosis/${name}/`, import.meta.url)),
    );
    const source = folders
      .flatMap((folder) => readdirSync(folder).map((file) => readFileSync(folder + file, "utf8")))
      .join("\n");
    const taken = new Set([...source.matchAll(/THRESHOLDS\.(\w+)/g)].map(([, name]) => name));
    expect([...taken].toSorted()).toEqual([...AS_THEY_ARE.keys()].toSorted());
  });
});
