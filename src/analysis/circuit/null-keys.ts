import * as z from "zod";
import { conditionOf, isOfEqualColumns } from "../operators/sql-conditions.ts";
import type { SqlGraph, SqlOperator } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { type Contents, everyTableIn, isJoin } from "./contents.ts";
import { ownOrFed, RECORDS_IN, RECORDS_OUT, recordsLeft, total } from "./counts.ts";
import { integralId } from "./integral-id.ts";
import { isKeyTaken } from "./kept-apart.ts";
import type { MeasuredOperator } from "./measured-operators.ts";
import type { Operator } from "./operators.ts";
import { ownersOf } from "./owners.ts";
import type { CircuitProfile } from "./profile.ts";
import { type TableFacts, tableNames } from "./tables.ts";

/** One side of an inner join, which leaves out rows whose key is NULL before it joins them. */
export const NullKeys = z.object({
  /** Of the join. */
  place: SqlPlace,
  /** Further joins of the same rows, which it leaves out of them as well. */
  others: z.array(SqlPlace),
  /** What the join compares. */
  condition: z.string(),
  /** The tables whose rows come to it, beside what is looked up for them; none where not known. */
  tables: z.array(z.string()),
  records_in: z.number(),
  records_out: z.number(),
  /** Those that it keeps for the join. */
  kept: z.number().optional(),
  /** Whether a primary key goes through it, so that no rows are equal there and merge. */
  keeps_apart: z.boolean(),
  /**
   * Whether hardly any are equal, as their batches show: of several that hold equal ones within, some would hold equal
   * ones of each other as well, which merge in what is kept.
   */
  are_unlike: z.boolean(),
});

export type NullKeys = z.infer<typeof NullKeys>;

const LARGEST_OUT = "output_batches_stats.max_records_count";

/** So many batches at least, by the size of the largest of each worker, and so much of what came in them is kept. */
const BATCHES = 2;
const UNLIKE = 0.98;

/** With counts of all workers since the pipeline started, of those that rows have come to. */
export function nullKeys(
  profile: CircuitProfile,
  places: SqlPlaces,
  operators: readonly MeasuredOperator[],
  tables: ReadonlyMap<SqlOperator, TableFacts>,
  contents: (operator: SqlOperator) => Contents,
): NullKeys[] {
  const { graph, primaryKeys = {} } = places;
  const traces = tracesOf(profile);
  return operators.flatMap(({ operator, node }) => {
    const whole = keyFilterOf(operator, places);
    const filter = whole ?? keyFilterOf(operator, places, isOfJoinAndProjection);
    if (node === undefined || filter === undefined) return [];
    const records_in = ownOrFed(profile, node, RECORDS_IN) ?? 0;
    if (records_in === 0 || profile.byWorker(node, RECORDS_OUT) === undefined) return [];
    const of = tableNames(everyTableIn(contents(operator)), tables);
    const taken = [...operator.plan].flatMap((number) => graph.innerJoins.get(number) ?? []);
    const trace = traces.get(operator.persistentId ?? "");
    const kept = trace && recordsLeft(profile, trace);
    const records_out = total(profile, node, RECORDS_OUT);
    const are_unlike =
      kept !== undefined &&
      kept >= records_out * UNLIKE &&
      profile.byWorker(node, LARGEST_OUT) !== undefined &&
      records_out >= total(profile, node, LARGEST_OUT) * BATCHES;
    // Of less of each row more may be equal.
    if (whole === undefined && !are_unlike) return [];
    return [
      {
        ...filter,
        tables: tableNames(ownersOf(operator, places), tables),
        records_in,
        records_out,
        ...(kept !== undefined && { kept }),
        keeps_apart: whole !== undefined && of.some((table) => isKeyTaken(primaryKeys[table] ?? [], taken)),
        are_unlike,
      },
    ];
  });
}

/** The place of the join whose keys an operator filters, and what it compares; undefined of another operator. */
export function keyFilterOf(
  operator: SqlOperator,
  { graph, ofOperator }: SqlPlaces,
  isOf: (operator: SqlOperator, graph: SqlGraph) => boolean = isOfJoin,
): Pick<NullKeys, "place" | "others" | "condition"> | undefined {
  const own = ofOperator(operator.name);
  const joins = FILTERS.test(operator.operation) && isOf(operator, graph) ? joinsAfter(operator, graph) : [];
  const [place, ...others] = joins.flatMap(({ name }) => ofOperator(name) ?? []);
  const condition = own && conditionOf(own);
  return place === undefined || condition === undefined || !isOfEqualColumns(condition)
    ? undefined
    : { place, others, condition };
}

/** Leave out no row. */
const PASSES_ALL = /^Logical(?:Project|Aggregate)$/;

/**
 * What an inner join compares of which an operator leaves out rows whose key is NULL, and which it groups or projects as
 * well, so that equal ones are one: only where none is left does it tell that all keys are NULL.
 */
export function groupedKeyOf(operator: SqlOperator, { graph, ofOperator }: SqlPlaces): string | undefined {
  const { innerJoins, relOps, operators } = graph;
  const [own, ...more] = [...operator.plan].filter((number) => innerJoins.has(number));
  const others = [...operator.plan].filter((number) => !innerJoins.has(number));
  const passAll = others.every((number) => PASSES_ALL.test(relOps.get(number) ?? ""));
  if (operator.operation !== "flat_map_index" || own === undefined || more.length > 0 || !passAll)
    return undefined;
  const [condition] = operators.flatMap((one) => {
    const place = isJoin(one) && one.plan.has(own) ? ofOperator(one.name) : undefined;
    return (place && conditionOf(place)) ?? [];
  });
  return condition !== undefined && isOfEqualColumns(condition) ? condition : undefined;
}

/** Names the compiler's filter for keys that are not NULL, alone or together with the index of the join's rows. */
const FILTERS = /^(?:filter|flat_map_index)$/;

/** Whether it filters the keys of inner joins, and does nothing else. */
function isOfJoin({ plan }: SqlOperator, { innerJoins }: SqlGraph): boolean {
  return plan.size > 0 && [...plan].every((number) => innerJoins.has(number));
}

/** Whether it does that, and gives no more of each row than what follows the join takes. */
function isOfJoinAndProjection({ plan }: SqlOperator, { innerJoins, relOps }: SqlGraph): boolean {
  const [own, ...others] = [...plan].filter((number) => innerJoins.has(number));
  const passes = (number: number) => innerJoins.has(number) || PASSES_ALL.test(relOps.get(number) ?? "");
  return own !== undefined && others.length === 0 && [...plan].every(passes);
}

/** The inner joins of the program that take what an operator filters; first the one that it was made for. */
function joinsAfter(operator: SqlOperator, { innerJoins, successors }: SqlGraph): SqlOperator[] {
  const next = successors.get(operator) ?? [];
  const after = next.flatMap((one) => (one.operation === "map_index" ? (successors.get(one) ?? []) : one));
  const joins = after.filter((one) => isJoin(one) && [...one.plan].some((number) => innerJoins.has(number)));
  const isOwn = ({ plan }: SqlOperator) => [...operator.plan].some((number) => plan.has(number));
  const own = joins.filter(isOwn);
  return own.length === 0 ? [] : [...own, ...joins.filter((one) => !isOwn(one))];
}

/** The first trace of each stream that is kept, by the stream's own id. */
function tracesOf({ operators, byWorker }: CircuitProfile): Map<string, Operator> {
  const kept = operators.list.flatMap((trace) => {
    const id = integralId(trace.persistentId);
    return id !== undefined && byWorker(trace, "state_records_count") ? [[id.stream, trace] as const] : [];
  });
  return new Map(kept.toReversed());
}
