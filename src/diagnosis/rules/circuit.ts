import * as z from "zod";
import { JoinSides } from "../../analysis/circuit/join-sides.ts";
import type { CircuitSigns, OperatorSigns } from "../../analysis/circuit/signs.ts";
import type { CircuitSplit } from "../../analysis/circuit/split.ts";
import type { Spread } from "../../analysis/circuit/spread.ts";
import { WAIT_METRIC } from "../../analysis/circuit/wait-reasons.ts";
import type { Sign } from "../../answers/diagnosis.ts";
import { bytes, grouped, percent, span } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { operatorName } from "../../text/sql/operator-name.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { clockWords, nowSigns, nowWords } from "./clock-joins.ts";
import { ComparedRows, comparedRows, comparedWords } from "./compared-rows.ts";
import { explodingJoins, type FloodingJoin, floodingJoin } from "./exploding-joins.ts";
import { isFull } from "./input.ts";
import { hasJustStarted } from "./just-started.ts";
import { overBriefly, overWords } from "./over-joins.ts";
import { hasBacklog, queueGrowth } from "./progress.ts";
import { replacedTables } from "./replaced-rows.ts";
import { codeOf, operatorCall, Where, whereOf, whereWords, whichJoin } from "./where.ts";
import { whyItMultiplies } from "./why-it-multiplies.ts";

const COSTLIEST_SQL = "engine/costliest-sql";
const SKEW = "engine/skew";

/** In one operator a worker does what all should share, and the others wait for it at every step. */
const skew = defineRule({
  id: SKEW,
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`one worker with most of the work of an operator`,
  thresholds: ["tellingRuntimeS", "skew", "skewCost"],
  explains: ["input/backpressure", "input/falling-behind"],
  about: z.object({
    workers: z.int(),
    hot_worker: z.int(),
    /** The share of the time on the clock that an even spread of the work could save at most. */
    cost: z.number(),
    operator: Where,
    operator_hot_s: z.number(),
    operator_s: z.number(),
    /** By what its rows are spread over the workers, as SQL, where that is known. */
    spread_by: z.string().optional(),
    /** Where it is a join, what it takes. */
    sides: JoinSides.optional(),
    /** Where it is a join without an equality, what it compares. */
    compared: ComparedRows.optional(),
  }),
  find({ circuit_profile }) {
    const found = skewOf(circuit_profile);
    if (circuit_profile === undefined || found === undefined) return [];
    const { workers, cost, operator, runtime, split } = found;
    const { hot_worker } = runtime;
    const where = whereOf(operator);
    const sides = sidesOf(where.place?.operator, circuit_profile);
    const compared = comparedRows(where.place?.operator, circuit_profile);
    return [
      {
        about: {
          ...(sides && { sides }),
          ...(compared && { compared }),
          ...(operator.spread_by !== undefined && { spread_by: operator.spread_by }),
          workers,
          hot_worker,
          cost,
          operator: where,
          operator_hot_s: runtime.max,
          operator_s: runtime.total,
        },
        signs: [
          {
            part: "circuit_profile",
            field: `${where.id}.runtime_seconds.worker_${hot_worker}`,
            value: { ms: runtime.max * 1000 },
            threshold: { ms: ofEachOther(runtime, workers) * THRESHOLDS.skew * 1000 },
          },
          {
            part: "circuit_profile",
            field: `${where.id}.runtime_seconds`,
            value: { ms: runtime.total * 1000 },
          },
          othersWaited(split, hot_worker),
        ],
        quotes: codeOfJoin(where, sides),
        // What takes most of the time of all, and waits for one worker, is what a commit waits for.
        ...(isCostliest(where.place?.operator, circuit_profile) && {
          explains: [COSTLIEST_SQL, "transaction/slow-commit"],
        }),
      },
    ];
  },
  what: ({ workers, hot_worker, cost, operator, operator_hot_s, operator_s, sides, spread_by }) =>
    words`worker ${hot_worker} of ${workers} does ${percent(operator_hot_s / operator_s)} of the work of ${whereWords(operator)}${whichOf(sides)}${whichJoin(spread_by)} and the others wait for it, which costs at most ${percent(cost)} of the time`,
  brief: ({ workers, hot_worker, operator, operator_hot_s, operator_s, sides, spread_by, compared }) =>
    words`worker ${hot_worker} of ${workers} does ${percent(operator_hot_s / operator_s)} of ${whereWords(operator)}${whichOf(sides)}${whichJoin(spread_by)}${compared && words`, a join without an equality`}`,
  cause: ({ sides, spread_by, compared }) =>
    spread_by !== undefined
      ? words`Most rows share one value of what it is by, most likely, and go to one worker for that; more workers do not help. Filter or split that value, or have it be by more columns where the result allows for that`
      : compared
        ? words`The condition of this join has no equality, by which rows are looked up and spread over the workers: ${comparedWords(compared)}, on one worker. No key is hot, and more workers do not help. Give it an equality, such as a bucket of both sides (FLOOR(x / width), with a row for each bucket that a range covers), and leave the range beside it`
        : words`A key that most rows share (of a join, an aggregate or a partition), or no key at all (a total over all rows), puts them on one worker; more workers do not help. Look for the hot key, filter or split it${sides && sides.rows_of.length > 0 ? words`, or aggregate ${sides.aggregated === 0 ? undefined : words`${nameList(sides.rows_of)} `}before the join` : undefined}`,
  next: ({ operator }) => [operatorCall(operator)],
});

/** Of a join of the program what it takes; undefined of another operator, or where its graph was not read. */
function sidesOf(operator: string | undefined, signs: CircuitSigns | undefined): JoinSides | undefined {
  return signs?.joins?.find((one) => one.operator === operator);
}

/** Of one of several joins on a line the place may be that of another. */
function codeOfJoin(where: z.infer<typeof Where>, sides: JoinSides | undefined) {
  const { condition, is_one_of_several } = sides ?? {};
  if (is_one_of_several !== true) return codeOf(where);
  return condition === undefined ? [] : [{ part: "circuit_profile" as const, texts: [condition] }];
}

/** Which of several joins on a line it is. */
function whichOf(sides: JoinSides | undefined): Words | undefined {
  return whichJoin(sides?.is_one_of_several && sides.condition);
}

/** The operator whose uneven spread costs most, where that is much; what the workers did not wait for cost nothing. */
function skewOf(signs: CircuitSigns | undefined) {
  const { split, workers = 0, operators = [] } = signs ?? {};
  if (split === undefined || workers < 2) return undefined;
  const waited_s = split.waiting_s / workers;
  const [worst] = operators
    .flatMap((operator) => {
      const runtime = operator.numbers.runtime_seconds;
      if (runtime === undefined || runtime.total < THRESHOLDS.tellingRuntimeS) return [];
      if (runtime.max < ofEachOther(runtime, workers) * THRESHOLDS.skew) return [];
      const cost = (Math.min(runtime.max - runtime.avg, waited_s) * workers) / split.total_s;
      return [{ split, workers, cost, operator, runtime }];
    })
    .toSorted((a, b) => b.cost - a.cost);
  return worst === undefined || worst.cost < THRESHOLDS.skewCost ? undefined : worst;
}

/** What each worker but the busiest has on average. */
function ofEachOther({ total, max }: Spread, workers: number): number {
  return (total - max) / (workers - 1);
}

/** How long the other workers have waited: for one another, where the runtime tells that. */
function othersWaited(split: CircuitSplit, hotWorker: number): Sign {
  const others = split.workers.filter((_, worker) => worker !== hotWorker);
  const seconds = others.reduce((sum, { waits_s, waiting_s }) => sum + (waits_s?.peers ?? waiting_s), 0);
  const metric = split.waits_s === undefined ? "circuit_wait_time_seconds" : `${WAIT_METRIC}.peers`;
  const field = `${metric}, all workers but ${hotWorker}`;
  return { part: "circuit_profile", field, value: { ms: seconds * 1000 } };
}

/** A join that puts out far more than it takes in. */
const explodingJoin = defineRule({
  id: "engine/exploding-join",
  severity: "warning",
  parts: ["circuit_profile", "stats"],
  looksFor: words`a join that multiplies rows`,
  thresholds: ["joinRecords", "joinFactor", "joinCost", "tellingRuntimeS", "floodFactor", "outputStallMs"],
  explains: ["input/backpressure", "transaction/slow-commit", "engine/no-progress", "input/falling-behind"],
  about: z.object({
    operator: Where,
    records_in: z.number(),
    records_out: z.number(),
    /** What is remembered of the rows that it makes. */
    state: z.object({ records: z.number(), bytes: z.number() }).optional(),
    /** The full outputs of its view, which hold up the pipeline, and how many rows a second they send. */
    floods: z.object({ outputs: z.array(z.string()), sent_per_s: z.number().optional() }).optional(),
    /** The tables with a primary key that it joins, most of whose rows are updates. */
    updated: z.array(z.string()),
    /** What it takes; absent where the program's graph was not read. */
    sides: JoinSides.optional(),
    all_on_one_of: z.int().optional(),
  }),
  find(evidence) {
    const { circuit_profile } = evidence;
    if (circuit_profile === undefined) return [];
    const flooding = floodingJoin(evidence);
    const exploding = explodingJoins(circuit_profile).filter(({ name }) => name !== flooding?.join.name);
    return [...(flooding ? [flooding.join] : []), ...exploding].map((join) => {
      const { name, operator, records_in, records_out } = join;
      const floods = join === flooding?.join ? floodsOf(flooding) : undefined;
      const where = whereOf(operator);
      const behind = (circuit_profile.integrals ?? []).filter((integral) => integral.behind.includes(name));
      const records = behind.reduce((sum, one) => sum + one.records, 0);
      const state = { records, bytes: behind.reduce((sum, one) => sum + one.bytes, 0) };
      const sides = sidesOf(name, circuit_profile);
      return {
        about: {
          ...(sides && { sides }),
          ...allOnOne(operator, circuit_profile),
          operator: where,
          records_in,
          records_out,
          ...(records > 0 && { state }),
          ...(floods && { floods }),
          updated: updatedIn(name, circuit_profile),
        },
        signs: [
          {
            part: "circuit_profile" as const,
            field: `${where.id}.computed_output_records_count`,
            value: { count: records_out, unit: "records" },
            threshold: {
              count: Math.round(records_in * (floods ? THRESHOLDS.floodFactor : THRESHOLDS.joinFactor)),
              unit: "records",
            },
          },
          {
            part: "circuit_profile" as const,
            field: `${where.id}.left_input_records_count`,
            value: { count: records_in, unit: "records" },
          },
          ...(sides?.of_clock ? nowSigns(where, evidence) : []),
        ],
        quotes: codeOfJoin(where, sides),
        ...(floods && { severity: "error" as const }),
        explains: [
          ...(isCostliest(name, circuit_profile) || isCostliestBehind(name, circuit_profile)
            ? [COSTLIEST_SQL]
            : []),
          ...(floods ? ["output/slow-sink", "output/many-rows"] : []),
          ...(skewOf(circuit_profile)?.operator.place?.operator === name && sides?.of_clock ? [SKEW] : []),
        ],
      };
    });
  },
  what: ({ operator, records_in, records_out, state, floods, sides }) =>
    words`${clockWords(operator, sides)}${whereWords(operator)}${whichOf(sides)}${overWords(operator, sides)} makes ${grouped(records_out)} records out of ${grouped(records_in)}, ${grouped(Math.round(records_out / records_in))} for each${floods && floodsWords(floods)}${state && words`; what is kept of them is ${grouped(state.records)} records, ${bytes(state.bytes)}`}`,
  brief: ({ operator, records_in, records_out, sides }) =>
    sides?.of_clock
      ? words`${nowWords(operator)} makes some ${grouped(Math.round(records_out / records_in))} rows anew with each tick`
      : sides?.left_out
        ? words`${operatorName(operator.place?.handle ?? operator.id)}${whichOf(sides)} leaves out ${nameList(sides.left_out.columns)} of the key of ${nameList([sides.left_out.table])}: ${grouped(Math.round(records_out / records_in))} records for each`
        : words`${overBriefly(operator, sides) ?? words`${operator.place ? operatorWords(operator.place, operator.id) : whereWords(operator)}${whichOf(sides)}`} makes ${grouped(Math.round(records_out / records_in))} records of each it takes`,
  cause: whyItMultiplies,
  next: ({ operator }) => [operatorCall(operator)],
});

/** Where one worker takes all of many rows. */
function allOnOne(
  { numbers: { left_input_records_count: taken } }: OperatorSigns,
  { workers = 1 }: CircuitSigns,
): { all_on_one_of?: number } {
  const isAll = taken !== undefined && taken.total >= MANY_TAKEN && taken.max === taken.total;
  return isAll && workers > 1 ? { all_on_one_of: workers } : {};
}

/** Of fewer rows all may be on one worker by chance, or as those of one step. */
const MANY_TAKEN = 100;

function floodsOf({ outputs }: FloodingJoin) {
  const rates = outputs.flatMap(({ records_per_s }) => records_per_s ?? []);
  const sent_per_s = rates.reduce((sum, rate) => sum + rate, 0);
  return {
    outputs: outputs.map(({ name }) => name),
    ...(rates.length === outputs.length && { sent_per_s }),
  };
}

/** ", more than feed.to_kafka puts out (some 4,100 a second), whose full queue holds up the pipeline". */
function floodsWords({
  outputs,
  sent_per_s,
}: {
  readonly outputs: readonly string[];
  readonly sent_per_s?: number | undefined;
}): Words {
  const rate =
    sent_per_s === undefined ? undefined : words` (some ${grouped(Math.round(sent_per_s))} a second)`;
  const puts = outputs.length === 1 ? words`puts` : words`put`;
  return words`, more than ${nameList(outputs)} ${puts} out${rate}, whose full queue holds up the pipeline`;
}

/** What a table costs, its rows alone make. */
function isOfTable({ place }: z.infer<typeof Where>): boolean {
  return /^(?:source|input)_/.test(place?.operation ?? "");
}

function isCostliest(sql: string | undefined, { expressions: [costliest] = [] }: CircuitSigns): boolean {
  return costliest !== undefined && costliest.place.operator === sql;
}

/** Whether what takes most of the time works on the rows that a join makes. */
function isCostliestBehind(join: string, { integrals = [], expressions = [] }: CircuitSigns): boolean {
  const [costliest] = expressions;
  const behind = integrals.filter((integral) => integral.behind.includes(join));
  return behind.some(({ used_by }) => used_by.some(({ operator }) => operator === costliest?.place.operator));
}

/** Of the tables that a join takes as they are, those with a primary key most of whose rows are updates. */
function updatedIn(join: string, signs: CircuitSigns): string[] {
  const taken = new Set(
    (signs.integrals ?? [])
      .filter(
        ({ used_by, behind }) => behind.length === 0 && used_by.some(({ operator }) => operator === join),
      )
      .flatMap(({ tables }) => tables),
  );
  return replacedTables(signs)
    .map(({ table }) => table)
    .filter((table) => taken.has(table));
}

/**
 * Whether the circuit does not keep up with its inputs: a queue is at its limit, or grows, or would take long to be
 * worked off by workers that are busy. What waits for a slow output is not the circuit's.
 */
function isBehind(evidence: Evidence): boolean {
  const { stats, time_series, circuit_profile } = evidence;
  if (stats === undefined || Number(stats.output_stall_ms ?? 0) > 0 || hasJustStarted(stats)) return false;
  const inputs = stats.connectors.filter(({ direction }) => direction === "input");
  const { idle_s = 0, total_s = 0 } = circuit_profile?.split ?? {};
  // Whatever waits, it does not wait for workers that have nothing to do.
  if (total_s > 0 && idle_s >= total_s * THRESHOLDS.idleShare) return false;
  if (inputs.some(isFull) || queueGrowth(evidence) !== undefined) return true;
  const per_sec = time_series?.records?.per_sec ?? 0;
  const drains = (stats.rates?.buffered_change_records ?? 0) < 0;
  if (stats.state !== "Running" || drains || per_sec <= 0 || total_s === 0) return false;
  return hasBacklog(evidence);
}

/** Of a pipeline that does not keep up: what its time goes to. */
const costliest = defineRule({
  id: COSTLIEST_SQL,
  severity: "warning",
  parts: ["circuit_profile", "stats"],
  looksFor: words`the SQL that takes most of the time of a pipeline that does not keep up`,
  thresholds: ["tellingRuntimeS", "expressionShare", "queueShare", "backlogS", "idleShare", "startS"],
  explains: ["input/backpressure", "input/falling-behind"],
  about: z.object({
    operator: Where,
    runtime_s: z.number(),
    all_s: z.number(),
    /** Whether it is a join, of what is not aggregated yet. */
    can_aggregate: z.boolean().optional(),
  }),
  find(evidence) {
    const { circuit_profile } = evidence;
    const { expressions: [worst] = [], runtime_s: all_s = 0 } = circuit_profile ?? {};
    if (worst === undefined || all_s < THRESHOLDS.tellingRuntimeS || !isBehind(evidence)) return [];
    if (worst.runtime_s < all_s * THRESHOLDS.expressionShare) return [];
    const { id, label, place, runtime_s } = worst;
    const where = { id, ...(label !== undefined && { label }), place };
    const isAggregated = sidesOf(place.operator, circuit_profile)?.rows_of.length === 0;
    const can_aggregate = /join/.test(place.operation) && !isAggregated;
    return [
      {
        about: { operator: where, runtime_s, all_s, ...(can_aggregate && { can_aggregate }) },
        signs: [
          {
            part: "circuit_profile",
            field: `runtime_seconds of ${worst.operators} operators of one SQL expression, ${id} the costliest`,
            value: { ms: runtime_s * 1000 },
            threshold: { ms: all_s * THRESHOLDS.expressionShare * 1000 },
          },
          { part: "circuit_profile", field: "runtime_seconds of all operators", value: { ms: all_s * 1000 } },
        ],
        quotes: codeOf(where),
      },
    ];
  },
  what: ({ operator, runtime_s, all_s }) =>
    words`${operatorWords(operator.place, operator.id)} takes ${percent(runtime_s / all_s)} of the operators' time (${span(runtime_s * 1000)} of ${span(all_s * 1000)}), and the pipeline does not keep up`,
  brief: ({ operator, runtime_s, all_s }) =>
    words`${percent(runtime_s / all_s)} of the operators' time goes to ${operatorWords(operator.place, operator.id)}`,
  cause: ({ can_aggregate, operator }) =>
    words`This is where less work helps most: fewer rows into it${isOfTable(operator) ? undefined : words` (filter ${can_aggregate ? words`or aggregate ` : undefined}first), a cheaper expression`}, or more workers if its time is even over them`,
  next: ({ operator }) => [operatorCall(operator)],
});

export const CIRCUIT_RULES = [explodingJoin, skew, costliest];
