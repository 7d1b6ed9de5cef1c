import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const stalled = (ms: number) => evidenceOf("healthy", { stats: { "global_metrics.output_stall_msecs": ms } });

export const OUTPUT_CASES: readonly RuleCase[] = [
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
