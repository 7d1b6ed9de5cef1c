import { replayWorld } from "../support/replay-world.ts";
import type { Scenario } from "./scenario.ts";
import { variantOf } from "./variant.ts";

const DEEP = [{ tool: "diagnose_pipeline", args: { depth: "deep" } }];

/** The skewed join with its work and its state shared out. */
const EVEN = [
  { node: "n", metric: "circuit_cpu_time_seconds", byWorker: [11, 12, 11, 11] },
  { node: "nn28", metric: "runtime_seconds", byWorker: [11, 12, 12, 12] },
];

const EVEN_OF_TWO = [
  { node: "n", metric: "circuit_cpu_time_seconds", byWorker: [60, 50] },
  { node: "nn22", metric: "runtime_seconds", byWorker: [40, 35] },
];

/** What shows only in the circuit profile. */
export const DEEP_ONLY: readonly Scenario[] = [
  {
    name: "one worker of a join does the work of all",
    eval: { cause: [/skew|one worker|hot key|worker 2/i], evidence: [/nn28|JoinTrace/, /worker 2/i] },
    world: (feldera) => replayWorld(feldera, "skewed_join"),
    calls: DEEP,
    findings: ["engine/skew", "engine/unbounded-state"],
    says: [/worker 2 of 4 .*JoinTrace nn28/, /o\.note \|\| c\.name/],
  },
  {
    name: "a source two hours behind is dropped as late: the circuit profile proves it",
    eval: { cause: [/late/i, /drop|discard/i], evidence: [/9,?600|41\.\d %/] },
    world: (feldera) => replayWorld(feldera, "late_rows"),
    calls: DEEP,
    findings: ["input/late-rows"],
    says: [/9,600 of 23,100 rows \(41\.6 %\) of page_views are dropped as late/],
  },
  {
    name: "a healthy pipeline, looked at deeply",
    world: (feldera) => replayWorld(feldera, "healthy"),
    calls: DEEP,
    findings: [],
    says: [/nothing wrong was found/],
  },
  {
    name: "a join without a condition multiplies rows",
    eval: {
      cause: [/join/i, /multipl|explod|cartesian|cross|without a condition|out of 20,000/i],
      evidence: [/nn28|48,?000,?000/],
    },
    world: (feldera) =>
      variantOf(feldera, "skewed_join", {
        circuit: [
          ...EVEN,
          { node: "nn28", metric: "left_input_records_count", byWorker: [5000, 5100, 4900, 5000] },
          {
            node: "nn28",
            metric: "computed_output_records_count",
            byWorker: [12_000_000, 12_100_000, 11_900_000, 12_000_000],
          },
        ],
        stats: {
          "inputs.0.metrics.buffered_records": 2_000_000,
          "global_metrics.buffered_input_records": 2_000_000,
        },
      }),
    calls: DEEP,
    findings: ["engine/exploding-join", "engine/unbounded-state"],
    says: [/JoinTrace nn28.* makes 48,000,000 rows out of 20,000, 2,400 for each/, /without a condition/],
  },
  {
    name: "a join keeps every order, since a customer may change at any time",
    eval: { cause: [/state|keeps every/i, /orders/i], evidence: [/535,?000|nn23/] },
    world: (feldera) => variantOf(feldera, "skewed_join", { circuit: EVEN }),
    calls: DEEP,
    findings: ["engine/unbounded-state"],
    says: [
      /the join in view enriched on line 9 \(enriched.join@9\) keeps every row of orders: 535,000 records/,
    ],
    never: [/found no row of/],
  },
  {
    name: "two of five orders are of no customer that there is, and no counter shows it",
    eval: {
      question: "The sums of view enriched of PIPELINE are far too low. Where are my rows?",
      cause: [/customers/, /no (?:row|customer|partner|match)/i, /inner join/i],
      evidence: [/214,?000/, /535,?000|40 %/],
    },
    world: (feldera) =>
      variantOf(feldera, "skewed_join", {
        circuit: [...EVEN, { node: "nn28", metric: "computed_output_records_count", byWorker: [321_000] }],
      }),
    calls: DEEP,
    findings: ["engine/unbounded-state"],
    says: [/214,000 of 535,000 records of orders \(40 %\) have found no row of customers in the join/],
    saysAtOnce: [/^Loses rows: none .*but 214,000 of 535,000 records of orders \(40 %\) have found no row/m],
  },
  {
    name: "merges in the background do not keep up",
    eval: { cause: [/merge|compaction/i], evidence: [/58 s|nn22/] },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        circuit: [
          { node: "nn22", metric: "runtime_seconds", byWorker: [40, 41] },
          { node: "nn22", metric: "merge_backpressure_wait_time_seconds", byWorker: [30, 28] },
        ],
      }),
    calls: DEEP,
    findings: ["engine/merges-behind"],
    says: [/waited 58 s for merges in the background/],
  },
  {
    name: "operators wait for slow storage",
    eval: { cause: [/storage|disk|cache/i, /wait|slow|miss/i], evidence: [/5\d(\.\d)? %|nn22|cache miss/i] },
    world: (feldera) =>
      variantOf(feldera, "healthy", {
        circuit: [
          { node: "nn22", metric: "runtime_seconds", byWorker: [60, 60] },
          { node: "nn22", metric: "foreground_cache_misses", byWorker: [33, 31] },
        ],
      }),
    calls: DEEP,
    findings: ["storage/slow-reads"],
    says: [/5[0-9](\.\d)? % of the operators' time is waiting for reads from storage, most in .*nn22/],
  },
  {
    name: "all workers do the same, and much: nothing is skewed",
    world: (feldera) => variantOf(feldera, "healthy", { circuit: EVEN_OF_TWO }),
    calls: DEEP,
    findings: [],
    says: [/nothing wrong was found/],
  },
];
