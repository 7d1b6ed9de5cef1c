import type { Scenario } from "./scenario.ts";
import { type Variant, variantOf } from "./variant.ts";

const DEEP = [{ tool: "diagnose_pipeline", args: { depth: "deep" } }];

/** Of 60,000 rows of two sources some went into the late filter of page_views and did not come out. */
export const missing = (rows: number, read = [40_000, 20_000]): Variant => ({
  circuit: [
    { node: "nn1", metric: "input_batches_stats", byWorker: [30_000, 30_000] },
    { node: "nn2", metric: "output_batches_stats", byWorker: [30_000, 30_000] },
    ...["nn19", "nn20", "nn21"].map((node) => ({
      node,
      metric: "input_batches_stats",
      byWorker: [30_000, 30_000 - rows],
    })),
  ],
  stats: {
    "inputs.0.metrics.total_records": read[0],
    "inputs.1.metrics.total_records": read[1],
    "global_metrics.total_input_records": 60_000,
  },
});

/** More pipelines that are varied from recordings. */
export const VARIED: readonly Scenario[] = [
  {
    name: "one worker of a join does the work of all, and the rows that come wait for it",
    eval: {
      question: "Pipeline PIPELINE is slow. Why?",
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
  {
    name: "a join keeps every order, and no storage takes what does not fit into memory",
    eval: {
      question: "How long will PIPELINE run like this?",
      cause: [/memory/i, /storage/i, /orders/],
      evidence: [/1\d min/, /nn23|535,?000/],
    },
    world: (feldera) =>
      variantOf(feldera, "skewed_join", {
        pipeline: { "runtime_config.storage": null },
        max_rss_bytes: 1_500_000_000,
        circuit: [{ node: "nn28", metric: "runtime_seconds", byWorker: [11, 12, 12, 12] }],
      }),
    calls: DEEP,
    findings: ["memory/limit-ahead", "engine/unbounded-state"],
    says: [/ERROR memory\/limit-ahead: its memory fills the 1\.4 GiB of its container or machine/],
    saysAtOnce: [/1 error \(memory\/limit-ahead\).*its memory fills up in 1\d min \d+ s at this rate/],
  },
  {
    name: "a hundredth of the rows comes too late",
    eval: {
      question: "PIPELINE counts fewer rows than we send. Where are my rows?",
      cause: [/late/i, /LATENESS/i],
      evidence: [/1,?100/, /page_views/],
    },
    world: (feldera) => variantOf(feldera, "late_rows", missing(1_100)),
    calls: DEEP,
    findings: ["input/perhaps-late-rows"],
    says: [/One of page_views.* that is behind the others would lose all that it sends/],
    saysAtOnce: [/^Loses rows: yes: 1,100 of 60,000 rows \(1\.8 %\) of page_views are dropped as late/m],
  },
  {
    name: "half of the rows come too late, and each of two sources has sent half of them",
    eval: {
      question: "Where are my rows? PIPELINE counts half of what we send.",
      cause: [/late/i, /collector_eu|collector_us/],
      evidence: [/30,?000/, /one of/],
    },
    world: (feldera) => variantOf(feldera, "late_rows", missing(30_000, [30_000, 30_000])),
    calls: DEEP,
    findings: ["input/late-rows"],
    says: [
      /Which it is, or whether it is a part of each, no count tells: it shows in the late rows themselves\. What one of page_views\.\w+, page_views\.\w+ sends is, most likely, behind/,
    ],
    saysAtOnce: [
      /^Loses rows: yes: about 30,000 rows of 60,000 of page_views dropped as late.*, about as many as each of page_views\.\w+, page_views\.\w+ sent/m,
    ],
  },
  {
    name: "one of two sources sends little, and what it sends comes too late",
    world: (feldera) => variantOf(feldera, "late_rows", missing(140, [59_850, 150])),
    calls: DEEP,
    findings: ["input/perhaps-late-rows"],
    says: [/They may be most of what page_views\.collector_\w+ sends, which has delivered 150/],
    saysAtOnce: [/^Loses rows: yes: 140 of 60,000 rows/m],
  },
  {
    name: "so few rows come too late that nobody may care",
    world: (feldera) => variantOf(feldera, "late_rows", missing(140)),
    calls: DEEP,
    findings: [],
    says: [/no error or warning was found \(.*\), but it loses rows\./],
    saysAtOnce: [/^Loses rows: yes: 140 of 60,000 rows/m],
  },
  {
    name: "their twin, whose sources send as many rows twice: equal ones merge",
    world: (feldera) => variantOf(feldera, "late_rows", missing(1_100, [40_600, 20_500])),
    calls: DEEP,
    findings: [],
    says: [
      /INFO input\/perhaps-late-rows: 1,100 of 60,000 rows .*, though equal ones seem to merge/,
      /^Loses rows: none .*but 1,100 of 60,000 rows \(1\.8 %\) of page_views may be dropped as late, though/m,
    ],
    never: [/are dropped as late/],
  },
];
