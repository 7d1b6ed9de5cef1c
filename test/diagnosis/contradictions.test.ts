import { describe, expect, test } from "vitest";
import { findingsOf } from "../../src/diagnosis/diagnose.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import { RULES } from "../../src/diagnosis/rules.ts";
import { VERDICT_RULES } from "../../src/diagnosis/verdicts.ts";
import { SCENARIOS } from "../scenarios/all.ts";
import { contradictions, type Judged } from "./contradictions.ts";
import { evidenceOf } from "./evidence.ts";
import { gathered } from "./gathered.ts";

function judged(evidence: Evidence): Judged {
  const findings = findingsOf(RULES, evidence);
  return {
    findings,
    verdicts: VERDICT_RULES.map((rule) => rule.judge(evidence, findings)),
    nowMs: evidence.nowMs,
  };
}

describe("no figure of an answer contradicts another", () => {
  test.each(SCENARIOS)("$name", (scenario) => {
    expect(contradictions(judged(gathered(scenario)))).toEqual([]);
  });
});

describe("a contradiction is seen", () => {
  const full = { "inputs.0.metrics.buffered_records": 1_000_000 };

  test("between the queue of one input and what waits at all of them", () => {
    expect(contradictions(judged(evidenceOf("healthy", { stats: full })))).toEqual([
      "1000000 records wait at some inputs, and 0 at all",
    ]);
    const all = { ...full, "global_metrics.buffered_input_records": 1_000_000 };
    expect(contradictions(judged(evidenceOf("healthy", { stats: all })))).toEqual([]);
  });

  test("between two readings of one field", () => {
    const sign = (count: number) => ({ part: "stats" as const, field: "rss", value: { count } });
    const finding = (count: number) => ({
      about: { limit: { bytes: count, from: "metrics" } },
      signs: [sign(count)],
    });
    const of = (...counts: readonly number[]) =>
      contradictions({ findings: counts.map(finding), verdicts: [], nowMs: 0 });
    expect(of(1, 2)).toEqual([
      'sign stats rss undefined: {"count":1} and {"count":2}',
      "memory limit : 1 and 2",
    ]);
    expect(of(2, 2)).toEqual([]);
  });
});
