import { type Changes, evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

/** A recorded pipeline with LATENESS, at depth quick. */
const quick = (changes: Changes = {}) => {
  const { circuit_profile: _, ...evidence } = evidenceOf("late_rows", changes);
  return evidence;
};

export const LATE_ROWS_CASES: readonly RuleCase[] = [
  {
    rule: "input/late-rows-unseen",
    when: "two sources feed a table that has LATENESS",
    evidence: () => quick(),
    says: [/page_views \(LATENESS on ts, fed by 2 sources/, /SELECT COUNT\(\*\)/],
  },
  {
    rule: "input/late-rows-unseen",
    when: "Feldera's own count has moved",
    evidence: () => quick({ records_late_total: 9600 }),
    severity: "warning",
    says: [/^9,600 rows were dropped as late, by records_late_total; it can happen in page_views/],
  },
  {
    rule: "input/late-rows-unseen",
    when: "the circuit profile tells what its filters drop",
    evidence: () => evidenceOf("late_rows"),
  },
  {
    rule: "input/late-rows-unseen",
    when: "no table has LATENESS",
    evidence: () => evidenceOf("slow_sink"),
  },
  {
    rule: "input/late-rows-unseen",
    when: "nothing feeds the table that has it",
    evidence: () => {
      const evidence = quick();
      return evidence.pipeline === undefined
        ? evidence
        : { ...evidence, pipeline: { ...evidence.pipeline, connectors: [] } };
    },
  },
];
