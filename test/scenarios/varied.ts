import type { Scenario } from "./scenario.ts";
import { variantOf } from "./variant.ts";

const DEEP = [{ tool: "diagnose_pipeline", args: { depth: "deep" } }];

/** More pipelines that are varied from recordings. */
export const VARIED: readonly Scenario[] = [
  {
    name: "one worker of a join does the work of all, and the rows that come wait for it",
    eval: {
      question: "PIPELINE is slow. Why?",
      cause: [/skew|one worker|hot key|worker 2/i, /join/i],
      evidence: [/nn28|JoinTrace/, /94(\.\d)? %/],
    },
    world: (feldera) =>
      variantOf(feldera, "skewed_join", {
        stats: {
          "inputs.0.metrics.buffered_records": 2_000_000,
          "global_metrics.buffered_input_records": 2_000_000,
        },
      }),
    calls: DEEP,
    findings: ["engine/skew", "engine/unbounded-state"],
    says: [/worker 2 of 4 does 94\.1 % of the work .* costs at most 31\.1 % of the time/],
    saysAtOnce: [/^Keeps up: no, worker 2 of 4 does 94\.1 % of JoinTrace nn28 of enriched\.join@9/m],
  },
];
