import type { CircuitChange } from "../../scenarios/variant.ts";
import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const circuit = (...changes: readonly CircuitChange[]) => evidenceOf("healthy", { circuit: changes });
const work = (one: number, other: number): readonly CircuitChange[] => [
  { node: "n", metric: "circuit_cpu_time_seconds", byWorker: [one, other] },
  { node: "nn22", metric: "runtime_seconds", byWorker: [one + 1, other - 1] },
];
const join = (records_in: number, records_out: number): readonly CircuitChange[] => [
  { node: "nn22", metric: "left_input_records_count", byWorker: [records_in, 0] },
  { node: "nn22", metric: "computed_output_records_count", byWorker: [records_out, 0] },
];
const state = (records: number, read: number) =>
  evidenceOf("healthy", {
    circuit: [{ node: "nn22", metric: "state_records_count", byWorker: [records, 0] }],
    stats: { "global_metrics.total_input_records": read },
  });
const misses = (each: number, runtime: number): readonly CircuitChange[] => [
  { node: "nn22", metric: "runtime_seconds", byWorker: [runtime, runtime] },
  { node: "nn22", metric: "foreground_cache_misses", byWorker: [each, each] },
];
const waits = (seconds: number): readonly CircuitChange[] => [
  { node: "nn22", metric: "runtime_seconds", byWorker: [100, 100] },
  { node: "nn22", metric: "merge_backpressure_wait_time_seconds", byWorker: [seconds, seconds] },
];

const ahead = (each: number, runtime: number): readonly CircuitChange[] => [
  { node: "nn22", metric: "runtime_seconds", byWorker: [runtime, runtime] },
  { node: "nn22", metric: "foreground_cache_waits", byWorker: [each, each] },
];
/** Two workers that spent 100 s in steps, some of it waiting for one reason, as runtimes tell it since 0.354. */
const waitsFor = (reason: string, ...byWorker: readonly number[]): readonly CircuitChange[] => [
  { node: "nn22", metric: "runtime_seconds", byWorker: [50, 50] },
  { node: "n", metric: "circuit_runtime_seconds", byWorker: [50, 50] },
  { node: "n", metric: "circuit_wait_time_seconds", byWorker },
  { node: "n", metric: "circuit_wait_by_reason_seconds", label: ["reason", reason], byWorker },
];

/** A late filter of a table, with what went in and what came out. */
const filter = (records_in: number, records_out: number) => {
  const evidence = evidenceOf("healthy");
  const late_filters = [{ id: "nn9", records_in, records_out }];
  return evidence.circuit_profile === undefined
    ? evidence
    : { ...evidence, circuit_profile: { ...evidence.circuit_profile, late_filters } };
};

export const CIRCUIT_CASES: readonly RuleCase[] = [
  {
    rule: "engine/skew",
    when: "one worker of two has nine tenths of the work, in one operator",
    evidence: () => circuit(...work(18, 2)),
    says: [/worker 0 of 2 does 90 % of the work .* nn22 it has 95 % of the time/, /more workers do not help/],
  },
  {
    rule: "engine/skew",
    when: "one worker of four does the join of a recorded pipeline",
    evidence: () => evidenceOf("skewed_join"),
    says: [/worker 2 of 4 .*JoinTrace nn28/],
  },
  {
    rule: "engine/skew",
    when: "one worker of two has a little less than that",
    evidence: () => circuit(...work(17, 3)),
  },
  {
    rule: "engine/skew",
    when: "nearly all the work is on one worker, and is nothing to speak of",
    evidence: () => circuit(...work(3, 1)),
  },
  {
    rule: "engine/exploding-join",
    when: "a join makes fifty rows of each",
    evidence: () => circuit(...join(10_000, 500_000)),
    says: [/makes 500,000 rows out of 10,000, 50 for each/, /without a condition/],
  },
  {
    rule: "engine/exploding-join",
    when: "a join makes a little less than fifty rows of each",
    evidence: () => circuit(...join(10_000, 499_000)),
  },
  {
    rule: "engine/exploding-join",
    when: "a join makes a thousand rows of each of a few",
    evidence: () => circuit(...join(99, 99_000)),
  },
  {
    rule: "engine/unbounded-state",
    when: "an operator keeps half of all that was read, though a table has LATENESS",
    evidence: () => state(500_000, 1_000_000),
    says: [/holds 500,000 records, against 1,000,000 that were ever read$/m, /not bounded by the LATENESS/],
  },
  {
    rule: "engine/unbounded-state",
    when: "a recorded join keeps its input, and no table has LATENESS",
    evidence: () => evidenceOf("skewed_join"),
    says: [/no table has LATENESS, so nothing is ever forgotten/, /declare it on the time columns/],
  },
  {
    rule: "engine/unbounded-state",
    when: "an operator keeps a little less than half of all that was read",
    evidence: () => state(499_000, 1_000_000),
  },
  {
    rule: "engine/unbounded-state",
    when: "an operator keeps all of the little that was read",
    evidence: () => state(99_000, 99_000),
  },
  {
    rule: "engine/merges-behind",
    when: "workers wait for merges for six hundredths of the time",
    evidence: () => circuit(...waits(6)),
    says: [/waited 12 s for merges/, /merger threads and the disk/],
  },
  {
    rule: "engine/merges-behind",
    when: "workers wait for merges now and then",
    evidence: () => circuit(...waits(4)),
  },
  {
    rule: "storage/slow-reads",
    when: "an eighth of the time is waiting for storage",
    evidence: () => circuit(...misses(25, 200)),
    says: [
      /1\d(\.\d)? % of the operators' time is waiting for reads from storage, most in .*nn22: 50 cache misses/,
      /a larger cache/,
    ],
  },
  {
    rule: "storage/slow-reads",
    when: "a twelfth of the time is",
    evidence: () => circuit(...misses(16, 200)),
  },
  {
    rule: "storage/slow-reads",
    when: "an eighth of the time is waiting for blocks that are being read ahead",
    evidence: () => circuit(...ahead(25, 200)),
    says: [/nn22: 0 cache misses, 50 waits for blocks that were being read ahead/],
  },
  {
    rule: "storage/slow-reads",
    when: "a twelfth of the time is waiting for blocks that are being read ahead",
    evidence: () => circuit(...ahead(16, 200)),
  },
  {
    rule: "storage/slow-reads",
    when: "the circuit itself counts an eighth of the time as waiting for reads",
    evidence: () => circuit(...waitsFor("storage_read", 13, 13)),
    says: [/^(?!.*most in).*waiting for reads from storage/],
  },
  {
    rule: "storage/slow-reads",
    when: "the circuit itself counts a twentieth of the time as waiting for reads",
    evidence: () => circuit(...waitsFor("storage_read", 5, 5)),
  },
  {
    rule: "engine/merges-behind",
    when: "the circuit itself counts a twentieth of the time as waiting for merges",
    evidence: () => circuit(...waitsFor("merge_backpressure", 6, 6)),
    says: [/^(?!.* of it in ).*waited 12 s for merges/],
  },
  {
    rule: "engine/merges-behind",
    when: "the circuit itself counts two hundredths of the time as waiting for merges",
    evidence: () => circuit(...waitsFor("merge_backpressure", 1, 1)),
  },
  {
    rule: "storage/slow-writes",
    when: "workers wait a tenth of their steps for the disk to flush",
    evidence: () => circuit(...waitsFor("storage_sync", 5, 5)),
    says: [/10 % of their steps waiting for the disk to write or to flush \(10 s of 1 min 40 s\)/],
  },
  {
    rule: "storage/slow-writes",
    when: "workers wait a little less for the disk to flush",
    evidence: () => circuit(...waitsFor("storage_sync", 5, 4)),
  },
  {
    rule: "storage/slow-writes",
    when: "workers wait as long for one another",
    evidence: () => circuit(...waitsFor("peers", 25, 25)),
  },
  {
    rule: "storage/slow-writes",
    when: "the runtime does not tell what workers wait for",
    evidence: () => evidenceOf("skewed_join"),
  },
  {
    rule: "input/late-rows",
    when: "a filter lets out two hundredths fewer rows than went in",
    evidence: () => filter(10_000, 9_800),
    says: [/about 200 of 10,000 rows \(2 %\) are dropped as late/, /further behind the newest than LATENESS/],
  },
  {
    rule: "input/late-rows",
    when: "a source two hours behind feeds a recorded pipeline",
    evidence: () => evidenceOf("late_rows"),
    says: [/9,600 of 23,100 rows/],
  },
  {
    rule: "input/late-rows",
    when: "as many rows came out as went in",
    evidence: () => filter(10_000, 10_000),
  },
  {
    rule: "input/late-rows",
    when: "a hundredth of the rows is in flight",
    evidence: () => filter(20_000, 19_700),
  },
  {
    rule: "input/late-rows",
    when: "a few rows of not many merged",
    evidence: () => filter(400, 310),
  },
];
