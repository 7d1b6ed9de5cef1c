import * as z from "zod";
import { nodePlaces } from "../operators/node-places.ts";
import { type ProgramOperators, programOperators } from "../operators/program-operators.ts";
import type { SqlOperator } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { ConstantView, constantViews } from "./constant-views.ts";
import { contentsOf, everyTableIn } from "./contents.ts";
import { LEFT_IN, NEGATIVE, RECORDS_IN, RECORDS_OUT, RIGHT_IN, total } from "./counts.ts";
import { DeadEnd, deadEnds } from "./dead-ends.ts";
import { EmptyPart, emptyParts } from "./empty-parts.ts";
import { emptyViews } from "./empty-views.ts";
import { Expression, expressionsOf } from "./expressions.ts";
import { GroupedNullKeys, groupedNullKeys } from "./grouped-null-keys.ts";
import { Integral, integralsOf } from "./integrals.ts";
import { JoinSides, joinSides } from "./join-sides.ts";
import { joiningNodes } from "./joining-nodes.ts";
import { LateFilter, lateFilters, waterlineOf } from "./late-filters.ts";
import { measuredOperators } from "./measured-operators.ts";
import { NoPartner, noPartners } from "./no-partner.ts";
import { NullKeys, nullKeys } from "./null-keys.ts";
import { OneGroup, oneGroups } from "./one-groups.ts";
import type { Operator } from "./operators.ts";
import { type CircuitProfile, readCircuitProfile } from "./profile.ts";
import { CIRCUIT_METRICS, metricOf } from "./rankings.ts";
import { Recursion, recursions } from "./recursions.ts";
import { RETAINMENT } from "./retained-from.ts";
import { CircuitSplit, circuitSplit } from "./split.ts";
import { Spread, spreadOf } from "./spread.ts";
import { spreadKeys } from "./spread-keys.ts";
import { TableFacts, tableFacts } from "./tables.ts";
import { UnequalNulls, unequalNulls } from "./unequal-nulls.ts";
import { Union, unions } from "./unions.ts";
import { Unnest, unnests } from "./unnests.ts";

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

const OperatorSigns = z.object({
  id: z.string(),
  label: z.string().optional(),
  place: SqlPlace.optional(),
  /** By what its rows are spread over the workers, as SQL; absent where that is not known. */
  spread_by: z.string().optional(),
  numbers: z.partialRecord(z.enum(NUMBERS), Spread),
});

export type OperatorSigns = z.infer<typeof OperatorSigns>;

/** What a circuit profile says of a circuit's troubles. Numbers are sums since the pipeline started. */
export const CircuitSigns = z.object({
  workers: z.int(),
  split: CircuitSplit.optional(),
  /** How long the pipeline had been at work, in seconds of the clock; absent where the profile does not tell. */
  age_s: z.number().optional(),
  /** Of all operators and workers. */
  runtime_s: z.number(),
  /** The operators that stand out in any of the numbers. */
  operators: z.array(OperatorSigns),
  /** What follows is known where the program's graph is; of the moment of the profile, as all else here. */
  tables: z.array(TableFacts).optional(),
  /** The filters that drop what is later than LATENESS allows, where what goes in and comes out is known. */
  late_filters: z.array(LateFilter),
  /** What the circuit remembers, the largest first. */
  integrals: z.array(Integral).optional(),
  /** Where rows come to an end that views wait for. */
  dead_ends: z.array(DeadEnd).optional(),
  /** The views that have had no row; those of which nothing is known are not among them. */
  empty_views: z.array(z.string()).optional(),
  empty_parts: z.array(EmptyPart).optional(),
  constant_views: z.array(ConstantView).optional(),
  unnests: z.array(Unnest).optional(),
  unequal_nulls: z.array(UnequalNulls).optional(),
  unions: z.array(Union).optional(),
  one_groups: z.array(OneGroup).optional(),
  null_keys: z.array(NullKeys).optional(),
  grouped_null_keys: z.array(GroupedNullKeys).optional(),
  no_partners: z.array(NoPartner).optional(),
  joins: z.array(JoinSides).optional(),
  recursions: z.array(Recursion).optional(),
  /** What operators' time goes to, the costliest first. */
  expressions: z.array(Expression).optional(),
});

export type CircuitSigns = z.infer<typeof CircuitSigns>;

/** How many operators each number has a say in. */
const OPERATORS_PER_NUMBER = 5;

/**
 * Reads a circuit profile (`GET …/circuit_json_profile`) for what may be wrong with the circuit.
 *
 * @param places where the program's operators stand in the SQL; absent where its graph was not read
 * @throws MalformedInput
 */
export function circuitSigns(
  bytes: Uint8Array,
  { maxDepth, places }: { readonly maxDepth: number; readonly places?: SqlPlaces },
): CircuitSigns {
  return signsOf(readForSigns(bytes, maxDepth), places);
}

/**
 * Reads of a circuit profile what its signs are made of.
 *
 * @throws MalformedInput
 */
export function readForSigns(bytes: Uint8Array, maxDepth: number): CircuitProfile {
  const counts = [RECORDS_IN, RECORDS_OUT, LEFT_IN, RIGHT_IN, NEGATIVE, RETAINMENT];
  const metrics = new Set([...NUMBERS, ...counts, ...CIRCUIT_METRICS].map(metricOf));
  return readCircuitProfile(bytes, { maxDepth, metrics });
}

/** The signs of a profile that was read for them. */
export function signsOf(profile: CircuitProfile, places: SqlPlaces | undefined): CircuitSigns {
  const program = places && programOperators({ circuit: profile.operators, places });
  const placed = program && nodePlaces(program);
  const split = circuitSplit(profile);
  const age_s = (split?.total_s ?? 0) / profile.workers;
  const runtime_s = profile.operators.list.reduce(
    (sum, operator) => sum + total(profile, operator, "runtime_seconds"),
    0,
  );
  return {
    workers: profile.workers,
    ...(split && { split }),
    ...(split?.idle_s !== undefined && age_s > 0 && { age_s }),
    runtime_s,
    operators: standingOut(profile).map((operator) => {
      const place = placed?.get(operator);
      const spread_by = place && places && spreadKeys(place, places);
      return {
        id: operator.id,
        ...(operator.label !== undefined && { label: operator.label }),
        ...(place && { place }),
        ...(spread_by !== undefined && { spread_by }),
        numbers: numbersOf(profile, operator),
      };
    }),
    ...(places && program && placed ? ofProgram(profile, places, program, placed) : { late_filters: [] }),
  };
}

type OfProgram = Pick<
  CircuitSigns,
  | "tables"
  | "late_filters"
  | "integrals"
  | "dead_ends"
  | "empty_views"
  | "empty_parts"
  | "constant_views"
  | "unnests"
  | "unequal_nulls"
  | "unions"
  | "one_groups"
  | "null_keys"
  | "grouped_null_keys"
  | "no_partners"
  | "joins"
  | "recursions"
  | "expressions"
>;

function ofProgram(
  profile: CircuitProfile,
  places: SqlPlaces,
  program: ProgramOperators,
  placed: ReadonlyMap<Operator, SqlPlace>,
): OfProgram {
  const withId = new Map(profile.operators.list.map((one) => [one.persistentId ?? "", one]));
  const operators = measuredOperators(places, withId);
  const nodeOf = new Map(operators.map(({ operator, node }) => [operator, node]));
  const tables = tableFacts(profile, places, withId);
  const contents = contentsOf(places.graph);
  const joining = joiningNodes(profile, placed);
  const namesOf = (some: Iterable<SqlOperator>) =>
    [...some].flatMap((table) => tables.get(table)?.name ?? []);
  const integrals = integralsOf(profile, places, tables, contents, withId);
  const tablesOf = (operator: SqlOperator) => namesOf(everyTableIn(contents(operator)));
  const dead_ends = deadEnds(profile, places, operators, nodeOf, joining, tablesOf);
  return {
    tables: [...tables.values()],
    late_filters: lateFilters(profile, places, withId, tables, contents).map((filter) => ({
      ...filter,
      ...waterlineOf(filter, integrals),
    })),
    integrals,
    dead_ends,
    empty_parts: emptyParts(profile, places, operators, nodeOf, joining, tables, dead_ends),
    empty_views: emptyViews(profile, places, nodeOf, joining),
    constant_views: constantViews(profile, places, placed),
    joins: joinSides(places, contents, namesOf),
    null_keys: nullKeys(profile, places, operators, tables, contents),
    grouped_null_keys: groupedNullKeys(profile, places, operators, tables, contents),
    no_partners: noPartners(profile, places, operators, nodeOf, tables, contents, joining),
    unnests: unnests(profile, operators),
    unequal_nulls: unequalNulls(profile, places, operators, tablesOf),
    unions: unions(profile, places, operators, nodeOf, placed),
    recursions: recursions(profile, places, withId),
    one_groups: oneGroups(profile, places, operators, contents),
    expressions: expressionsOf(profile, program, places),
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
