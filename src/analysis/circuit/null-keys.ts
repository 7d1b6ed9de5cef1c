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
});

export type NullKeys = z.infer<typeof NullKeys>;

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
    const filter = keyFilterOf(operator, places);
    if (node === undefined || filter === undefined) return [];
    const records_in = ownOrFed(profile, node, RECORDS_IN) ?? 0;
    if (records_in === 0 || profile.byWorker(node, RECORDS_OUT) === undefined) return [];
    const of = tableNames(everyTableIn(contents(operator)), tables);
    const taken = [...operator.plan].flatMap((number) => graph.innerJoins.get(number) ?? []);
    const trace = traces.get(operator.persistentId ?? "");
    return [
      {
        ...filter,
        tables: tableNames(ownersOf(operator, places), tables),
        records_in,
        records_out: total(profile, node, RECORDS_OUT),
        ...(trace && { kept: recordsLeft(profile, trace) }),
        keeps_apart: of.some((table) => isKeyTaken(primaryKeys[table] ?? [], taken)),
      },
    ];
  });
}

/** The place of the join whose keys an operator filters, and what it compares; undefined of another operator. */
export function keyFilterOf(
  operator: SqlOperator,
  { graph, ofOperator }: SqlPlaces,
): Pick<NullKeys, "place" | "others" | "condition"> | undefined {
  const own = ofOperator(operator.name);
  const [place, ...others] = joinsOf(operator, graph).flatMap(({ name }) => ofOperator(name) ?? []);
  const condition = own && conditionOf(own);
  return place === undefined || condition === undefined || !isOfEqualColumns(condition)
    ? undefined
    : { place, others, condition };
}

/** Leave out no row. */
const PASSES_ALL = /^Logical(?:Project|Aggregate)$/;

/** What an inner join compares, of which an operator leaves out rows whose key is NULL. */
export interface JoinKey {
  /** The number of the join's node in the plan. */
  readonly number: number;
  readonly join: SqlOperator;
  readonly place: SqlPlace;
  readonly condition: string;
}

/**
 * The inner join of which an operator leaves out rows whose key is NULL, and groups or projects the rest as well, so that
 * equal ones are one: only where none is left does it tell that all keys are NULL.
 */
export function groupedKeyOf(operator: SqlOperator, { graph, ofOperator }: SqlPlaces): JoinKey | undefined {
  const { innerJoins, relOps, operators } = graph;
  const [own, ...more] = [...operator.plan].filter((number) => innerJoins.has(number));
  const others = [...operator.plan].filter((number) => !innerJoins.has(number));
  const passAll = others.every((number) => PASSES_ALL.test(relOps.get(number) ?? ""));
  if (operator.operation !== "flat_map_index" || own === undefined || more.length > 0 || !passAll)
    return undefined;
  const itself = ofOperator(operator.name);
  for (const join of operators.filter((one) => isJoin(one) && one.plan.has(own))) {
    const place = ofOperator(join.name);
    const condition = (place && conditionOf(place)) ?? (itself && conditionOf(itself));
    if (place !== undefined && condition !== undefined && isOfEqualColumns(condition))
      return { number: own, join, place, condition };
  }
  return undefined;
}

/** Names the compiler's filter for keys that are not NULL, alone or together with the index of the join's rows. */
const FILTERS = /^(?:filter|flat_map_index)$/;

/** The inner joins of the program whose keys an operator filters, and does nothing else; first the one that it was made for. */
function joinsOf(operator: SqlOperator, { innerJoins, successors }: SqlGraph): SqlOperator[] {
  const isOfJoin = operator.plan.size > 0 && [...operator.plan].every((number) => innerJoins.has(number));
  if (!FILTERS.test(operator.operation) || !isOfJoin) return [];
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
