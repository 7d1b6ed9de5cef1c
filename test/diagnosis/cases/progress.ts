import { statsFacts } from "../../../src/analysis/stats/stats-facts.ts";
import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import { Stats } from "../../../src/feldera/schemas/stats.ts";
import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

/** Two samples of the statistics, this far apart, between which nothing was processed. */
function sampled(window_ms: number, now: object = {}): Evidence {
  const before = { state: "Running", uptime_msecs: 0, total_processed_records: 7 };
  const after = { ...before, uptime_msecs: window_ms, buffered_input_records: 12, ...now };
  const stats = (global_metrics: object) => Stats.parse({ global_metrics, inputs: [], outputs: [] });
  return { nowMs: 0, stats: statsFacts(stats(after), stats(before), undefined) };
}

/** A minute of which nothing was processed for the last `idle` seconds. */
const minuteWith = (idle: number) => ({
  samples: Array.from({ length: 61 }, (_, i) => ({
    t: 1_795_252_000_000 + i * 1000,
    r: Math.min(i, 60 - idle),
    m: 1,
    s: 1,
  })),
});

const idleFor = (idle: number, waiting = 12) =>
  evidenceOf("healthy", {
    stats: { "global_metrics.buffered_input_records": waiting },
    time_series: minuteWith(idle),
  });

/** Two samples 10 s apart between which `received` records came in and the queues grew by `grown`. */
function filling(received: number, grown: number, now: object = {}): Evidence {
  const before = { state: "Running", uptime_msecs: 0, total_input_records: 0, buffered_input_records: 0 };
  const after = {
    ...before,
    uptime_msecs: 10_000,
    total_input_records: received,
    buffered_input_records: grown,
    ...now,
  };
  const stats = (global_metrics: object) => Stats.parse({ global_metrics, inputs: [], outputs: [] });
  return { nowMs: 0, stats: statsFacts(stats(after), stats(before), undefined) };
}

/** 32,749 rows wait for more, for 60 s at most; nothing was processed for 44 s. */
const held = (pipeline: object = {}, waiting = 32_749) =>
  evidenceOf("healthy", {
    pipeline: {
      "runtime_config.min_batch_size_records": 1_000_000,
      "runtime_config.max_buffering_delay_usecs": 60_000_000,
      ...pipeline,
    },
    stats: { "global_metrics.buffered_input_records": waiting },
    time_series: minuteWith(44),
  });

/** A step begins with a million rows, or every 20 s; one has just ended, and an input goes on at this rate. */
function heldAfterStep(records_per_s: number, end_of_input = false) {
  const { stats, ...evidence } = held({ "runtime_config.max_buffering_delay_usecs": 20_000_000 }, 0);
  if (stats === undefined) throw new Error("no statistics");
  const connectors = stats.connectors.map((one) =>
    one.direction === "input" ? { ...one, end_of_input, paused: false, records_per_s } : one,
  );
  return { ...evidence, stats: { ...stats, connectors } };
}

const HELD_CASES: readonly RuleCase[] = [
  {
    rule: "input/held-for-batch",
    when: "fewer wait than a step is to begin with",
    evidence: () => held(),
    says: [
      /until there are more than 1,000,000 \(min_batch_size_records\), for 1 min at most \(max_buffering_delay/,
      /32,749 wait now/,
      /does not hang/,
    ],
  },
  { rule: "engine/no-progress", when: "what waits is held for a larger batch", evidence: () => held() },
  {
    rule: "engine/no-progress",
    when: "whether what waits is held for a larger batch the record does not tell",
    evidence: () => {
      const { pipeline, ...evidence } = held();
      if (pipeline === undefined) throw new Error("no pipeline");
      const { settings: _, ...untold } = pipeline;
      return { ...evidence, pipeline: untold };
    },
    says: [/; whether it is set to gather more rows first is not known/],
  },
  {
    rule: "engine/no-progress",
    when: "a commit has been under way all the time",
    evidence: () =>
      evidenceOf("healthy", {
        stats: {
          "global_metrics.buffered_input_records": 12,
          "global_metrics.transaction_status": "CommitInProgress",
          "global_metrics.transaction_msecs": 40_000,
        },
        time_series: minuteWith(38),
      }),
  },
  {
    rule: "engine/no-progress",
    when: "its runtime does not tell whether a commit is under way",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "global_metrics.buffered_input_records": 12, "global_metrics.transaction_status": null },
        time_series: minuteWith(38),
      }),
    says: [/a commit under way \(whether one is, is not known\)/],
  },
  {
    rule: "engine/no-progress",
    when: "what waits was to be held for a shorter time",
    evidence: () => held({ "runtime_config.max_buffering_delay_usecs": 20_000_000 }),
    says: [/none was processed within 44 s/],
  },
  {
    rule: "input/held-for-batch",
    when: "more wait than a step is to begin with",
    evidence: () => held({}, 1_000_001),
  },
  {
    rule: "input/held-for-batch",
    when: "nothing waits just after a step, and what comes is too little for the next one",
    evidence: () => heldAfterStep(200),
    says: [/for 20 s at most \(max_buffering_delay_usecs\): 0 wait now/],
  },
  {
    rule: "input/held-for-batch",
    when: "nothing waits just after a step, and as many come in that time as begin the next one",
    evidence: () => heldAfterStep(50_001),
  },
  {
    rule: "input/held-for-batch",
    when: "nothing waits, and nothing comes",
    evidence: () => heldAfterStep(0),
  },
  {
    rule: "input/held-for-batch",
    when: "nothing waits, and all input has ended",
    evidence: () => heldAfterStep(200, true),
  },
  {
    rule: "input/held-for-batch",
    when: "a step begins with any record",
    evidence: () => held({ "runtime_config.min_batch_size_records": 0 }),
  },
];

export const PROGRESS_CASES: readonly RuleCase[] = [
  ...HELD_CASES,
  {
    rule: "engine/no-progress",
    when: "records wait, and none was processed between two samples",
    evidence: () => sampled(500),
    says: [/12 records wait at the inputs, and none was processed within 500 ms/],
  },
  {
    rule: "engine/no-progress",
    when: "records wait, and none was processed in the last half of a minute",
    evidence: () => idleFor(30),
    says: [/none was processed within 30 s/],
  },
  { rule: "engine/no-progress", when: "the samples are closer together", evidence: () => sampled(499) },
  { rule: "engine/no-progress", when: "it is paused", evidence: () => sampled(500, { state: "Paused" }) },
  {
    rule: "engine/no-progress",
    when: "something was processed",
    evidence: () => sampled(500, { total_processed_records: 8 }),
  },
  {
    rule: "engine/no-progress",
    when: "nothing waits",
    evidence: () => sampled(500, { buffered_input_records: 0 }),
  },
  {
    rule: "engine/no-progress",
    when: "something was processed a little more recently",
    evidence: () => idleFor(29),
  },
  {
    rule: "engine/no-progress",
    when: "nothing was processed, since nothing waits",
    evidence: () => idleFor(60, 0),
  },
  {
    rule: "input/falling-behind",
    when: "the queues keep more than a tenth of what came in between two samples",
    evidence: () => filling(10_000, 1_001),
    says: [/within 10 s the input queues grew by 1,001 to 1,001 records; 1,000 records\/s come in/],
  },
  {
    rule: "input/falling-behind",
    when: "they keep a tenth of it",
    evidence: () => filling(10_000, 1_000),
  },
  {
    rule: "input/falling-behind",
    when: "it is paused",
    evidence: () => filling(10_000, 5_000, { state: "Paused" }),
  },
];
