import * as z from "zod";
import type { CircuitSplit } from "../../analysis/circuit/split.ts";
import { WAIT_METRIC } from "../../analysis/circuit/wait-reasons.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { grouped, percent } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { codeOf, operatorCall, Where, whereOf, whereWords } from "./where.ts";

/** One worker does what all should share, and the others wait for it at every step. */
const skew = defineRule({
  id: "engine/skew",
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`one worker that does the work of all`,
  thresholds: ["tellingRuntimeS", "skew"],
  explains: ["input/backpressure"],
  about: z.object({
    workers: z.int(),
    hot_worker: z.int(),
    hot_s: z.number(),
    all_s: z.number(),
    operator: Where,
    operator_hot_s: z.number(),
    operator_s: z.number(),
  }),
  find({ circuit_profile }) {
    const { split, workers = 0, operators = [] } = circuit_profile ?? {};
    if (split === undefined || workers < 2) return [];
    const busy = split.workers.map(({ cpu_s, running_s }) => cpu_s ?? running_s);
    const all_s = busy.reduce((sum, seconds) => sum + seconds, 0);
    const hot_s = Math.max(...busy);
    const hot_worker = busy.indexOf(hot_s);
    if (all_s < THRESHOLDS.tellingRuntimeS || hot_s < (all_s / workers) * THRESHOLDS.skew) return [];
    const uneven = operators
      .flatMap((operator) => {
        const runtime = operator.numbers.runtime_seconds;
        return runtime === undefined || runtime.hot_worker !== hot_worker ? [] : [{ operator, runtime }];
      })
      .toSorted((a, b) => b.runtime.max - b.runtime.avg - (a.runtime.max - a.runtime.avg));
    const [worst] = uneven;
    if (worst === undefined || worst.runtime.max < worst.runtime.avg * THRESHOLDS.skew) return [];
    const where = whereOf(worst.operator);
    return [
      {
        about: {
          workers,
          hot_worker,
          hot_s,
          all_s,
          operator: where,
          operator_hot_s: worst.runtime.max,
          operator_s: worst.runtime.total,
        },
        signs: [
          {
            part: "circuit_profile",
            field: `circuit_cpu_time_seconds.worker_${hot_worker}`,
            value: { ms: hot_s * 1000 },
            threshold: { ms: (all_s / workers) * THRESHOLDS.skew * 1000 },
          },
          {
            part: "circuit_profile",
            field: `${where.id}.runtime_seconds.worker_${hot_worker}`,
            value: { ms: worst.runtime.max * 1000 },
          },
          {
            part: "circuit_profile",
            field: `${where.id}.runtime_seconds`,
            value: { ms: worst.runtime.total * 1000 },
          },
          ...othersWaited(split, hot_worker),
        ],
        quotes: codeOf(where),
      },
    ];
  },
  what: ({ workers, hot_worker, hot_s, all_s, operator, operator_hot_s, operator_s }) =>
    words`worker ${hot_worker} of ${workers} does ${percent(hot_s / all_s)} of the work and the others wait for it: in ${whereWords(operator)} it has ${percent(operator_hot_s / operator_s)} of the time`,
  cause: () =>
    words`A key that most rows share (of a join, an aggregate or a partition) puts them all on one worker; more workers do not help. Look for the hot key, filter or split it, or aggregate before the join`,
  next: ({ operator }) => [
    operatorCall(operator),
    { tool: "summarize_circuit_profile", args: { by: "skew" }, why: words`for what else is uneven` },
  ],
});

/** How long the other workers have waited for one another, where the runtime tells. */
function othersWaited(split: CircuitSplit, hotWorker: number): Sign[] {
  if (split.waits_s === undefined) return [];
  const others = split.workers.filter((_, worker) => worker !== hotWorker);
  const seconds = others.reduce((sum, { waits_s }) => sum + (waits_s?.peers ?? 0), 0);
  const field = `${WAIT_METRIC}.peers, all workers but ${hotWorker}`;
  return [{ part: "circuit_profile", field, value: { ms: seconds * 1000 } }];
}

/** A join that puts out far more than it takes in. */
const explodingJoin = defineRule({
  id: "engine/exploding-join",
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`a join that multiplies rows`,
  thresholds: ["joinRecords", "joinFactor"],
  explains: ["input/backpressure"],
  about: z.object({ operator: Where, records_in: z.number(), records_out: z.number() }),
  find: ({ circuit_profile }) =>
    (circuit_profile?.operators ?? []).flatMap((operator) => {
      const records_out = operator.numbers.computed_output_records_count?.total ?? 0;
      const records_in = operator.numbers.left_input_records_count?.total ?? 0;
      if (records_in === 0 || records_out < THRESHOLDS.joinRecords) return [];
      if (records_out < records_in * THRESHOLDS.joinFactor) return [];
      const where = whereOf(operator);
      return [
        {
          about: { operator: where, records_in, records_out },
          signs: [
            {
              part: "circuit_profile" as const,
              field: `${where.id}.computed_output_records_count`,
              value: { count: records_out, unit: "records" },
              threshold: { count: Math.round(records_in * THRESHOLDS.joinFactor), unit: "records" },
            },
            {
              part: "circuit_profile" as const,
              field: `${where.id}.left_input_records_count`,
              value: { count: records_in, unit: "records" },
            },
          ],
          quotes: codeOf(where),
        },
      ];
    }),
  what: ({ operator, records_in, records_out }) =>
    words`${whereWords(operator)} makes ${grouped(records_out)} rows out of ${grouped(records_in)}, ${grouped(Math.round(records_out / records_in))} for each`,
  cause: () =>
    words`A join without a condition, on too few columns, or on a key with many rows on both sides. Add the missing condition, or aggregate one side first`,
  next: ({ operator }) => [operatorCall(operator)],
});

/** State that keeps nearly all that was ever read. */
const unboundedState = defineRule({
  id: "engine/unbounded-state",
  severity: "warning",
  parts: ["circuit_profile", "stats", "pipeline"],
  looksFor: words`state that grows with all that is read`,
  thresholds: ["stateRecords", "stateShare"],
  about: z.object({ operator: Where, records: z.number(), read: z.number(), lateness: z.boolean() }),
  find({ circuit_profile, stats, pipeline }) {
    const read = Number(stats?.read_records ?? 0);
    const [largest] = (circuit_profile?.operators ?? [])
      .flatMap((operator) => {
        const records = operator.numbers.state_records_count?.total;
        return records === undefined ? [] : [{ operator, records }];
      })
      .toSorted((a, b) => b.records - a.records);
    if (largest === undefined || largest.records < THRESHOLDS.stateRecords) return [];
    if (read === 0 || largest.records < read * THRESHOLDS.stateShare) return [];
    const where = whereOf(largest.operator);
    return [
      {
        about: {
          operator: where,
          records: largest.records,
          read,
          lateness: (pipeline?.lateness.length ?? 0) > 0,
        },
        // A table with a key has to know its rows; that they are many is no fault of the program.
        severity:
          largest.operator.place?.relation?.kind === "table" ? ("info" as const) : ("warning" as const),
        signs: [
          {
            part: "circuit_profile",
            field: `${where.id}.state_records_count`,
            value: { count: largest.records, unit: "records" },
            threshold: { count: Math.round(read * THRESHOLDS.stateShare), unit: "records" },
          },
          {
            part: "stats",
            field: "global_metrics.total_input_records",
            value: { count: read, unit: "records" },
          },
        ],
        quotes: codeOf(where),
      },
    ];
  },
  what: ({ operator, records, read, lateness }) =>
    words`the state of ${whereWords(operator)} holds ${grouped(records)} records, against ${grouped(read)} that were ever read${lateness ? undefined : words`; no table has LATENESS, so nothing is ever forgotten`}`,
  cause: ({ lateness }) =>
    lateness
      ? words`This operator's key is not bounded by the LATENESS that is declared: group or join by a column that has it`
      : words`Joins and aggregates remember every row unless LATENESS says how late one may be: declare it on the time columns of the tables, and group by them`,
  next: ({ operator }) => [
    operatorCall(operator),
    {
      tool: "summarize_circuit_profile",
      args: { by: "state" },
      why: words`for the other operators with much state`,
    },
  ],
});

/** Rows went into a late filter and did not come out. */
const lateRows = defineRule({
  id: "input/late-rows",
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`rows dropped as late`,
  thresholds: ["lateRecords", "lateShare"],
  about: z.object({
    operator: Where,
    records_in: z.number(),
    records_out: z.number(),
    sources: z.array(z.string()),
  }),
  find: ({ circuit_profile, pipeline }) =>
    (circuit_profile?.late_filters ?? []).flatMap(({ id, place, records_in, records_out }) => {
      const dropped = records_in - records_out;
      if (dropped < THRESHOLDS.lateRecords || dropped < records_in * THRESHOLDS.lateShare) return [];
      const where = { id, label: "ControlledKeyFilter", ...(place && { place }) };
      const table = place?.relation?.kind === "table" ? place.relation.name : undefined;
      const sources = (pipeline?.connectors ?? [])
        .filter(
          ({ name, direction }) =>
            direction === "input" && table !== undefined && name.startsWith(`${table}.`),
        )
        .map(({ name }) => name);
      return [
        {
          about: { operator: where, records_in, records_out, sources },
          signs: [
            {
              part: "circuit_profile" as const,
              field: `${id}.records_in`,
              value: { count: records_in, unit: "records" },
            },
            {
              part: "circuit_profile" as const,
              field: `${id}.records_out`,
              value: { count: records_out, unit: "records" },
            },
          ],
          quotes: codeOf(where),
        },
      ];
    }),
  what: ({ operator, records_in, records_out, sources }) =>
    words`about ${grouped(records_in - records_out)} of ${grouped(records_in)} rows (${percent((records_in - records_out) / records_in)}) are dropped as late by ${whereWords(operator)}${sources.length > 1 ? words`, which ${sources.length} sources feed` : undefined}; no counter of Feldera's shows it`,
  cause: ({ sources }) =>
    words`Event times further behind the newest than LATENESS allows${sources.length > 1 ? words`: as a rule one source is behind the others` : undefined}. Bring the source up to date or raise LATENESS. Proof: SELECT COUNT(*) of a materialized view over the table against the records read; the built-in view error_view gets each late row. (Equal rows that merge or cancel within a step count as well.)`,
  next: ({ sources: [first = ""] }) =>
    first === "" ? [] : [{ tool: "get_stats", args: {}, why: words`for how much each source delivers` }],
});

export const CIRCUIT_RULES = [lateRows, skew, explodingJoin];
export const STATE_RULES = [unboundedState];
