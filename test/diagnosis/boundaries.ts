import type { Integral } from "../../src/analysis/circuit/integrals.ts";
import type { CircuitSigns, OperatorSigns } from "../../src/analysis/circuit/signs.ts";
import { spreadOf } from "../../src/analysis/circuit/spread.ts";
import type { Severity, VerdictName } from "../../src/answers/diagnosis.ts";
import type { Evidence } from "../../src/diagnosis/evidence.ts";
import type { THRESHOLDS } from "../../src/diagnosis/thresholds.ts";
import type { EventChange, Members } from "../scenarios/variant.ts";
import { aheadOf, costlyAfter, listsOf, widelyLate } from "./cases/circuit.ts";
import {
  deadEndOf,
  emptyPartOf,
  endedAfter,
  idleOf,
  leftIn,
  manyPairsOf,
  oneGroupOf,
  pairedBefore,
  timeAt,
  uncountedAt,
  unequalOf,
  unionOf,
  withGroupedKeys,
  withKeys,
  withPairs,
} from "./cases/empty-views.ts";
import { broughtBy, equalOf, fullAfter, inBatches, inStepsOf, limitedTo, sentBy } from "./cases/input.ts";
import { bursting, flooding, lagging, laggingByErrors, multiplied, stalled } from "./cases/output.ts";
import { sentAgain } from "./cases/repeated-rows.ts";
import { before, evidenceOf } from "./evidence.ts";

/** The evidence at which a rule begins to speak, and the next to it at which it does not. */
export interface Boundary {
  readonly rule: string;
  /** Where the figure decides whether it is found with this severity, and not whether it is found. */
  readonly severity?: Severity;
  /** Where no rule has the figure but a verdict, by whose name it goes: what that says from there on. */
  readonly says?: { readonly verdict: VerdictName; readonly words: RegExp };
  readonly hit: () => Evidence;
  readonly nearMiss: () => Evidence;
}

/** @param make the evidence of a figure */
function between(rule: string, make: (figure: number) => Evidence, hit: number, nearMiss: number): Boundary {
  return { rule, hit: () => make(hit), nearMiss: () => make(nearMiss) };
}

/** Told from the figure on that records beside what grows hold lists. */
function withLists(make: (figure: number) => Evidence, hit: number, nearMiss: number): Boundary {
  const says = { verdict: "grows", words: /beside that 3,000 records, .* each\), in the state of/ } as const;
  return { ...between("grows", make, hit, nearMiss), says };
}

/** Not known from the figure on whether rows miss a join. */
function mayMiss(make: (figure: number) => Evidence, hit: number, nearMiss: number): Boundary {
  const says = { verdict: "loses_rows", words: /is NULL miss .* is not known/ } as const;
  return { ...between("loses_rows", make, hit, nearMiss), says };
}

/** A warning from the figure on. */
function warnsBetween(...of: Parameters<typeof between>): Boundary {
  return { ...between(...of), severity: "warning" };
}

const stats = (members: Members) => evidenceOf("healthy", { stats: members });
const metric = (name: string, others: Members = {}) => {
  return (figure: number) => stats({ ...others, [`global_metrics.${name}`]: figure });
};

const transaction = (status: string) =>
  metric("transaction_msecs", { "global_metrics.transaction_status": status });

const since = (status: string, desired = status) => {
  return (ms: number) =>
    evidenceOf("healthy", {
      pipeline: {
        deployment_status: status,
        deployment_status_since: before("healthy", ms),
        deployment_desired_status: desired,
        deployment_desired_status_since: before("healthy", ms),
      },
    });
};

/** A program that has been compiled for so long, at the time of the recording. */
const compilingFor = (ms: number) =>
  evidenceOf("healthy", {
    pipeline: { program_status: "CompilingRust", program_status_since: before("healthy", ms) },
  });

/** A process whose runtime does not tell memory pressure, against a limit of 1,425,000,000 bytes. */
const resident = metric("rss_bytes", { "global_metrics.memory_pressure": null });

/** Two workers' caches of 1,073,741,824 bytes against a limit. */
const limited = (max_rss_bytes: number) => evidenceOf("healthy", { max_rss_bytes });

const stored = (bytes: number) =>
  evidenceOf("healthy", {
    pipeline: { "runtime_config.resources.storage_mb_max": 1000 },
    stats: { "global_metrics.storage_bytes": bytes },
  });

const diskLeft = metric("disk_available_bytes", { "global_metrics.disk_total_bytes": 1_000_000_000 });

/** Statistics of two samples between which 10,000 records came in, and so many of them stayed in the queues. */
const filling = (
  buffered_change_records: number,
  processed_records_per_s?: number,
  { waiting = buffered_change_records, window_ms = 10_000 } = {},
) => {
  const evidence = metric("buffered_input_records")(waiting);
  const rates = {
    over: "two samples" as const,
    window_ms,
    input_records_per_s: 1_000,
    buffered_change_records,
    ...(processed_records_per_s !== undefined && { processed_records_per_s }),
  };
  return evidence.stats ? { ...evidence, stats: { ...evidence.stats, rates } } : evidence;
};

/** A queue that fills between two looks, while two workers rest for so much of 20 s. */
const resting = (idle_s: number): Evidence => {
  const look = (age_s: number, idle: number): CircuitSigns => ({
    workers: 2,
    runtime_s: 0,
    operators: [],
    age_s,
    split: { workers: [], total_s: age_s * 2, running_s: 0, waiting_s: 0, idle_s: idle },
    late_filters: [],
  });
  return {
    ...filling(1_001),
    circuit_profile: look(110, 200 + idle_s),
    earlier: { circuit_profile: look(100, 200) },
  };
};

/** 5,000 rows waited 10 s ago, and 1,001 more do now, while the workers rest. */
export const stuck = (processed_per_s: number): Evidence => {
  const { stats, ...evidence } = resting(20);
  const rates = stats?.rates && { ...stats.rates, processed_records_per_s: processed_per_s };
  return stats
    ? { ...evidence, stats: { ...stats, buffered_records: 6_001, ...(rates && { rates }) } }
    : evidence;
};

/** Statistics of two samples between which nothing was processed of what waits. */
const twoSamples = (window_ms: number) => {
  const evidence = metric("buffered_input_records")(12);
  const rates = { over: "two samples" as const, window_ms, processed_records_per_s: 0 };
  return evidence.stats ? { ...evidence, stats: { ...evidence.stats, rates } } : evidence;
};

/** Twelve records wait for a thousand, for so long at most. */
const heldFor = (ms: number) =>
  evidenceOf("healthy", {
    pipeline: {
      "runtime_config.min_batch_size_records": 1_000,
      "runtime_config.max_buffering_delay_usecs": ms * 1_000,
    },
    stats: { "global_metrics.buffered_input_records": 12 },
  });

const idleFor = (ms: number) => {
  const end = 1_795_252_060_000;
  const at = (t: number, r: number) => ({ t, r, m: 1, s: 1 });
  return evidenceOf("healthy", {
    stats: { "global_metrics.buffered_input_records": 12 },
    time_series: { samples: [at(end - 60_000, 0), at(end - ms, 9), at(end, 9)] },
  });
};

const delayed = (ms: number) =>
  stats({
    checkpoint_activity: { status: "delayed", delayed_since: before("healthy", ms), reasons: [] },
  });

const silent = metric("uptime_msecs", { "inputs.0.metrics.total_records": 0 });

/** A recorded pipeline with a table that nothing feeds, up for so long. */
const unfedFor = (ms: number) => evidenceOf("rss_ample", { stats: { "global_metrics.uptime_msecs": ms } });

const MINUTE = 60_000;

/** It was away at these moments, and back a minute later; it is away now if it does not run. */
function away(status: string, ...agoMs: readonly number[]): Evidence {
  const events: readonly EventChange[] = [
    ...agoMs.flatMap((ms) => [
      { agoMs: ms - MINUTE, resources: "Provisioned", runtime: "Running" },
      { agoMs: ms, resources: "Provisioned", runtime: "Unavailable" },
    ]),
    { agoMs: 48 * 60 * MINUTE, resources: "Provisioned", runtime: "Running" },
  ];
  return evidenceOf("healthy", {
    pipeline: { deployment_status: status, deployment_runtime_status: status },
    events,
  });
}

const DAY = 24 * 60 * MINUTE;

const timesAway = (times: number) =>
  away("Unavailable", ...Array.from({ length: times }, (_, i) => (3 + 10 * i) * MINUTE));

/** The same of a process that has been up for a week. */
const longUp = ({ stats, ...evidence }: Evidence): Evidence => ({
  ...evidence,
  ...(stats && { stats: { ...stats, uptime_ms: 7 * DAY } }),
});

const circuit = (signs: Partial<CircuitSigns>): Evidence => ({
  ...evidenceOf("healthy"),
  circuit_profile: { workers: 2, runtime_s: 0, operators: [], late_filters: [], ...signs },
});

const operator = (numbers: OperatorSigns["numbers"]): OperatorSigns => ({ id: "nn1", numbers });
const sum = (total: number) => spreadOf([total, 0]);

const split = (running_s: number, waiting_s: number, byWorker: readonly number[]) => ({
  running_s,
  waiting_s,
  total_s: running_s + waiting_s,
  workers: byWorker.map((seconds) => ({ running_s: seconds, waiting_s: 0 })),
});

const busy = (hot: number, other: number) =>
  circuit({
    split: split(hot + other, hot - other, [hot, other]),
    operators: [operator({ runtime_seconds: spreadOf([hot, other]) })],
  });

const merges = (runtime_s: number, wait_s: number) =>
  circuit({ runtime_s, operators: [operator({ merge_backpressure_wait_time_seconds: sum(wait_s) })] });

const reads = (runtime_s: number, elapsed_s: number) =>
  circuit({ runtime_s, operators: [operator({ "foreground_cache_misses.elapsed": sum(elapsed_s) })] });

const writes = (steps_s: number, storage_sync: number) =>
  circuit({ split: { ...split(steps_s, 0, [steps_s, 0]), waits_s: { storage_sync } } });

const sends = (steps_s: number, network: number) =>
  circuit({ split: { ...split(steps_s, 0, [steps_s, 0]), waits_s: { network } } });

const join = (records_in: number, records_out: number) =>
  circuit({
    operators: [
      operator({
        left_input_records_count: sum(records_in),
        computed_output_records_count: sum(records_out),
      }),
    ],
  });

/** A join that multiplies rows, in a circuit with so much work, some of it the join's own. */
const joinAtCost = (runtime_s: number, cost_s: number) =>
  circuit({
    runtime_s,
    operators: [
      operator({
        left_input_records_count: sum(10_000),
        computed_output_records_count: sum(1_000_000),
        runtime_seconds: sum(cost_s),
      }),
    ],
  });

const INTEGRAL: Integral = {
  id: "nn1",
  holds: "input",
  used_by: [],
  bound: "rows",
  tables: ["t"],
  other_side: [],
  conditions: [],
  distinct: [],
  waterlines: [],
  behind: [],
  records: 0,
  merged_records: 0,
  bytes: 0,
};

/** State that nothing bounds, after an hour of input that came no faster at first than it does. */
const state = (records: number, arrived: number, bytes = 0, age_s = 3600): Evidence => {
  const { time_series } = evidenceOf("healthy");
  if (time_series?.records === undefined) throw new Error("no time series");
  return {
    ...circuit({ age_s, integrals: [{ ...INTEGRAL, records, merged_records: records, arrived, bytes }] }),
    time_series: { ...time_series, records: { ...time_series.records, processed_in_all: 0 } },
  };
};

/** A pipeline without storage, a GB below its limit, whose state grows by so many bytes an hour. */
const unstored = (bytes: number): Evidence => {
  const { circuit_profile } = state(200_000, 200_000, bytes);
  const evidence = evidenceOf("healthy", {
    pipeline: { "runtime_config.storage": null },
    stats: { "global_metrics.rss_bytes": 425_000_000 },
  });
  return { ...evidence, ...(circuit_profile && { circuit_profile }) };
};

/** State by group that kept all that came, and none of the rows that came between two looks. */
const saturated = (rows: number, apart_s: number): Evidence => {
  const at = (arrived: number, age_s: number) =>
    circuit({
      age_s,
      integrals: [
        { ...INTEGRAL, bound: "groups", records: 200_000, merged_records: 200_000, arrived, bytes: 1e9 },
      ],
    }).circuit_profile;
  const [earlier, later] = [at(200_000, 3_600), at(200_000 + rows, 3_600 + apart_s)];
  return {
    ...circuit({}),
    ...(later && { circuit_profile: later }),
    ...(earlier && { earlier: { circuit_profile: earlier } }),
  };
};

/** State of a table with a primary key, of 200,000 rows. */
const keyed = (changes: number): Evidence =>
  circuit({
    integrals: [{ ...INTEGRAL, bound: "keys", records: 200_000, merged_records: 200_000, arrived: 200_000 }],
    tables: [{ name: "t", has_key: true, has_waterline: false, rows: 200_000, changes }],
  });

/** A table with a primary key that holds so many of the rows that came. */
/** A table with a primary key, of which sources may delete or not: that is not known unless it takes no deletions. */
const replaced = (rows: number, records: number, append_only?: true): Evidence => {
  const { pipeline, ...evidence } = circuit({
    integrals: [{ ...INTEGRAL, holds: "table", bound: "keys", records, merged_records: records }],
    tables: [{ name: "t", has_key: true, has_waterline: false, rows }],
  });
  const lateness = [{ table: "t", columns: [], append_only: true }];
  return append_only && pipeline ? { ...evidence, pipeline: { ...pipeline, lateness } } : evidence;
};

/** Two workers of 1,000 s each, one of them busy for so long while the other waits. */
const skewed = (hot: number) =>
  circuit({
    split: { ...split(hot, hot, [hot, 0]), total_s: 2_000 },
    operators: [operator({ runtime_seconds: spreadOf([hot, 0]) })],
  });

/** So many records wait at an input whose limit is a million. */
const queued = (waiting: number) => stats({ "inputs.0.metrics.buffered_records": waiting });

/** A pipeline whose queue is full, and whose costliest expression takes so much of 90 s. */
const costly = (runtime_s: number, all_s = 90, waiting = 1_000_000): Evidence => {
  const place = {
    handle: "s1.join",
    rule: "exact" as const,
    operator: "s1",
    operation: "join",
    positions: [],
    distance: 0,
  };
  const { circuit_profile } = circuit({
    runtime_s: all_s,
    expressions: [{ place, id: "nn1", operators: 3, runtime_s }],
  });
  const full = queued(waiting);
  return { ...full, ...(circuit_profile && { circuit_profile }) };
};

/** A pipeline that works off 1,000 records/s, with so many waiting, whose workers are idle for so much of 200 s. */
const backlog = (waiting: number, idle_s = 20): Evidence => {
  const { circuit_profile } = costly(80);
  const at = (t: number, r: number) => ({ t, r, m: 1, s: 1 });
  const end = 1_795_252_060_000;
  const evidence = evidenceOf("healthy", {
    stats: { "global_metrics.buffered_input_records": waiting },
    time_series: { samples: [at(end - 60_000, 0), at(end, 60_000)] },
  });
  const busy_split = { ...split(200 - idle_s, 0, [100, 100]), total_s: 200, idle_s };
  return circuit_profile === undefined
    ? evidence
    : { ...evidence, circuit_profile: { ...circuit_profile, split: busy_split } };
};

/** A filter of a table of which 30,800 rows were read: what came of them to the circuit, and half of that was late. */
const merged = (rows: number): Evidence => {
  return circuit({
    tables: [{ name: "entries", has_key: false, has_waterline: true, rows }],
    late_filters: [
      { id: "nn9", tables: ["entries"], of_view: false, records_in: rows, records_out: rows / 2 },
    ],
  });
};

const late = (records_in: number, dropped: number) =>
  circuit({
    late_filters: [
      { id: "nn9", tables: ["t"], of_view: false, records_in, records_out: records_in - dropped },
    ],
  });

/**
 * A filter that dropped so many of all rows, whose waterline is so far ahead of the clock; with rows between two looks,
 * none of which passed it.
 */
const farAhead = (
  ahead_ms: number,
  { table = "t", dropped = 5_000, rows = 10_000, between = 0, earliest_ms = ahead_ms } = {},
): Evidence => {
  const evidence = circuit({});
  const [at, earliest] = [ahead_ms, earliest_ms].map((ms) => new Date(evidence.nowMs + ms).toISOString());
  if (at === undefined || earliest === undefined) throw new Error("no times");
  const look = (came: number, age_s: number): CircuitSigns => ({
    workers: 2,
    runtime_s: 0,
    operators: [],
    age_s,
    tables: [{ name: table, has_key: false, has_waterline: true, rows }],
    late_filters: [
      {
        id: "nn9",
        tables: [table],
        of_view: false,
        records_in: rows + came,
        records_out: rows - dropped,
        waterline: { at, earliest, integral: "nn5" },
      },
    ],
  });
  return { ...evidence, circuit_profile: look(between, 60), earlier: { circuit_profile: look(0, 50) } };
};

const FAR_AHEAD = "input/row-far-ahead";
/** So many rows of a table became rows of the circuit, and a hundredth of them is missing after its late filter. */
const fewMerged = (rows: number) =>
  circuit({
    tables: [{ name: "entries", has_key: false, has_waterline: true, rows }],
    late_filters: [
      { id: "nn9", tables: ["entries"], of_view: false, records_in: rows, records_out: rows - 300 },
    ],
  });

/** A late filter that lacks some of 70,000 rows, none of which met its like; one of two sources delivered few of them. */
const lateOfTwo = (dropped: number, of_second: number): Evidence => {
  const { circuit_profile } = circuit({
    tables: [{ name: "page_views", has_key: false, has_waterline: true, rows: 70_000 }],
    late_filters: [
      {
        id: "nn9",
        tables: ["page_views"],
        of_view: false,
        records_in: 70_000,
        records_out: 70_000 - dropped,
      },
    ],
  });
  const evidence = evidenceOf("late_rows", {
    stats: {
      "inputs.0.metrics.total_records": 70_000 - of_second,
      "inputs.1.metrics.total_records": of_second,
    },
  });
  return { ...evidence, ...(circuit_profile && { circuit_profile }) };
};

const unnest = (records_in: number, records_out: number) => {
  const [place] = evidenceOf("healthy").kept_state?.map((one) => one.place) ?? [];
  if (place === undefined) throw new Error("no place");
  return circuit({ unnests: [{ place, records_in, records_out }] });
};

/** An output that gathers changes for so long, and has some. */
const gatheredFor = (ms: number) =>
  evidenceOf("healthy", {
    pipeline: {
      "program_info.output_connectors": {
        "balances.balances_out": {
          stream: "balances",
          transport: { name: "null_output" },
          enable_output_buffer: true,
          max_output_buffer_time_millis: ms,
        },
      },
    },
    stats: { "outputs.0.metrics.buffered_records": 12 },
  });

/** The clock has ticked so often in a thousand seconds. */
const ticking = (ticks: number, clock_resolution_usecs = 1_000) =>
  evidenceOf("healthy", {
    pipeline: { "runtime_config.clock_resolution_usecs": clock_resolution_usecs },
    stats: {
      "global_metrics.uptime_msecs": 1_000_000,
      "inputs.0.endpoint_name": "now",
      "inputs.0.config.stream": "now",
      "inputs.0.metrics.total_records": ticks,
    },
  });

const NOT_AS_WANTED = "deployment/not-as-wanted";

/** Ten rows of a CSV file that was read to its end, and of so many bytes. */
const rowsOfFile = (format: string, total_records: number, total_bytes: number) =>
  evidenceOf("healthy", {
    pipeline: {
      "program_info.input_connectors": {
        "entries.entries_gen": {
          stream: "entries",
          transport: { name: "file_input", config: {} },
          format: { name: format, config: null },
        },
      },
    },
    stats: {
      "inputs.0.metrics.end_of_input": true,
      "inputs.0.metrics.total_records": total_records,
      "inputs.0.metrics.total_bytes": total_bytes,
    },
  });

const tenRowsOf = (total_bytes: number) => rowsOfFile("csv", 10, total_bytes);
const oneRowOf = (total_bytes: number) => rowsOfFile("raw", 1, total_bytes);

const heldFromStart = (ms: number) =>
  evidenceOf("union_idle", { stats: { "global_metrics.uptime_msecs": ms } });

/** So many rows came, and the view of them has sent none. */
const nothingSentOf = (rows: number) =>
  stats({
    "inputs.0.metrics.total_records": rows,
    "global_metrics.total_input_records": rows,
    "outputs.0.metrics.transmitted_records": 0,
  });

/** The same of a join that has made no pair. */
function nothingJoinedOf(rows: number): Evidence {
  const { circuit_profile, ...others } = nothingSentOf(rows);
  const { dead_ends } = deadEndOf("join").circuit_profile ?? {};
  if (circuit_profile === undefined || dead_ends === undefined) throw new Error("no circuit");
  return { ...others, circuit_profile: { ...circuit_profile, dead_ends } };
}

/** Steps of which the earlier took so long on average, and as many of late; so many times as many rows come as did. */
function stepsOf({ before_ms = 100, earlier = 200, now_ms = 2_000, recent = 10, more = 1 }): Evidence {
  const evidence = evidenceOf("healthy");
  const { stats, time_series, metrics } = evidence;
  const { records, window } = time_series ?? {};
  if (!stats || !metrics || !time_series || !records || !window) throw new Error("the world has no figures");
  const before = records.processed_in_all - records.processed_in_window;
  const per_sec = ((before * 1_000) / (Number(stats.uptime_ms) - window.ms)) * more;
  const sum_s = (recent * now_ms) / 1_000;
  const elapsed_s = 4 * ((earlier * before_ms) / 1_000 + sum_s);
  return {
    ...evidence,
    metrics: { ...metrics, steps: { count: earlier + recent, elapsed_s, recent: { count: recent, sum_s } } },
    time_series: { ...time_series, records: { ...records, per_sec } },
  };
}

function longerFrom(make: (figure: number) => Evidence, hit: number, nearMiss: number): Boundary {
  const says = { verdict: "keeps_up", words: /its steps take longer/ } as const;
  return { ...between("keeps_up", make, hit, nearMiss), says };
}

/** Not known from the figure on whether what waits becomes less. */
function unknownCourse(make: (figure: number) => Evidence, hit: number, nearMiss: number): Boundary {
  const says = {
    verdict: "keeps_up",
    words: /one look does not tell whether what waits becomes less/,
  } as const;
  return { ...between("keeps_up", make, hit, nearMiss), says };
}

/** Of so many records none has the word that the view asks for. */
function nothingWordedOf(records_in: number): Evidence {
  const { circuit_profile, ...others } = deadEndOf("filter", { condition: "kind = 'pulse'" });
  if (circuit_profile?.dead_ends === undefined) throw new Error("no circuit");
  const dead_ends = circuit_profile.dead_ends.map((end) => ({ ...end, records_in }));
  return { ...others, circuit_profile: { ...circuit_profile, dead_ends } };
}

/** Of every threshold, for each rule that has it. The figures are said here again, so that none changes unseen. */
export const BOUNDARIES: Readonly<Record<keyof typeof THRESHOLDS, readonly [Boundary, ...Boundary[]]>> = {
  outputStallMs: [
    between("output/slow-sink", stalled, 1_000, 999),
    between("output/burst", (stall_ms) => bursting({ stall_ms }), 1_000, 999),
    between("output/many-rows", (ms) => multiplied(1_301_424, 7_680, ms), 1_000, 999),
    between("engine/exploding-join", (stall_ms) => flooding(400_000, 20_000, { stall_ms }), 1_000, 999),
  ],
  burstStallMs: [between("output/burst", (stall_ms) => bursting({ stall_ms }), 9_999, 10_000)],
  burstStallShare: [between("output/burst", (share) => bursting({ in_all_ms: share * 100_000 }), 0.499, 0.5)],
  headerBytes: [
    warnsBetween("input/copies", (header) => broughtBy({ own_bytes: 137 * 4_000 + header }), 500, 499),
  ],
  smallQueueMs: [between("input/small-queue", (limit) => limitedTo(limit), 99, 100)],
  smallBatchRecords: [between("input/small-batches", (most) => inBatches(most, 60), 9_999, 10_000)],
  oneByOneRows: [between("input/one-by-one", (rows) => sentBy({ rows }), 5, 5.01)],
  oneByOneStepsPerS: [between("input/one-by-one", (steps) => sentBy({ steps }), 10, 9.9)],
  shortStepMs: [warnsBetween("input/small-batches", (ms) => inStepsOf(ms), 100, 100.1)],
  busyIdleShare: [unknownCourse((idle_s) => backlog(1_500, idle_s), 19.9, 20)],
  longerStepFactor: [longerFrom((now_ms) => stepsOf({ before_ms: 1_000, now_ms }), 2_000, 1_990)],
  longerStepMs: [longerFrom((now_ms) => stepsOf({ now_ms }), 1_000, 999)],
  averagedSteps: [
    longerFrom((recent) => stepsOf({ recent }), 3, 2),
    longerFrom((earlier) => stepsOf({ earlier }), 3, 2),
  ],
  moreRowsFactor: [longerFrom((more) => stepsOf({ more }), 1.5, 1.51)],
  operatorOfStep: [warnsBetween("input/small-batches", (share) => inStepsOf(10, share), 0.499, 0.5)],
  outputBehindMs: [
    between("output/behind", lagging, 6_000, 5_999),
    between("output/burst", (waits_ms) => bursting({ waits_ms }), 29_999, 30_000),
  ],
  transactionMs: [
    between("transaction/never-committed", transaction("TransactionInProgress"), 10_000, 9_999),
    between("transaction/slow-commit", transaction("CommitInProgress"), 10_000, 9_999),
  ],
  memoryPressure: [between("memory/near-limit", resident, 1_211_250_000, 1_211_249_999)],
  limitAheadMs: [between("memory/limit-ahead", unstored, 41_666_667, 41_666_666)],
  limitNearMs: [{ ...between("memory/limit-ahead", unstored, 1_000_000_001, 1e9), severity: "error" }],
  cacheShareOfLimit: [between("memory/limit-too-low", limited, 1_193_046_471, 1_193_046_472)],
  storageShare: [
    between("storage/nearly-full", stored, 900_000_000, 899_999_999),
    between("storage/nearly-full", diskLeft, 100_000_000, 100_000_001),
  ],
  rowsForEmpty: [between("view/nothing-out", nothingSentOf, 10, 9)],
  rowsLeftOut: [
    between("view/union", (given) => unionOf(given, 800), 700, 701),
    between("view/null-keys", (records_in) => withKeys(50, { records_in }), 150, 149),
    mayMiss((records_in) => withGroupedKeys(records_in, 50), 150, 149),
    between("view/no-partner", (records_in) => withPairs(500, { records_in }), 600, 599),
    between("view/unequal-nulls", (records_in) => unequalOf(50, records_in), 150, 149),
    between("input/changed-nothing", (rows) => idleOf(rows, 400), 500, 499),
  ],
  rowsForNothing: [
    warnsBetween("view/nothing-out", nothingJoinedOf, 1_000, 999),
    between("view/many-pairs", (pairs) => manyPairsOf(pairs, { records_in: 500 }), 1_000, 999),
    between("view/empty-part", (records_in) => emptyPartOf({ records_in }), 1_000, 999),
    between("input/copies", (records) => broughtBy({ records, rows: 2 * records }), 1_000, 999),
    between("input/equal-rows", (read) => equalOf({ read, rows: 2 }), 1_000, 999),
    between("view/one-group", (rows) => oneGroupOf(["left_join"], rows), 1_000, 999),
    between(
      "view/no-partner",
      (records_in) => pairedBefore(500, { records_in: records_in + 500 }),
      1_000,
      999,
    ),
  ],
  rowsForWord: [warnsBetween("view/nothing-out", nothingWordedOf, 2_000, 1_999)],
  nullKeyShare: [between("view/null-keys", withKeys, 50_000, 50_001)],
  nullOrEqualShare: [mayMiss((records_out) => withGroupedKeys(100_000, records_out), 75_000, 75_001)],
  noPartnerShare: [
    between("view/no-partner", withPairs, 90_000, 90_001),
    between("view/union", (given) => unionOf(given, 80_000), 72_000, 72_001),
    between("view/no-partner", (apart) => withPairs(60_000, { apart }), 0.9601, 0.9599),
    between("view/no-partner", (at_once) => withPairs(60_000, { apart: 0.1, at_once }), 0.9601, 0.9599),
    between("view/no-partner", (records) => withPairs(records, { chosen_of: 100 }), 40_000, 40_001),
    between("input/changed-nothing", (changes) => idleOf(10_000, changes), 9_000, 9_001),
  ],
  aheadOfOthersMs: [between("input/row-far-ahead", aheadOf, 3_600_000, 3_599_999)],
  differentShare: [between("input/equal-rows", (rows) => equalOf({ rows }), 1_200, 1_201)],
  differentRows: [between("input/equal-rows", (left) => equalOf({ left }), 10, 11)],
  alikeShare: [
    between(
      "input/copies",
      (second) => broughtBy({ rows: 60_000, records: 40_000, ended: false, second }),
      39_200,
      39_199,
    ),
  ],
  listBytes: [withLists(listsOf, 3_000 * 4_096, 3_000 * 4_096 - 1)],
  lookedUpFactor: [
    between(
      "view/no-partner",
      (others_in) => withPairs(500, { is_unique: false, others_in }),
      10_000,
      10_001,
    ),
  ],
  unequalShare: [between("view/unequal-nulls", unequalOf, 10_879, 10_880)],
  chosenShare: [
    between("view/no-partner", (records) => withPairs(records, { chosen_of: 1_000 }), 10_000, 10_001),
  ],
  pairsFactor: [between("view/many-pairs", manyPairsOf, 150_000, 149_999)],
  queueShare: [
    between("input/backpressure", (waiting) => queued(waiting), 900_000, 899_999),
    between("engine/costliest-sql", (waiting) => costly(80, 90, waiting), 900_000, 899_999),
  ],
  progressWindowMs: [between("engine/no-progress", twoSamples, 500, 499)],
  queueGrowth: [
    between("input/falling-behind", filling, 1_001, 1_000),
    between("input/falling-behind", (per_s) => filling(9_000, per_s), 899, 900),
  ],
  queueS: [
    between(
      "input/falling-behind",
      (waiting) => filling(500, 500, { waiting, window_ms: 1_000 }),
      1_000,
      999,
    ),
  ],
  restShare: [between("input/falling-behind", resting, 4.99, 5)],
  idleMs: [between("engine/no-progress", idleFor, 30_000, 29_999)],
  heldMs: [
    between("input/held-for-batch", heldFor, 10_000, 9_999),
    between("output/held-in-buffer", gatheredFor, 10_000, 9_999),
  ],
  clockTicksPerS: [
    between("settings/fast-clock", ticking, 20_000, 19_999),
    between("settings/fast-clock", (usecs) => ticking(400_000, usecs), 50_000, 50_001),
  ],
  checkpointDelayMs: [between("checkpoint/delayed", delayed, 30_000, 29_999)],
  longRowBytes: [
    between("input/long-rows", tenRowsOf, 10_000, 9_990),
    between("input/one-row", oneRowOf, 1_000, 999),
  ],
  rowBytes: [between("input/lines-joined", tenRowsOf, 81_920, 81_919)],
  firstRecordMs: [
    between("input/nothing-received", silent, 10_000, 9_999),
    between("view/starved", unfedFor, 10_000, 9_999),
    between("view/held-back", heldFromStart, 10_000, 9_999),
    between("view/time-stands", endedAfter, 10_000, 9_999),
  ],
  startMs: [
    between("deployment/slow-start", since("Initializing"), 120_000, 119_999),
    between(NOT_AS_WANTED, since("Stopped", "Running"), 120_000, 119_999),
  ],
  compileMs: [warnsBetween("program/compiling", compilingFor, 1_800_000, 1_799_999)],
  pauseMs: [between(NOT_AS_WANTED, since("Paused", "Running"), 30_000, 29_999)],
  suspendMs: [between(NOT_AS_WANTED, since("Running", "Suspended"), 300_000, 299_999)],
  stopMs: [between(NOT_AS_WANTED, since("Stopping", "Stopped"), 120_000, 119_999)],
  coordinationMs: [between(NOT_AS_WANTED, since("Coordination", "Running"), 120_000, 119_999)],
  restarts: [
    between("runtime/restart-loop", timesAway, 3, 2),
    between("runtime/unreachable-at-times", (times) => longUp(timesAway(times)), 3, 2),
  ],
  incidentAgeMs: [
    between("runtime/restart-loop", (ms) => away("Unavailable", 3 * MINUTE, 9 * MINUTE, ms), DAY, DAY + 1),
    between(
      "runtime/unreachable-at-times",
      (ms) => longUp(away("Unavailable", 3 * MINUTE, 9 * MINUTE, ms)),
      DAY,
      DAY + 1,
    ),
    between("events/past-incident", (ms) => away("Running", ms), DAY, DAY + 1),
  ],
  tellingRuntimeS: [
    between("engine/skew", (seconds) => busy(seconds, 0), 5, 4.999),
    between("engine/merges-behind", (seconds) => merges(seconds, 5), 5, 4.999),
    between("engine/costliest-sql", (seconds) => costly(seconds, seconds), 5, 4.999),
    // With less work its cost is not known.
    between("engine/exploding-join", (seconds) => joinAtCost(seconds, 0), 4.999, 5),
    between("storage/slow-reads", (seconds) => reads(seconds, 5), 5, 4.999),
    between("storage/slow-writes", (seconds) => writes(seconds, 5), 5, 4.999),
    between("engine/slow-network", (seconds) => sends(seconds, 5), 5, 4.999),
  ],
  skew: [between("engine/skew", (hot) => busy(hot, 1000 - hot), 750, 749)],
  joinRecords: [
    between("engine/exploding-join", (out) => join(1_000, out), 100_000, 99_999),
    between("engine/exploding-unnest", (out) => unnest(1_000, out), 100_000, 99_999),
    between("output/many-rows", (made) => multiplied(made, 1_000), 100_000, 99_999),
  ],
  joinFactor: [
    between("engine/exploding-join", (out) => join(10_000, out), 500_000, 499_999),
    between("engine/exploding-unnest", (out) => unnest(10_000, out), 500_000, 499_999),
    between("output/many-rows", (made) => multiplied(made, 10_000), 500_000, 499_999),
  ],
  floodFactor: [between("engine/exploding-join", (out) => flooding(out, 20_000), 200_000, 199_999)],
  joinCost: [between("engine/exploding-join", (cost_s) => joinAtCost(100, cost_s), 2, 1.999)],
  skewCost: [between("engine/skew", skewed, 200, 199)],
  stateRecords: [between("engine/unbounded-state", (records) => state(records, 100_000), 100_000, 99_999)],
  startRecords: [between("engine/unbounded-state", (records) => state(records, records, 1e9), 10_000, 9_999)],
  startS: [
    between("engine/unbounded-state", (age_s) => state(20_000, 20_000, 1e7, age_s), 20, 19.999),
    warnsBetween("input/backpressure", fullAfter, 20_000, 19_999),
    between("engine/costliest-sql", costlyAfter, 20_000, 19_999),
  ],
  stateBytesPerHour: [
    between("engine/unbounded-state", (bytes) => state(20_000, 20_000, bytes), 100_000_000, 99_999_999),
  ],
  stateBytesPerWeek: [
    warnsBetween("engine/unbounded-state", (bytes) => state(200_000, 200_000, bytes), 5_952_381, 5_952_380),
  ],
  stateBytes: [
    warnsBetween(
      "engine/unbounded-state",
      (bytes) => state(200_000, 200_000, bytes, 10),
      40_000_000,
      39_999_999,
    ),
  ],
  newKeyShare: [between("engine/unbounded-state", keyed, 300_000, 300_001)],
  expressionShare: [between("engine/costliest-sql", (seconds) => costly(seconds), 30, 29.999)],
  backlogS: [
    between("engine/costliest-sql", (waiting) => backlog(waiting), 10_000, 9_999),
    // Fifty steps a second of five records each.
    between("input/small-batches", (waiting) => inBatches(5, 3_000, waiting), 2_500, 2_499),
    between("output/behind", laggingByErrors, 2_000, 1_999),
  ],
  idleShare: [between("engine/costliest-sql", (idle_s) => backlog(20_000, idle_s), 99.9, 100)],
  mergedShare: [
    between("input/late-rows", merged, 29_260, 29_258),
    between(FAR_AHEAD, (rows) => farAhead(40 * DAY, { table: "entries", rows }), 29_260, 29_258),
    between("input/perhaps-late-rows", fewMerged, 29_260, 29_259),
    between("input/repeated-rows", (different) => sentAgain({ read: 10_000, different }), 9_500, 9_501),
    between("view/no-partner", (kept) => withPairs(60_000, { paired_later: 1, kept }), 95_000, 94_999),
    between("view/many-pairs", (kept) => manyPairsOf(300_000, { kept }), 95_000, 94_999),
    warnsBetween("input/copies", (rows) => broughtBy({ rows, own_bytes: 548_000 }), 7_599, 7_600),
  ],
  latenessLeftMs: [between("engine/unbounded-state", (ms) => widelyLate(ms), 7_200_000, 7_199_999)],
  stateShare: [
    between("engine/unbounded-state", (records) => state(records, 1_000_000), 500_000, 499_999),
    between("view/null-keys", (kept) => withKeys(5_000, { keeps_apart: false, kept }), 2_500, 2_499),
  ],
  betweenLooksS: [
    // Nothing of the groups that came between is new: closer looks do not tell that.
    between("engine/unbounded-state", (apart_s) => saturated(1_000, apart_s), 1.999, 2),
  ],
  betweenLooksRows: [
    between("engine/unbounded-state", (rows) => saturated(rows, 10), 99, 100),
    between(FAR_AHEAD, (rows) => farAhead(2 * DAY, { between: rows }), 100, 99),
    between("view/no-partner", (rows) => pairedBefore(rows, { records_in: 90_500 }), 100, 99),
  ],
  replacedRows: [
    between("input/rows-replaced", (rows) => replaced(rows, rows / 2), 1_000, 999),
    between("input/rows-deleted", (rows) => leftIn(0, rows), 1_000, 999),
  ],
  replacedShare: [between("input/rows-replaced", (records) => replaced(2_000, records), 1_000, 1_001)],
  fewReplacedRows: [between("input/rows-replaced", (rows) => replaced(rows, 5), 100, 99)],
  fewReplacedShare: [between("input/rows-replaced", (records) => replaced(500, records), 50, 51)],
  insertsReplacedShare: [
    between("input/rows-replaced", (records) => replaced(1_000, records, true), 750, 751),
  ],
  mergeWaitShare: [between("engine/merges-behind", (wait) => merges(95, wait), 5, 4.999)],
  cacheMissShare: [between("storage/slow-reads", (elapsed) => reads(100, elapsed), 10, 9.999)],
  storageWriteShare: [between("storage/slow-writes", (waited) => writes(100, waited), 10, 9.999)],
  networkWaitShare: [between("engine/slow-network", (waited) => sends(100, waited), 10, 9.999)],
  lateRecords: [
    between("input/late-rows", (dropped) => late(1_000, dropped), 100, 99),
    between("input/perhaps-late-rows", (dropped) => late(10_000, dropped), 100, 99),
    between(FAR_AHEAD, (dropped) => farAhead(40 * DAY, { dropped, rows: 1_000 }), 100, 99),
  ],
  fewLateRecords: [between("input/perhaps-late-rows", (dropped) => late(400, dropped), 20, 19.9)],
  lateShare: [
    between("input/late-rows", (dropped) => late(10_000, dropped), 200, 199),
    between("input/perhaps-late-rows", (dropped) => late(10_000, dropped), 199, 200),
    between(FAR_AHEAD, (dropped) => farAhead(40 * DAY, { dropped }), 200, 199),
  ],
  lateRows: [warnsBetween("input/perhaps-late-rows", (dropped) => lateOfTwo(dropped, 30_000), 1_000, 999)],
  lateSourceShare: [
    warnsBetween("input/perhaps-late-rows", (dropped) => lateOfTwo(dropped, 1_000), 500, 499),
  ],
  aheadMs: [between(FAR_AHEAD, (ms) => farAhead(ms, { between: 1_000 }), DAY, DAY - 1)],
  unitMs: [
    between("input/time-unit", (ms) => timeAt((nowMs) => (nowMs - ms) / 1_000), 732 * DAY, 732 * DAY + 1_000),
  ],
  yearsAheadMs: [between(FAR_AHEAD, (ms) => farAhead(ms, { earliest_ms: -DAY }), 732 * DAY, 732 * DAY - 1)],
  windowMs: [
    between(FAR_AHEAD, farAhead, 32 * DAY, 32 * DAY - 1),
    between("input/times-ahead", (ms) => uncountedAt((nowMs) => nowMs + ms), 32 * DAY, 32 * DAY - 1),
  ],
};
