import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

/** A recorded pipeline with LATENESS, at depth quick. */
const quick = () => {
  const { circuit_profile: _, ...evidence } = evidenceOf("late_rows");
  return evidence;
};

export const LATE_ROWS_CASES: readonly RuleCase[] = [
  {
    rule: "input/late-rows-unseen",
    when: "two sources feed a table that has LATENESS",
    evidence: quick,
    says: [/page_views \(LATENESS on ts, fed by 2 sources/, /SELECT COUNT\(\*\)/],
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
