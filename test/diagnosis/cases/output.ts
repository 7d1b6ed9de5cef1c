import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const stalled = (ms: number) => evidenceOf("healthy", { stats: { "global_metrics.output_stall_msecs": ms } });

const paused = (starts_paused: boolean) =>
  evidenceOf("healthy", {
    stats: { "outputs.0.paused": true },
    pipeline: {
      "program_info.output_connectors": {
        "balances.balances_out": { stream: "balances", paused: starts_paused },
      },
    },
  });

/** A runtime before 0.254, whose output has so many records of 1,000,000 in its queue. */
const untold = (queued_records: number) =>
  evidenceOf("healthy", {
    stats: {
      "global_metrics.output_stall_msecs": null,
      "outputs.0.metrics.queued_records": queued_records,
    },
  });

export const OUTPUT_CASES: readonly RuleCase[] = [
  {
    rule: "output/slow-sink",
    when: "the runtime is too old to tell stalls, and a queue is full",
    evidence: () => untold(1_000_000),
    says: [/the sink of balances\.balances_out \(1,000,000 records wait\) .* its runtime does not tell/],
  },
  {
    rule: "output/slow-sink",
    when: "the runtime is too old to tell stalls, and no queue is full",
    evidence: () => untold(999_999),
  },
  {
    rule: "output/paused",
    when: "an output was paused by a call",
    evidence: () => paused(false),
    says: [/balances\.balances_out is paused, and throws away every row/, /Someone paused it by a call/],
  },
  {
    rule: "output/paused",
    when: "an output is configured to start paused",
    evidence: () => paused(true),
    severity: "warning",
    says: [/throws away every row/, /The program says that it starts paused/],
  },
  {
    rule: "output/paused",
    when: "an output is paused, and the program was not read",
    evidence: () => {
      const { pipeline: _, ...evidence } = paused(false);
      const { stats } = evidence;
      const connectors = stats?.connectors.map(({ starts_paused: __, ...one }) => one) ?? [];
      return stats ? { ...evidence, stats: { ...stats, connectors } } : evidence;
    },
    says: [/throws away every row/, /that was not checked/],
  },
  {
    rule: "output/paused",
    when: "an output of a runtime from 0.340 on is not paused",
    evidence: () => evidenceOf("healthy", { stats: { "outputs.0.paused": false } }),
  },
  {
    rule: "output/paused",
    when: "an input is paused, which waits",
    evidence: () => evidenceOf("healthy", { stats: { "inputs.0.paused": true } }),
  },
  {
    rule: "output/slow-sink",
    when: "a recorded output takes too little",
    evidence: () => evidenceOf("slow_sink"),
    says: [/price_feed\.partner_feed .*takes too little, .*for 40\.1 s/, /a restart does not help/],
  },
  {
    rule: "output/slow-sink",
    when: "outputs have stalled for a second, and no queue is full any more",
    evidence: () => stalled(1_000),
    says: [/an output has held up the whole pipeline for 1 s/],
  },
  {
    rule: "output/slow-sink",
    when: "outputs have stalled for a moment",
    evidence: () => stalled(999),
  },
  {
    rule: "output/slow-sink",
    when: "a queue is full, and nothing stalls",
    evidence: () => evidenceOf("slow_sink", { stats: { "global_metrics.output_stall_msecs": 0 } }),
  },
];
