import { spreadOf } from "../../../src/analysis/circuit/spread.ts";
import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import type { Members } from "../../scenarios/variant.ts";
import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

/** As if full outputs had held it up for most of the time. */
const often = (evidence: Evidence): Evidence => ({
  ...evidence,
  metrics: { ...evidence.metrics, output_stall_s: Number(evidence.stats?.uptime_ms ?? 0) / 1_000 },
});

export const stalled = (ms: number) =>
  often(evidenceOf("healthy", { stats: { "global_metrics.output_stall_msecs": ms } }));

/** An output of a pipeline that has run for 100 s is full: for how long now and in all, and what waits at the inputs. */
export function bursting({ stall_ms = 3_000, in_all_ms = 20_000, waits_ms = 10_000 }): Evidence {
  const evidence = evidenceOf("healthy", {
    stats: {
      "global_metrics.output_stall_msecs": stall_ms,
      "global_metrics.uptime_msecs": 100_000,
      "global_metrics.total_processed_records": 100_000,
      "global_metrics.buffered_input_records": waits_ms,
      "outputs.0.metrics.queued_records": 7_800,
    },
  });
  return { ...evidence, metrics: { ...evidence.metrics, output_stall_s: in_all_ms / 1_000 } };
}

const withoutMetrics = ({ metrics: _, ...evidence }: Evidence): Evidence => evidence;

const paused = (starts_paused: boolean) =>
  evidenceOf("healthy", {
    stats: { "outputs.0.paused": true },
    pipeline: {
      "program_info.output_connectors": {
        "balances.balances_out": { stream: "balances", paused: starts_paused },
      },
    },
  });

/** A program that gives none of its views a connector, and the outputs that its statistics have. */
const sendingNothing = (outputs: readonly object[]) =>
  evidenceOf("healthy", { stats: { outputs }, pipeline: { "program_info.output_connectors": {} } });

/** A runtime before 0.254, whose output has so many records of 1,000,000 in its queue. */
const untold = (queued_records: number) =>
  evidenceOf("healthy", {
    stats: {
      "global_metrics.output_stall_msecs": null,
      "outputs.0.metrics.queued_records": queued_records,
    },
  });

/** A recorded pipeline, one output of which is so many of its records behind; it processed 200 records/s on average. */
export const lagging = (
  records: number,
  waiting = 5_964,
  name = "balances.balances_out",
  stats: Members = {},
): Evidence => ({
  ...evidenceOf("healthy", {
    stats: {
      ...stats,
      "outputs.0.endpoint_name": name,
      "outputs.0.metrics.queued_records": waiting,
      "outputs.0.metrics.total_processed_input_records": PROCESSED - records,
      "global_metrics.total_processed_records": PROCESSED,
      "global_metrics.uptime_msecs": 60_000,
    },
  }),
  processed: EVENLY,
});

const PROCESSED = 12_000;

/** 200 records a second, and what came just after the last half minute and the last ten seconds began. */
const EVENLY = [
  { ms: 0, value: 0 },
  { ms: 30_000, value: 6_001 },
  { ms: 30_001, value: 6_002 },
  { ms: 50_000, value: 10_001 },
  { ms: 50_001, value: 10_002 },
  { ms: 60_000, value: PROCESSED },
];

/** Of 12,000 records 6,000 had been processed until so long ago, and all since. */
const atOnce = (ms: number) => [
  { ms: 0, value: 6_000 },
  { ms: 1_000, value: PROCESSED },
  { ms: 1_000 + ms, value: PROCESSED },
];

const committing = (ms: number): Members => ({
  "global_metrics.transaction_status": "CommitInProgress",
  "global_metrics.transaction_msecs": ms,
});

/** The same of one that has met errors of its transport. */
export const laggingByErrors = (records: number) =>
  lagging(records, undefined, undefined, { "outputs.0.metrics.num_transport_errors": 3 });

/** Outputs have stalled, of which so many records wait for a client of HTTP, and so many for the other. */
const besideClient = (ofClient: number, ofOther: number): Evidence => {
  const { stats, ...evidence } = stalled(12_000);
  const [output] = stats?.connectors.filter(({ direction }) => direction === "output") ?? [];
  if (stats === undefined || output === undefined) throw new Error("no output");
  const inputs = stats.connectors.filter(({ direction }) => direction === "input");
  const of = { ...output, declared: false, name: "balances.api-0192f0c4-0f4f-7c6e-8f41-7a3d5b6c9e10" };
  const outputs = [
    { ...of, waiting_records: ofClient },
    { ...output, waiting_records: ofOther },
  ];
  return { ...evidence, stats: { ...stats, connectors: [...inputs, ...outputs] } };
};

/** A queue is full, and so many records were put out or wait of each of so many that were read. */
export const multiplied = (made: number, read = 7_680, stall_ms = 44_800) =>
  evidenceOf("healthy", {
    stats: {
      "global_metrics.output_stall_msecs": stall_ms,
      "global_metrics.total_processed_records": read + 9_368,
      "global_metrics.transaction_records": 9_368,
      "outputs.0.metrics.queued_records": 10_000,
      "outputs.0.metrics.transmitted_records": made - 10_000,
    },
    pipeline: {
      "program_info.output_connectors": {
        "balances.balances_out": { stream: "balances", max_queued_records: 10_000 },
      },
    },
  });

/** The same queue, and a join of its view that has made so many rows of so many that it took. */
export function flooding(
  out: number,
  taken: number,
  {
    view = "balances",
    transport = "kafka_output",
    stall_ms = 44_800,
  }: { readonly view?: string; readonly transport?: string; readonly stall_ms?: number } = {},
): Evidence {
  const evidence = multiplied(out, 1_000_000, stall_ms);
  const { circuit_profile: circuit, pipeline, kept_state: [{ place: recorded } = {}] = [] } = evidence;
  if (!circuit || !pipeline || !recorded) throw new Error("no circuit");
  const relation = { kind: "view" as const, name: view };
  const place = { ...recorded, relation, operator: "s41", operation: "join", handle: `${view}.join@9` };
  const numbers = {
    computed_output_records_count: spreadOf([out, 0]),
    left_input_records_count: spreadOf([taken, 0]),
  };
  return {
    ...evidence,
    pipeline: { ...pipeline, connectors: pipeline.connectors.map((one) => ({ ...one, transport })) },
    circuit_profile: { ...circuit, operators: [{ id: "nn154", place, numbers }] },
  };
}

/** The same, as a second look 10 s later has it, between which the output sent so many records a second. */
function seenTwice(records: number, sent: number): Evidence {
  const { stats, ...others } = lagging(records);
  if (stats === undefined) throw new Error("no statistics");
  const rates = { over: "two samples" as const, window_ms: 10_000, processed_records_per_s: 200 };
  const connectors = stats.connectors.map((one) => ({ ...one, records_per_s: sent }));
  return { ...others, stats: { ...stats, rates, connectors } };
}

export const OUTPUT_CASES: readonly RuleCase[] = [
  {
    rule: "engine/exploding-join",
    when: "it has made the rows of a view whose output's queue is full, twenty of each that it took",
    evidence: () => flooding(400_000, 20_000),
    says: [
      /makes 400,000 records out of 20,000, 20 for each, more than balances\.balances_out puts out \(some [\d,]+ a second\), whose full queue holds up the pipeline/,
    ],
  },
  {
    rule: "engine/exploding-join",
    when: "the full queue is of another view",
    evidence: () => flooding(400_000, 20_000, { view: "others" }),
  },
  {
    rule: "output/slow-sink",
    when: "an output that sends its rows nowhere is full",
    evidence: () => flooding(400_000, 400_000, { transport: "null_output" }),
    says: [
      /balances\.balances_out \(10,000 records wait\) takes too little/,
      /no other system is slow/,
      /^(?![\s\S]*(?:the sink|receiving system))/,
    ],
  },
  {
    rule: "output/none",
    when: "no view has a connector",
    evidence: () => sendingNothing([]),
    says: [/no view has an output connector, so that nothing is sent/],
  },
  {
    rule: "output/none",
    when: "no view has a connector, and somebody reads one by HTTP",
    evidence: () => sendingNothing([{ endpoint_name: "balances.api-1", config: { stream: "balances" } }]),
  },
  {
    rule: "output/none",
    when: "a view has a connector, and whether others read it was not told",
    evidence: () => evidenceOf("healthy", { stats: { outputs: null } }),
  },
  {
    rule: "output/many-rows",
    when: "a view makes a hundred and more rows of each that is read, and its output's queue is full",
    evidence: () => multiplied(1_301_424),
    says: [
      /the view of balances\.balances_out \(balances\) has made 1,301,424 rows of 7,680 that were read, 169 of each, more than balances\.balances_out can put out: .* for 44\.8 s/,
      /a faster sink would only be sent more/,
    ],
  },
  {
    rule: "output/many-rows",
    when: "an output that is as far behind puts out a row for each that is read",
    evidence: () => multiplied(1_301_424, 1_301_424),
  },
  {
    rule: "output/slow-sink",
    when: "an output whose queue is full puts out a row for each that is read",
    evidence: () => multiplied(1_301_424, 1_301_424),
    says: [/^balances\.balances_out .*takes too little, .*for 44\.8 s/],
  },
  {
    rule: "output/slow-sink",
    when: "its view makes more rows than any sink would take",
    evidence: () => multiplied(1_301_424),
  },
  {
    rule: "output/slow-sink",
    when: "the runtime is too old to tell stalls, and a queue is full",
    evidence: () => untold(1_000_000),
    says: [/balances\.balances_out \(1,000,000 records wait\) .* its runtime does not tell/],
  },
  {
    rule: "output/slow-sink",
    when: "the runtime is too old to tell stalls, and no queue is full",
    evidence: () => untold(999_999),
  },
  {
    rule: "output/behind",
    when: "an output is further behind than what half a minute brings",
    evidence: () => lagging(6_000),
    says: [
      /balances_out takes less than comes: 5,964 records wait for it, and it is 6,000 input records behind, those of the last 30 s/,
      /go on until its queue is full/,
    ],
  },
  {
    rule: "output/behind",
    when: "it has put out what came a minute ago, though all came so fast that it seems little",
    evidence: () => ({ ...lagging(2_000), processed: atOnce(60_000) }),
    says: [/it is 2,000 input records behind, those of the last 1 min/],
  },
  {
    rule: "output/behind",
    when: "there is no time series, and it is as far behind as half a minute brings",
    evidence: () => {
      const { processed: _, ...evidence } = lagging(6_000);
      return evidence;
    },
    says: [/which is what 30 s bring; since when is not known/],
  },
  {
    rule: "output/behind",
    when: "all that it is behind came a moment ago",
    evidence: () => ({ ...lagging(6_000), processed: atOnce(1_000) }),
  },
  {
    rule: "output/behind",
    when: "a step commits at this moment, as each does",
    evidence: () => lagging(6_000, undefined, undefined, committing(209)),
    says: [/takes less than comes/],
  },
  {
    rule: "output/behind",
    when: "a commit takes long, which holds all outputs",
    evidence: () => lagging(6_000, undefined, undefined, committing(10_000)),
  },
  {
    rule: "output/behind",
    when: "an output that has met errors of its transport is further behind than what ten seconds bring",
    evidence: () => laggingByErrors(2_000),
    says: [/takes less than comes: 5,964 records wait for it, .* those of the last 10 s/],
  },
  {
    rule: "output/behind",
    when: "an output that has met no error is as far behind, as after a large step",
    evidence: () => lagging(2_000),
  },
  {
    rule: "output/behind",
    when: "a client of HTTP that reads a view has taken nothing between two looks",
    evidence: () => {
      const { stats, ...others } = seenTwice(2_000, 0);
      const connectors = (stats?.connectors ?? []).map((one) =>
        one.direction === "output" ? { ...one, name: "v.api-9f2edd7c-627d-47ad-b30b-62f45d2f1a01" } : one,
      );
      return stats ? { ...others, stats: { ...stats, connectors } } : others;
    },
    says: [
      /v\.api-9f2edd7c-627d-47ad-b30b-62f45d2f1a01 has sent nothing for 10 s: .* those of the last 10 s/,
      /a client that reads the view by HTTP, and does not take what it is sent/,
    ],
  },
  {
    rule: "output/behind",
    when: "an output that is a moment behind goes on sending",
    evidence: () => seenTwice(2_000, 150),
  },
  {
    rule: "output/behind",
    when: "an output has sent nothing yet of a step that has just ended",
    evidence: () => seenTwice(1_900, 0),
  },
  {
    rule: "output/behind",
    when: "nothing waits for an output whose view has not changed",
    evidence: () => lagging(6_000, 0),
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
    when: "outputs have stalled for long, and no queue is full any more",
    evidence: () => stalled(12_000),
    says: [/an output has held up the whole pipeline for 12 s/],
  },
  {
    rule: "output/slow-sink",
    when: "the only output has stalled, its queue below its limit while a step waits for room",
    evidence: () =>
      evidenceOf("healthy", {
        stats: { "global_metrics.output_stall_msecs": 18_813, "outputs.0.metrics.queued_records": 113_328 },
      }),
    says: [/balances\.balances_out \(113,328 records wait\) takes too little, .*for 18\.8 s/],
  },
  {
    rule: "output/slow-sink",
    when: "several outputs have stalled, and rows wait for one of them, which a client of HTTP reads",
    evidence: () => besideClient(108_000, 0),
    says: [
      /of balances\.api-0192f0c4-0f4f-7c6e-8f41-7a3d5b6c9e10 \(108,000 records wait\) takes too little/,
      /^(?![\s\S]*max_queued_records)[\s\S]*a client that reads the view by HTTP with backpressure=true/,
    ],
  },
  {
    rule: "output/slow-sink",
    when: "several outputs have stalled, and rows wait for two of them",
    evidence: () => besideClient(108_000, 3),
    says: [/an output has held up the whole pipeline for 12 s; which one is not known/],
  },
  {
    rule: "output/burst",
    when: "an output is full that had room for most of the time",
    evidence: () => bursting({}),
    says: [
      /the full queue of balances\.balances_out \(7,800 records wait\) has held up the whole pipeline for 3 s; outputs have for 20 s of the 1 min 40 s/,
      /It has had room for most of the time, so that it catches up/,
    ],
  },
  {
    rule: "output/burst",
    when: "an output is full for as short, and the metrics were not read",
    evidence: () => withoutMetrics(bursting({})),
    says: [/for a moment, or for most of the time, is not known without the metrics/, /If it has had room/],
  },
  {
    rule: "output/burst",
    when: "an output is full for as short, and has been for most of the time",
    evidence: () => bursting({ in_all_ms: 60_000 }),
  },
  {
    rule: "output/slow-sink",
    when: "an output is full that had room for most of the time",
    evidence: () => bursting({}),
  },
  {
    rule: "output/slow-sink",
    when: "an output is full for as short, and more waits behind it than half a minute brings",
    evidence: () => bursting({ waits_ms: 40_000 }),
    severity: "error",
    says: [/balances\.balances_out \(7,800 records wait\) takes too little/],
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
