import { replayWorld } from "../support/replay-world.ts";
import { recording, sequence } from "../support/responses.ts";
import type { Scenario } from "./scenario.ts";
import { type CircuitChange, variantOf, withMeasurements } from "./variant.ts";

const DEEP = [{ tool: "diagnose_pipeline", args: { depth: "deep" } }];
/** Looks twice, as a scenario that does not say so does not wait for. */
const DEEP_TWICE = [{ tool: "diagnose_pipeline", args: { depth: "deep", window_secs: 1 } }];

/** The skewed join with its work and its state shared out. */
const EVEN = [
  { node: "n", metric: "circuit_cpu_time_seconds", byWorker: [11, 12, 11, 11] },
  { node: "nn28", metric: "runtime_seconds", byWorker: [11, 12, 12, 12] },
];

/** The circuit of the skewed join at two moments 10 s apart, between which so many orders came, and made as many pairs. */
const lookedAtTwice = (came: number, paired: number) => {
  const { body, ...answer } = recording("worlds/skewed_join/circuit_json_profile");
  const at = (idle_s: number, orders: number, pairs: number) => {
    const changes: CircuitChange[] = [
      ...EVEN,
      { node: "n", metric: "circuit_idle_time_seconds", byWorker: [idle_s, idle_s, idle_s, idle_s] },
      { node: "nn17", metric: "output_batches_stats", byWorker: [orders] },
      { node: "nn28", metric: "left_input_records_count", byWorker: [orders] },
      { node: "nn28", metric: "computed_output_records_count", byWorker: [pairs] },
    ];
    return { ...answer, body: Buffer.from(withMeasurements(body.toString(), changes)) };
  };
  return sequence(at(43, 535_000, 535_000), at(53, 535_000 + came, 535_000 + paired));
};

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
    says: [/JoinTrace nn28.* makes 48,000,000 records out of 20,000, 2,400 for each/, /without a condition/],
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
    says: [/about 214,000 of 535,000 records of orders \(40 %\) have found no row of customers in the join/],
    saysAtOnce: [
      /^Loses rows: none .*but about 214,000 of 535,000 records of orders \(40 %\) have found no row/m,
    ],
  },
  {
    name: "no customer is found any more for the orders that come, since keys are written otherwise of late",
    eval: {
      question: "View enriched of PIPELINE gives out nothing new. Why?",
      cause: [/customers/, /none|no row|finds no/i, /join/i],
      evidence: [/2,?000/],
    },
    world: (feldera) =>
      variantOf(feldera, "skewed_join", {
        responses: { circuit_json_profile: lookedAtTwice(2_000, 0) },
      }),
    calls: DEEP_TWICE,
    findings: ["engine/unbounded-state", "view/no-partner"],
    says: [
      /view\/no-partner: none of the 2,000 records of orders of the last 10 s has found a row of customers/,
    ],
    saysAtOnce: [
      /^Loses rows: none .*but none of the 2,000 records of orders of the last 10 s has found a row of customers.*, as earlier ones have/m,
    ],
  },
  {
    name: "its twin, whose orders go on to find their customers",
    world: (feldera) =>
      variantOf(feldera, "skewed_join", {
        responses: { circuit_json_profile: lookedAtTwice(2_000, 2_000) },
      }),
    calls: DEEP_TWICE,
    findings: ["engine/unbounded-state"],
    says: [/keeps every row of orders/],
    saysAtOnce: [/^Loses rows: none of the [\d,]+ rows read, by its counters\.$/m],
    never: [/no-partner/],
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
