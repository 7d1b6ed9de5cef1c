import { replayWorld } from "../support/replay-world.ts";
import type { Scenario } from "./scenario.ts";
import { type CircuitChange, variantOf } from "./variant.ts";

const DEEP = [{ tool: "diagnose_pipeline", args: { depth: "deep" } }];

const GROWS = {
  question:
    "Will pipeline PIPELINE keep growing? Say what grows and why, or why nothing does. Change nothing.",
};

/** The work of the skewed join, as much for each worker; its rows stay as skewed as they were. */
const EVEN_TIME: readonly CircuitChange[] = [
  { node: "n", metric: "circuit_cpu_time_seconds", byWorker: [11, 12, 11, 11] },
  { node: "nn28", metric: "runtime_seconds", byWorker: [11, 12, 12, 12] },
];

/** One side of the join of valve_state, with a row of 200 partners for each that comes. */
const explodes = (node: string, records_in: number): readonly CircuitChange[] => [
  { node, metric: "left_input_records_count", byWorker: [records_in, records_in] },
  { node, metric: "computed_output_records_count", byWorker: [records_in * 200, records_in * 200] },
];

/** What the circuit itself tells; each trouble has a twin that differs in what matters, and is healthy. */
export const CIRCUIT: readonly Scenario[] = [
  {
    name: "one side of a join has LATENESS, and the state of that side grows",
    eval: {
      ...GROWS,
      cause: [/pressure/, /LATENESS/i, /flow/],
      evidence: [/158,?533|nn49/],
    },
    world: (feldera) => replayWorld(feldera, "join_lateness_one"),
    calls: DEEP,
    findings: ["engine/unbounded-state"],
    says: [
      /the join in view valve_state on line 9 \(valve_state.join@9\) keeps every row of pressure: 158,533 records/,
      /Declare LATENESS on flow\.ts, which this join compares/,
    ],
    never: [/no table has LATENESS/, /dropped as late/],
  },
  {
    name: "both sides of the same join have LATENESS, and its state is bounded",
    world: (feldera) => replayWorld(feldera, "join_lateness_both"),
    calls: DEEP,
    findings: [],
    says: [
      /nothing wrong was found \(.*\), if links is meant to hold at most 159 of 3,132 rows by its primary key\./,
    ],
    never: [/keeps every row/, /dropped as late/],
  },
  {
    name: "state grows under a memory limit that is lower than the caches",
    eval: { cause: [/limit/i, /cache/i, /LATENESS/i], evidence: [/240|217 MiB/, /372,?032|nn49/] },
    world: (feldera) => replayWorld(feldera, "rss_limit"),
    calls: DEEP,
    findings: ["memory/limit-too-low", "engine/unbounded-state"],
    says: [/memory pressure is critical/],
  },
  {
    name: "the same state grows, far from any limit",
    saysAtOnce: [/^Grows: yes, with every row of pressure, .*; LATENESS on flow\.ts would bound it/m],
    world: (feldera) => replayWorld(feldera, "rss_ample"),
    calls: DEEP,
    findings: ["engine/unbounded-state"],
    says: [/keeps every row of pressure: 372,000 records .* more an hour at this rate/],
    never: [/memory pressure/],
  },
  {
    name: "a connector is configured paused, and the other side of its join keeps all until it starts",
    saysAtOnce: [/flow\.flow_gen is paused by its configuration/, /^Grows: yes, until rows of flow come/m],
    world: (feldera) => replayWorld(feldera, "paused_config"),
    calls: DEEP,
    findings: ["input/paused"],
    says: [/Grows: yes, until rows of flow come, in the state of the join in view valve_state/],
    never: [/dropped as late by/],
  },
  {
    name: "a recursive view over a table with a primary key, and tables with LATENESS that no row has come for",
    world: (feldera) => replayWorld(feldera, "recursive"),
    calls: DEEP,
    findings: [],
    says: [/nothing wrong was found/],
    never: [/dropped as late/, /keeps every row/],
  },
  {
    name: "a table with a primary key counts its updates twice until they are merged",
    world: (feldera) =>
      variantOf(feldera, "join_lateness_both", {
        circuit: [{ node: "nn23", metric: "state_records_count", byWorker: [150_000, 150_000] }],
      }),
    calls: DEEP,
    findings: [],
    says: [/nothing wrong was found/],
    never: [/300,000/],
  },
  {
    name: "rows are skewed, and the workers' time is even",
    world: (feldera) =>
      variantOf(feldera, "skewed_join", {
        circuit: EVEN_TIME,
        stats: { "inputs.0.metrics.end_of_input": true, "inputs.1.metrics.end_of_input": true },
      }),
    calls: DEEP,
    findings: [],
    says: [/nothing wrong was found/],
    never: [/engine\/skew/, /keeps every row/],
  },
  {
    name: "one worker has the work of a join that is little of the time",
    world: (feldera) =>
      variantOf(feldera, "skewed_join", {
        circuit: [
          { node: "n", metric: "circuit_cpu_time_seconds", byWorker: [0.2, 0.4, 8, 0.3] },
          { node: "nn28", metric: "runtime_seconds", byWorker: [0.1, 0.2, 7, 0.1] },
        ],
        stats: { "inputs.0.metrics.end_of_input": true, "inputs.1.metrics.end_of_input": true },
      }),
    calls: DEEP,
    findings: [],
    says: [/nothing wrong was found/],
    never: [/engine\/skew/],
  },
  {
    name: "one of two joins multiplies rows, in both of its directions",
    eval: { cause: [/join/i, /multipl|explod|200 for each/i], evidence: [/nn7[13]/] },
    world: (feldera) =>
      variantOf(feldera, "join_lateness_both", {
        circuit: [
          ...explodes("nn71", 5_000),
          ...explodes("nn73", 4_000),
          { node: "nn71", metric: "runtime_seconds", byWorker: [3, 3] },
          { node: "nn73", metric: "runtime_seconds", byWorker: [2, 2] },
        ],
      }),
    calls: DEEP,
    findings: ["engine/exploding-join"],
    says: [/JoinTrace nn71 of valve_state\.join@\d+ makes 3,600,000 records out of 18,000, 200 for each/],
  },
  {
    name: "its twin, whose rows take next to none of the time",
    world: (feldera) =>
      variantOf(feldera, "join_lateness_both", {
        circuit: [...explodes("nn71", 5_000), ...explodes("nn73", 4_000)],
      }),
    calls: DEEP,
    findings: [],
    says: [/nothing wrong was found/],
    never: [/for each/],
  },
  {
    name: "the SQL that a pipeline which does not keep up spends its time on",
    eval: { cause: [/join/i, /enriched/], evidence: [/8\d(\.\d)? %|nn28/] },
    world: (feldera) =>
      variantOf(feldera, "skewed_join", {
        circuit: EVEN_TIME,
        stats: {
          "inputs.0.metrics.buffered_records": 2_000_000,
          "inputs.1.metrics.buffered_records": 2_000_000,
          "global_metrics.buffered_input_records": 4_000_000,
        },
      }),
    calls: DEEP,
    findings: ["engine/costliest-sql", "engine/unbounded-state"],
    says: [
      /the join in view enriched on line 9 \(enriched.join@9\) takes 8\d(\.\d)? % of the operators' time/,
    ],
  },
];
