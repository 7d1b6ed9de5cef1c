import * as z from "zod";
import { type Operator, type Operators, operationOf } from "./operators.ts";
import { type CircuitProfile, readCircuitProfile } from "./profile.ts";
import { CIRCUIT_METRICS, metricOf } from "./rankings.ts";
import { CircuitSplit, circuitSplit } from "./split.ts";
import { Spread, spreadOf } from "./spread.ts";
import { SqlPlace } from "./sql-join.ts";

/** What is read of each operator that stands out. */
const NUMBERS = [
  "runtime_seconds",
  "state_records_count",
  "spine_storage_size_bytes",
  "used_memory_bytes",
  "bloom_filter_size_bytes",
  "left_input_records_count",
  "computed_output_records_count",
  "merge_backpressure_wait_time_seconds",
  "compaction_stall_duration_seconds",
  "loose_batches_count",
  "foreground_cache_misses.elapsed",
  "foreground_cache_misses.count",
  "foreground_cache_misses.bytes",
  "foreground_cache_waits.elapsed",
  "foreground_cache_waits.count",
] as const;

type NumberName = (typeof NUMBERS)[number];

const RECORDS_IN = "input_batches_stats.total_records_count";
const RECORDS_OUT = "output_batches_stats.total_records_count";

const OperatorSigns = z.object({
  id: z.string(),
  label: z.string().optional(),
  place: SqlPlace.optional(),
  numbers: z.partialRecord(z.enum(NUMBERS), Spread),
});

export type OperatorSigns = z.infer<typeof OperatorSigns>;

const LateFilter = z.object({
  id: z.string(),
  place: SqlPlace.optional(),
  /** Records of all workers, in batches as they are consolidated. */
  records_in: z.number(),
  records_out: z.number(),
});

/** What a circuit profile says of a circuit's troubles. Numbers are sums since the pipeline started. */
export const CircuitSigns = z.object({
  workers: z.int(),
  split: CircuitSplit.optional(),
  /** Of all operators and workers. */
  runtime_s: z.number(),
  /** The operators that stand out in any of the numbers. */
  operators: z.array(OperatorSigns),
  /** The filters that drop what is later than LATENESS allows, where what goes in and comes out is known. */
  late_filters: z.array(LateFilter),
});

export type CircuitSigns = z.infer<typeof CircuitSigns>;

/** How many operators each number has a say in. */
const OPERATORS_PER_NUMBER = 5;

/**
 * Reads a circuit profile (`GET …/circuit_json_profile`) for what may be wrong with the circuit.
 *
 * @param placesOf where each operator stands in the SQL
 * @throws MalformedInput
 */
export function circuitSigns(
  bytes: Uint8Array,
  options: {
    readonly maxDepth: number;
    readonly placesOf?: (operators: Operators) => ReadonlyMap<Operator, SqlPlace>;
  },
): CircuitSigns {
  const metrics = new Set([...NUMBERS, RECORDS_IN, RECORDS_OUT, ...CIRCUIT_METRICS].map(metricOf));
  const profile = readCircuitProfile(bytes, { maxDepth: options.maxDepth, metrics });
  const places = options.placesOf?.(profile.operators);
  const split = circuitSplit(profile);
  const runtime_s = profile.operators.list.reduce(
    (sum, operator) => sum + total(profile, operator, "runtime_seconds"),
    0,
  );
  return {
    workers: profile.workers,
    ...(split && { split }),
    runtime_s,
    operators: standingOut(profile).map((operator) => {
      const place = places?.get(operator);
      return {
        id: operator.id,
        ...(operator.label !== undefined && { label: operator.label }),
        ...(place && { place }),
        numbers: numbersOf(profile, operator),
      };
    }),
    late_filters: lateFilters(profile, places),
  };
}

function standingOut(profile: CircuitProfile): Operator[] {
  const chosen = new Set<Operator>();
  for (const name of NUMBERS) {
    const ranked = profile.operators.list
      .map((operator) => ({ operator, value: total(profile, operator, name) }))
      .filter(({ value }) => value > 0)
      .toSorted((one, other) => other.value - one.value);
    for (const { operator } of ranked.slice(0, OPERATORS_PER_NUMBER)) chosen.add(operator);
  }
  return [...chosen];
}

function numbersOf(profile: CircuitProfile, operator: Operator): OperatorSigns["numbers"] {
  const numbers: Partial<Record<NumberName, Spread>> = {};
  for (const name of NUMBERS) {
    const byWorker = profile.byWorker(operator, name);
    if (byWorker !== undefined) numbers[name] = spreadOf(byWorker);
  }
  return numbers;
}

function total({ byWorker }: CircuitProfile, operator: Operator, name: string): number {
  return (byWorker(operator, name) ?? []).reduce((sum, number) => sum + number, 0);
}

/** The filter itself counts nothing: what goes in is what the nearest operators before it put out. */
function lateFilters(
  profile: CircuitProfile,
  places: ReadonlyMap<Operator, SqlPlace> | undefined,
): CircuitSigns["late_filters"] {
  const { list, predecessors, successors } = profile.operators;
  return list
    .filter(({ label }) => operationOf(label ?? "") === "ControlledKeyFilter")
    .flatMap((filter) => {
      const records_in = nearestCount(profile, filter, predecessors, RECORDS_OUT);
      const records_out = nearestCount(profile, filter, successors, RECORDS_IN);
      if (records_in === undefined || records_out === undefined) return [];
      const place = places?.get(filter);
      return [{ id: filter.id, ...(place && { place }), records_in, records_out }];
    });
}

/** The largest count among the nearest neighbours that have one, each on its own way. */
function nearestCount(
  profile: CircuitProfile,
  from: Operator,
  neighbours: ReadonlyMap<Operator, readonly Operator[]>,
  name: string,
): number | undefined {
  let largest: number | undefined;
  const seen = new Set([from]);
  const waiting = [from];
  for (const operator of waiting) {
    for (const next of neighbours.get(operator) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (profile.byWorker(next, name) === undefined) waiting.push(next);
      else largest = Math.max(largest ?? 0, total(profile, next, name));
    }
  }
  return largest;
}
