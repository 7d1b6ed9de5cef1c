import type { Integral } from "../../../src/analysis/circuit/integrals.ts";
import type { JoinSides } from "../../../src/analysis/circuit/join-sides.ts";
import { spreadOf } from "../../../src/analysis/circuit/spread.ts";
import type { TableFacts } from "../../../src/analysis/circuit/tables.ts";
import type { ConnectorStats } from "../../../src/analysis/stats/connectors.ts";
import type { Evidence } from "../../../src/diagnosis/evidence.ts";
import type { CircuitChange } from "../../scenarios/variant.ts";
import { missing } from "../../scenarios/varied.ts";
import { measuredPipeline } from "../../support/compiled-program.ts";
import { evidenceOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const DAY_MS = 86_400_000;

const circuit = (...changes: readonly CircuitChange[]) => evidenceOf("healthy", { circuit: changes });
/** The work of an operator in steps of 100 s in all, for whose end the workers have waited. */
const work = (one: number, other: number, waited = [100 - one, 100 - other]): readonly CircuitChange[] => [
  { node: "n", metric: "circuit_runtime_seconds", byWorker: [100, 100] },
  { node: "n", metric: "circuit_wait_time_seconds", byWorker: waited },
  { node: "nn22", metric: "runtime_seconds", byWorker: [one, other] },
];
/** What two tables let go is kept from a time so long before the waterline of the one that drops most of its rows. */
export function aheadOf(ms: number): Evidence {
  const evidence = measuredPipeline("row_ahead_measured");
  const { integrals = [], late_filters = [] } = evidence.circuit_profile ?? {};
  const own = late_filters.find(({ tables }) => tables.includes("lab_qc"))?.waterline?.earliest;
  if (evidence.circuit_profile === undefined || own === undefined) throw new Error("no waterline");
  const retained_from = new Date(Date.parse(own) - ms).toISOString();
  const moved = integrals.map((one) => (one.waterlines.includes("poc_qc") ? { ...one, retained_from } : one));
  const { stats } = evidenceOf("healthy");
  const signs = { ...evidence.circuit_profile, integrals: moved };
  return { ...evidence, ...(stats && { stats }), circuit_profile: signs };
}

const join = (records_in: number, records_out: number): readonly CircuitChange[] => [
  { node: "nn22", metric: "left_input_records_count", byWorker: [records_in, 0] },
  { node: "nn22", metric: "computed_output_records_count", byWorker: [records_out, 0] },
];
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
  const late_filters = [{ id: "nn9", tables: ["entries"], of_view: false, records_in, records_out }];
  return evidence.circuit_profile === undefined
    ? evidence
    : { ...evidence, circuit_profile: { ...evidence.circuit_profile, late_filters } };
};

/** As much work of the skewed join for each worker. */
const EVEN: readonly CircuitChange[] = [
  { node: "n", metric: "circuit_cpu_time_seconds", byWorker: [11, 12, 11, 11] },
  { node: "nn28", metric: "runtime_seconds", byWorker: [11, 12, 12, 12] },
];

/** A hot key of a join is on worker 2, and one of what follows on worker 1. */
const HOT_BY_TURNS: readonly CircuitChange[] = [
  { node: "n", metric: "circuit_cpu_time_seconds", byWorker: [10, 36, 37, 10] },
  { node: "nn28", metric: "runtime_seconds", byWorker: [6, 6, 32.5, 5.5] },
  { node: "nn34", metric: "runtime_seconds", byWorker: [5, 30, 5, 5] },
];

const FULL = { "inputs.0.metrics.buffered_records": 1_000_000 };

/** A join that has nine tenths of the operators' time, and a queue at its limit so long after the start. */
export const costlyAfter = (uptime_msecs: number): Evidence =>
  evidenceOf("skewed_join", {
    circuit: EVEN,
    stats: { ...FULL, "global_metrics.uptime_msecs": uptime_msecs },
  });

/** An aggregate that holds 200,000 records of as many that came from one table, after an hour. */
/** State of so much LATENESS, whose times went as fast as this over the last 100 s of an hour. */
export const widelyLate = (
  longest_ms: number,
  integral: Partial<Integral> = {},
  { pace, rounded_ms = 1_000 }: { readonly pace?: number; readonly rounded_ms?: number } = {},
): Evidence => {
  const at = (ms: number) => new Date(Math.floor(ms / rounded_ms) * rounded_ms).toISOString();
  const end = Date.parse("2026-11-29T12:00:30Z");
  const of = { bound: "lateness" as const, waterlines: ["t"], retained_from: at(end), ...integral };
  const evidence = stateOf(of, { rows: 200_000 });
  const { circuit_profile: signs, pipeline } = evidence;
  if (signs === undefined || pipeline === undefined) throw new Error("not recorded");
  const retained_from = at(end - (pace ?? 0) * 100_000);
  const integrals = (signs.integrals ?? []).map((one) => ({
    ...one,
    retained_from,
    arrived: 194_000,
    records: 194_000,
    merged_records: 194_000,
  }));
  return {
    ...evidence,
    pipeline: { ...pipeline, lateness: [{ table: "t", columns: ["ts"], append_only: false, longest_ms }] },
    ...(pace !== undefined && { earlier: { circuit_profile: { ...signs, age_s: 3_500, integrals } } }),
  };
};

const stateOf = (integral: Partial<Integral>, table: Partial<TableFacts>): Evidence => {
  const evidence = evidenceOf("healthy");
  const place = {
    handle: "s1.aggregate",
    rule: "exact" as const,
    operator: "s1",
    operation: "aggregate",
    positions: [],
    distance: 0,
  };
  const whole = {
    id: "nn1",
    holds: "input" as const,
    used_by: [place],
    bound: "rows" as const,
    tables: ["t"],
    other_side: [],
    conditions: [],
    distinct: [],
    waterlines: [],
    behind: [],
    records: 200_000,
    bytes: 20_000_000,
    arrived: 200_000,
    merged_records: integral.records ?? 200_000,
    ...integral,
  };
  const tables = [{ name: "t", has_key: false, has_waterline: false, ...table }];
  return evidence.circuit_profile === undefined
    ? evidence
    : {
        ...evidence,
        circuit_profile: { ...evidence.circuit_profile, age_s: 3600, integrals: [whole], tables },
      };
};

/** State that grows, beside 3,000 records of so many bytes that do not become more. */
export const listsOf = (bytes: number): Evidence => {
  const { circuit_profile, ...evidence } = stateOf({ bytes: 1_000_000 }, { rows: 200_000 });
  const [growing, ...others] = circuit_profile?.integrals ?? [];
  if (circuit_profile === undefined || growing === undefined || others.length > 0)
    throw new Error("not recorded");
  const counts = { records: 3_000, merged_records: 3_000, arrived: 90_000, bytes };
  const integrals = [growing, { ...growing, id: "nn2", bound: "groups" as const, ...counts }];
  return { ...evidence, circuit_profile: { ...circuit_profile, integrals } };
};

/** State of two tables that LATENESS of both bounds, of which the other is so, and one goes on. */
const ofTwo = (other: Partial<ConnectorStats>, integral: Partial<Integral> = {}): Evidence => {
  const both = { bound: "lateness" as const, tables: ["t", "u"], waterlines: ["t", "u"] };
  const { circuit_profile, stats, ...evidence } = stateOf({ ...both, ...integral }, { rows: 199_500 });
  const [source] = stats?.connectors.filter(({ direction }) => direction === "input") ?? [];
  if (circuit_profile?.tables === undefined || stats === undefined || source === undefined)
    throw new Error("not recorded");
  const open = { ...source, name: "t.live", relation: "t", end_of_input: false, paused: false };
  const connectors = [open, { ...open, name: "u.file", relation: "u", ...other }];
  const tables = circuit_profile.tables.flatMap((t) => [t, { ...t, name: "u", rows: 500 }]);
  return { ...evidence, stats: { ...stats, connectors }, circuit_profile: { ...circuit_profile, tables } };
};

/** The same, both of which go on since an hour, with LATENESS of a minute, where that lets go up to so long ago. */
const behind = (minutes: number, integral: Partial<Integral> = {}): Evidence => {
  const { pipeline, nowMs } = evidenceOf("healthy");
  const retained_from = new Date(nowMs - minutes * 60_000 - 1_500).toISOString();
  const evidence = ofTwo({ end_of_input: false }, { retained_from, ...integral });
  if (pipeline === undefined) throw new Error("not recorded");
  const late = { columns: ["ts"], append_only: false, longest_ms: 60_000 };
  const lateness = ["t", "u"].map((table) => ({ table, ...late }));
  return { ...evidence, pipeline: { ...pipeline, lateness } };
};

/** The recorded join, told to take other sides. */
function sidesOf(evidence: Evidence, sides: Omit<JoinSides, "operator">): Evidence {
  const { circuit_profile } = evidence;
  const [join] = circuit_profile?.joins ?? [];
  if (circuit_profile === undefined || join === undefined) throw new Error("no join");
  return { ...evidence, circuit_profile: { ...circuit_profile, joins: [{ ...join, ...sides }] } };
}

const joinOf = (sides: Omit<JoinSides, "operator">) =>
  sidesOf(
    evidenceOf("skewed_join", {
      circuit: [{ node: "nn28", metric: "computed_output_records_count", byWorker: [53_500_000] }],
    }),
    sides,
  );

/** A join of which each worker takes so many rows. */
function takenBy(byWorker: readonly number[]): Evidence {
  const { circuit_profile, ...others } = circuit(...join(10_000, 500_000));
  if (circuit_profile === undefined) throw new Error("no circuit");
  const operators = circuit_profile.operators.map((one) => ({
    ...one,
    numbers: { ...one.numbers, left_input_records_count: spreadOf(byWorker) },
  }));
  return { ...others, circuit_profile: { ...circuit_profile, operators, workers: byWorker.length } };
}

/** A join that makes fifty rows of each, at code of the program that is no join. */
const madeOf = (code: string): Evidence => {
  const { circuit_profile, ...others } = circuit(...join(10_000, 500_000));
  if (circuit_profile === undefined) throw new Error("no circuit");
  const operators = (circuit_profile.operators ?? []).map((one) =>
    one.place === undefined
      ? one
      : {
          ...one,
          place: { ...one.place, positions: one.place.positions.map((position) => ({ ...position, code })) },
        },
  );
  return { ...others, circuit_profile: { ...circuit_profile, operators } };
};

export const CIRCUIT_CASES: readonly RuleCase[] = [
  {
    rule: "engine/skew",
    when: "one worker of two has nine tenths of the work, in one operator",
    evidence: () => circuit(...work(91, 9)),
    says: [
      /worker 0 of 2 does 91 % of the work of .* nn22.* costs at most 16\.2 % of the time/,
      /more workers do not help/,
    ],
  },
  {
    rule: "engine/skew",
    when: "one worker of four does the join of a recorded pipeline",
    evidence: () => evidenceOf("skewed_join"),
    says: [/worker 2 of 4 .*JoinTrace nn28/],
  },
  {
    rule: "engine/skew",
    when: "one worker of four has half of a join, and another as much of what follows: none has most of all",
    evidence: () => evidenceOf("skewed_join", { circuit: HOT_BY_TURNS }),
    says: [/worker 2 of 4 does 65.3 % of the work of JoinTrace nn28 .* costs at most 18.6 % of the time/],
  },
  {
    rule: "engine/skew",
    when: "one worker has most of an OVER window, whose partition is known",
    evidence: () => {
      const { circuit_profile, ...evidence } = evidenceOf("skewed_join");
      if (circuit_profile === undefined) throw new Error("no circuit");
      const operators = circuit_profile.operators.map((one) => ({ ...one, spread_by: "PARTITION BY site" }));
      return { ...evidence, circuit_profile: { ...circuit_profile, operators } };
    },
    says: [
      /of the work of JoinTrace nn28 of enriched\.join@9 \("PARTITION BY site"\) and/,
      /Most rows share one value of what it is by, most likely/,
    ],
  },
  {
    rule: "engine/skew",
    when: "the same is done beside each other, and nobody waits",
    evidence: () =>
      evidenceOf("skewed_join", {
        circuit: [
          ...HOT_BY_TURNS,
          { node: "n", metric: "circuit_wait_time_seconds", byWorker: [9, 9, 9, 9] },
        ],
      }),
  },
  {
    rule: "engine/skew",
    when: "one worker of two has less than three times what the other has",
    evidence: () => circuit(...work(74, 26)),
  },
  {
    rule: "engine/skew",
    when: "nearly all the work is on one worker, and is nothing to speak of",
    evidence: () => circuit(...work(4, 0.9)),
  },
  {
    rule: "engine/skew",
    when: "nine tenths of the work are on one worker, and cost a thirtieth of the time",
    evidence: () => circuit(...work(18, 2)),
  },
  {
    rule: "engine/costliest-sql",
    when: "a queue is full, and a join has nine tenths of the operators' time",
    evidence: () => evidenceOf("skewed_join", { circuit: EVEN, stats: FULL }),
    says: [
      /the join in view enriched on line 9 \(enriched.join@9\) takes 8\d(\.\d)? % of the operators' time/,
    ],
  },
  {
    rule: "engine/costliest-sql",
    when: "a join has nine tenths of the operators' time 15 s after the start, when what had waited fills a queue",
    evidence: () => costlyAfter(15_000),
  },
  {
    rule: "engine/costliest-sql",
    when: "a join has nine tenths of the operators' time, and keeps up",
    evidence: () => evidenceOf("skewed_join", { circuit: EVEN }),
  },
  {
    rule: "engine/exploding-join",
    when: "a join makes fifty rows of each",
    evidence: () => circuit(...join(10_000, 500_000)),
    says: [/makes 500,000 records out of 10,000, 50 for each/, /without a condition/],
  },
  {
    rule: "engine/exploding-join",
    when: "the compiler makes it of OVER without ORDER BY",
    evidence: () => madeOf("ms / SUM(ms) OVER (PARTITION BY artist)"),
    says: [
      / \(made of "OVER \(PARTITION BY artist\)"\) makes 500,000 records out of 10,000/,
      /partition by more columns, or give the totals out as a view of their own/,
      /^(?!.*Add the missing condition)/s,
    ],
  },
  {
    rule: "engine/exploding-join",
    when: "a function over an ordered window stands in the SELECT of a join",
    evidence: () => madeOf("RANK() OVER (PARTITION BY artist ORDER BY ms) FROM a JOIN b ON a.id = b.id"),
    says: [/Add the missing condition/],
  },
  {
    rule: "engine/exploding-join",
    when: "both sides of a join are aggregated before",
    evidence: () => joinOf({ aggregated: 2, rows_of: [] }),
    says: [
      /on fewer columns than its sides are grouped by: each change of a group takes back all rows/,
      /^(?!.*aggregate (?:one side|orders))/s,
    ],
  },
  {
    rule: "engine/exploding-join",
    when: "one side of a join is aggregated before",
    evidence: () => joinOf({ aggregated: 1, rows_of: ["orders"] }),
    says: [/Add the missing condition, or aggregate orders first/],
  },
  {
    rule: "engine/exploding-join",
    when: "no side of a join is aggregated before",
    evidence: () => joinOf({ aggregated: 0, rows_of: ["orders", "customers"] }),
    says: [/or aggregate one side first/],
  },
  ...(
    [
      [
        "one worker takes all of its rows",
        [0, 10_000],
        /\. One worker of 2 takes all of it, as where what is compared has one value/,
      ],
      ["both workers take some of its rows", [1, 9_999], /^(?!.*One worker)/s],
    ] as const
  ).map(([when, byWorker, says]) => ({
    rule: "engine/exploding-join",
    when,
    evidence: () => takenBy(byWorker),
    says: [says] as const,
  })),
  {
    rule: "engine/exploding-join",
    when: "it leaves out a column of a primary key that both sides have",
    evidence: () =>
      joinOf({
        aggregated: 0,
        rows_of: ["orders", "customers"],
        condition: "o.tier = c.tier",
        left_out: { table: "customers", key: ["id", "tier"], columns: ["id"] },
      }),
    says: [/Of the PRIMARY KEY of customers \(id, tier\) it does not compare id, .* Add it to the condition/],
  },
  {
    rule: "engine/exploding-join",
    when: "others stand on the line of a join",
    evidence: () =>
      joinOf({ aggregated: 0, rows_of: [], condition: "o.cid = c.cid", is_one_of_several: true }),
    says: [/^JoinTrace nn28 of enriched\.join@9 \("o\.cid = c\.cid"\) makes /m],
  },
  {
    rule: "engine/exploding-join",
    when: "it stands on its line alone",
    evidence: () => joinOf({ aggregated: 0, rows_of: [], condition: "o.cid = c.cid" }),
    says: [/^JoinTrace nn28 of enriched\.join@9 makes /m],
  },
  {
    rule: "engine/skew",
    when: "others stand on the line of the join of one worker",
    evidence: () =>
      sidesOf(evidenceOf("skewed_join"), {
        aggregated: 0,
        rows_of: [],
        condition: "o.cid = c.cid",
        is_one_of_several: true,
      }),
    says: [/of the work of JoinTrace nn28 of enriched\.join@9 \("o\.cid = c\.cid"\) and/],
  },
  {
    rule: "engine/skew",
    when: "the join of one worker has no equality",
    evidence: () =>
      sidesOf(evidenceOf("skewed_join"), { aggregated: 0, rows_of: [], without_equality: true }),
    says: [
      /no equality, .*: each row of orders is compared with each of the 10,000 of customers, on one worker\. No key is hot/,
      /^(?!.*Look for the hot key)/s,
    ],
  },
  {
    rule: "engine/skew",
    when: "the join of one worker has no equality, and one of its sides is a total",
    evidence: () => {
      const evidence = sidesOf(evidenceOf("skewed_join"), {
        aggregated: 1,
        rows_of: ["orders"],
        without_equality: true,
      });
      const { circuit_profile } = evidence;
      if (circuit_profile?.integrals === undefined) throw new Error("no integrals");
      const integrals = circuit_profile.integrals.map((one) =>
        one.tables.includes("customers") ? { ...one, merged_records: 1 } : one,
      );
      return { ...evidence, circuit_profile: { ...circuit_profile, integrals } };
    },
    says: [/Look for the hot key/, /^(?!.*each row of orders)/s],
  },
  {
    rule: "engine/skew",
    when: "the join of one worker has aggregated sides",
    evidence: () => sidesOf(evidenceOf("skewed_join"), { aggregated: 2, rows_of: [] }),
    says: [/Look for the hot key, filter or split it$/m],
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
    when: "a recorded join keeps one side for a table that may change at any time",
    evidence: () => evidenceOf("skewed_join"),
    says: [
      /the join in view enriched on line 9 \(enriched.join@9\) keeps every row of orders: 535,000 records for 535,000/,
      /compares no column of times of customers; LATENESS on the number customers.customer_id bounds it only if that rises/,
    ],
    severity: "warning",
  },
  {
    rule: "engine/unbounded-state",
    when: "a table has a group for each of its accounts, however many rows there are",
    evidence: () => evidenceOf("healthy"),
  },
  {
    rule: "engine/unbounded-state",
    when: "one side of a recorded join has LATENESS: the state of that side grows",
    evidence: () => evidenceOf("join_lateness_one"),
    says: [
      /the join in view valve_state on line 9 \(valve_state.join@9\) keeps every row of pressure: 158,533 records for 158,533/,
      /bounds the state of the other\. Declare LATENESS on flow\.ts, which this join compares/,
    ],
    severity: "warning",
  },
  {
    rule: "engine/unbounded-state",
    when: "both sides of the same join have LATENESS",
    evidence: () => evidenceOf("join_lateness_both"),
  },
  {
    rule: "engine/unbounded-state",
    when: "a view is recursive, and its table has a primary key",
    evidence: () => evidenceOf("recursive"),
  },
  {
    rule: "engine/unbounded-state",
    when: "a table with a primary key counts updates twice until they are merged",
    evidence: () =>
      evidenceOf("join_lateness_both", {
        circuit: [{ node: "nn23", metric: "state_records_count", byWorker: [200_000, 200_000] }],
      }),
  },
  {
    rule: "engine/unbounded-state",
    when: "nearly every row of a table with a primary key has a new key",
    evidence: () => stateOf({ bound: "keys" }, { has_key: true, rows: 200_000, changes: 200_000 }),
    says: [/keeps a record for each key of t, and most of what comes has a new key/, /stays as it is once/],
    severity: "info",
  },
  {
    rule: "engine/unbounded-state",
    when: "most rows of a table with a primary key update a key that is there",
    evidence: () => stateOf({ bound: "keys" }, { has_key: true, rows: 200_000, changes: 390_000 }),
  },
  {
    rule: "engine/unbounded-state",
    when: "the LATENESS of two tables bounds state, and one of them has ended",
    evidence: () => ofTwo({ end_of_input: true }),
    says: [
      /keeps every row of t, u, since nothing more comes of u: 200,000 records/,
      /let go up to the time of that which is furthest behind.*Send it a row now and then/,
    ],
  },
  {
    rule: "engine/unbounded-state",
    when: "the LATENESS of two tables bounds state, and both go on",
    evidence: () => ofTwo({ end_of_input: false }),
  },
  {
    rule: "engine/unbounded-state",
    when: "one of two tables has ended, and LATENESS lets go all the same",
    evidence: () => ofTwo({ end_of_input: true }, { records: 100_000 }),
  },
  {
    rule: "engine/unbounded-state",
    when: "the LATENESS of two tables bounds state, and the time of one stands where it was 50 minutes ago",
    evidence: () => behind(50),
    says: [
      /keeps what comes of t until the time of u has come as far \(LATENESS lets go up to that, about .* UTC, 50 min \d s ago\): 200,000 records/,
      /of that which is furthest behind\. Look at what feeds u: whether rows of it come, and whether their times are as new as those of t\./,
    ],
    severity: "info",
  },
  {
    rule: "engine/unbounded-state",
    when: "the LATENESS of two tables bounds state, and lets most of it go",
    evidence: () => behind(1, { arrived: 200_000, records: 110_000, merged_records: 110_000 }),
  },
  {
    rule: "engine/unbounded-state",
    when: "LATENESS bounds it, of a table of which no row has come",
    evidence: () => stateOf({ bound: "lateness", waterlines: ["t"] }, { rows: 0 }),
    says: [/keeps every row of t until the first row of t comes, whose LATENESS bounds it/],
    severity: "info",
  },
  {
    rule: "engine/unbounded-state",
    when: "LATENESS bounds it, however much it still holds",
    evidence: () => stateOf({ bound: "lateness", waterlines: ["t"] }, { rows: 200_000 }),
  },
  {
    rule: "engine/unbounded-state",
    when: "LATENESS of 30 days has let nothing go after an hour",
    evidence: () => widelyLate(30 * DAY_MS),
    says: [
      /keeps what comes of t until 30 d of the times of t have passed \(LATENESS\), at a pace that is not known: 200,000 records/,
      /Declare no more than rows of t really come late by/,
    ],
    severity: "info",
  },
  {
    rule: "engine/unbounded-state",
    when: "the times of rows go twelve times as fast as the clock",
    evidence: () => widelyLate(30 * DAY_MS, {}, { pace: 12 }),
    says: [/until 30 d of the times of t have passed \(LATENESS\), in about 2 d 11 h at their pace/],
  },
  {
    rule: "engine/unbounded-state",
    when: "LATENESS of 30 days is soon over, since old rows are read",
    evidence: () => widelyLate(30 * DAY_MS, {}, { pace: 1_000 }),
  },
  {
    rule: "engine/unbounded-state",
    when: "LATENESS of 30 days has let rows go",
    evidence: () => widelyLate(30 * DAY_MS, { arrived: 300_000 }),
  },
  {
    rule: "engine/unbounded-state",
    when: "LATENESS of a minute has let nothing go that a window needs",
    evidence: () => widelyLate(60_000),
  },
  {
    rule: "engine/unbounded-state",
    when: "a window bounds it, however much it still holds",
    evidence: () => stateOf({ bound: "window" }, { rows: 200_000 }),
  },
  {
    rule: "engine/unbounded-state",
    when: "there is a group for every row, though the table has LATENESS on another column",
    evidence: () => stateOf({ bound: "groups", tables: ["entries"] }, { name: "entries", rows: 200_000 }),
    says: [
      /makes a new group for 100 % of what comes to it of entries/,
      /LATENESS is declared on entries\.ts, and does not reach this state: group by that column/,
    ],
    severity: "warning",
  },
  {
    rule: "engine/unbounded-state",
    when: "there is a group for every row, and no column of times that LATENESS could be declared on",
    evidence: () => stateOf({ bound: "groups" }, { rows: 200_000, time_columns: [] }),
    says: [/t has no column of times that it could be declared on/],
  },
  {
    rule: "engine/unbounded-state",
    when: "nothing tells what bounds state that keeps all",
    evidence: () => stateOf({ bound: "unknown", tables: [] }, {}),
    says: [/whether anything bounds it is not known/],
    severity: "info",
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
      /1\d(\.\d)? % of the operators' time is waiting for reads from storage, most in .*nn22.*: 50 cache misses/,
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
    says: [/nn22.*: 0 cache misses, 50 waits for blocks that were being read ahead/],
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
    rule: "engine/slow-network",
    when: "workers on a runtime from 0.354 on wait a tenth of their steps for other hosts",
    evidence: () => circuit(...waitsFor("network", 5, 5)),
    says: [/10 % of their steps waiting for the network between hosts \(10 s of 1 min 40 s\)/],
  },
  {
    rule: "engine/slow-network",
    when: "they wait a little less for other hosts",
    evidence: () => circuit(...waitsFor("network", 5, 4)),
  },
  {
    rule: "engine/slow-network",
    when: "they wait as long for one another",
    evidence: () => circuit(...waitsFor("peers", 25, 25)),
  },
  {
    rule: "engine/slow-network",
    when: "the runtime is of 0.337 and does not tell what workers wait for",
    evidence: () => evidenceOf("skewed_join"),
  },
  {
    rule: "engine/exploding-join",
    when: "NOW() in a SELECT makes all its rows anew with each tick of the clock",
    evidence: () => {
      const { stats } = evidenceOf("healthy");
      return { ...measuredPipeline("now_age_measured"), ...(stats && { stats }) };
    },
    severity: "warning",
    says: [
      /^NOW\(\) in view open_pickups on line 48 makes its rows anew with each tick of the clock: .* out of 163, 87,905 for each/m,
      /Compare a column of times with NOW\(\) in WHERE/,
    ],
  },
  {
    rule: "input/row-far-ahead",
    when: "another table is fed at the same time, of which no row is late, and whose times are hours behind",
    evidence: () => aheadOf(2 * 3_600_000),
    severity: "warning",
    says: [
      /most likely a row of lab_qc with a time far ahead moved its waterline to about .* UTC, 2 h ahead of that of poc_qc, of which no row is late/,
      /If none is ahead, what comes is itself late/,
    ],
  },
  {
    rule: "input/row-far-ahead",
    when: "the times of another table are as far on",
    evidence: () => aheadOf(60_000),
  },
  {
    rule: "input/late-rows",
    when: "a filter lets out two hundredths fewer rows than went in",
    evidence: () => filter(10_000, 9_800),
    says: [
      /about 200 of 10,000 rows \(2 %\) of entries are dropped as late/,
      /further behind the newest than LATENESS/,
    ],
  },
  {
    rule: "input/late-rows",
    when: "each of two sources has sent as many rows as are missing",
    evidence: () => evidenceOf("late_rows", missing(30_000, [30_000, 30_000])),
    says: [
      /about as many as each of page_views\.\w+, page_views\.\w+ sent/,
      /Which it is, or whether it is a part of each, no count tells/,
    ],
  },
  {
    rule: "input/late-rows",
    when: "one of two sources has sent as many rows as are missing",
    evidence: () => evidenceOf("late_rows", missing(20_000)),
    says: [
      /about as many as page_views\.\w+ sent/,
      /Bring them together \(start_after lets one wait for another that ends\), or raise/,
      /^(?!.*(?:no count tells|deleted))/s,
    ],
  },
  {
    rule: "input/late-rows",
    when: "one that begins when the other has ended has sent as many rows as are missing",
    evidence: () =>
      evidenceOf("late_rows", {
        ...missing(20_000),
        pipeline: {
          "program_info.input_connectors": {
            "page_views.collector_eu": { stream: "page_views", labels: ["eu"] },
            "page_views.collector_us": { stream: "page_views", start_after: ["eu"] },
          },
        },
      }),
    says: [
      /or its rows are the older ones, and start_after has it begin when the others have ended: turn that round\. Bring them together, or raise LATENESS/,
    ],
  },
  {
    rule: "input/late-rows",
    when: "as many rows are missing as were sent by HTTP, which waits for no source and may delete",
    evidence: () =>
      evidenceOf("late_rows", {
        ...missing(20_000),
        pipeline: { "program_info.input_connectors": {} },
      }),
    says: [
      /Unless rows were deleted at once, what page_views\.\w+ sends is, most likely, behind/,
      /Bring them together, or raise LATENESS/,
    ],
  },
  {
    rule: "input/late-rows",
    when: "a source two hours behind feeds a recorded pipeline",
    evidence: () => evidenceOf("late_rows"),
    says: [/9,600 of 23,100 rows \(41\.6 %\) of page_views are dropped/],
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
