import * as z from "zod";
import { Compared, comparedIn } from "../operators/compared-types.ts";
import { joinCondition } from "../operators/join-conditions.ts";
import { needsOf, servedBy } from "../operators/needs.ts";
import {
  asksForOld,
  columnsIn,
  conditionOf,
  unplacedWhere,
  withoutNullTests,
} from "../operators/sql-conditions.ts";
import { reachedFrom, type SqlGraph, type SqlOperator } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { NeverPart, neverPartIn } from "../operators/time-parts.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { namesOf, onOneLine } from "../sql/program-code.ts";
import { selectItems } from "../sql/select-items.ts";
import { isJoin, makesSeveral } from "./contents.ts";
import { JOINED_IN, ownOrFed, RECORDS_IN, sumOf, total, wentOut } from "./counts.ts";
import { emptiedSets } from "./emptied-sets.ts";
import { tablesOfTwo } from "./join-sides.ts";
import type { JoiningNodes } from "./joining-nodes.ts";
import { origin } from "./made-joins.ts";
import type { MeasuredOperator, NodeOf } from "./measured-operators.ts";
import { type NotIn, notInOf } from "./not-in.ts";
import { groupedKeyOf, keyFilterOf } from "./null-keys.ts";
import type { Operator } from "./operators.ts";
import { OUTER, type Outer, outerOf } from "./outer-partners.ts";
import type { CircuitProfile } from "./profile.ts";
import { leftOf } from "./rows-left.ts";

export const DEAD_END_KINDS = [
  "window",
  "join",
  "filter",
  "null_key",
  "not_in",
  "intersect",
  "except",
] as const;

/** An operator that rows have come to, and none has come out of. */
export const DeadEnd = z.object({
  place: SqlPlace,
  kind: z.enum(DEAD_END_KINDS),
  /** What it asks of its rows, as the program has it. */
  condition: z.string().optional(),
  /** The columns in it that a table of its rows may have NULL for; absent where the program's schema was not read. */
  may_be_null: z.array(z.string()).optional(),
  /** Of a filter, the other columns that are not to be NULL either, since the join behind it compares by them. */
  keys: z.array(z.string()).optional(),
  /** Of a join, what it compares; absent where the program or its schema was not read. */
  compared: Compared.optional(),
  /** What it asks of a time, and no time ever is. */
  never: NeverPart.optional(),
  /** Of a window, whether it asks for rows that are old enough alone: those that are too new will be. */
  asks_for_old: z.literal(true).optional(),
  records_in: z.number(),
  /** Of a NOT IN, how many values with NULL have come of its subquery, each once a step; absent where not known. */
  nulls: z.number().optional(),
  /** Where some passed a NOT IN before the first NULL came: whether none of those is left. */
  is_taken_back: z.literal(true).optional(),
  /** Whether it takes rows apart (UNNEST), or may, so that no condition need be what they do not pass. */
  may_take_apart: z.boolean(),
  /** The outer join that its rows come from, and that gives NULL for a column of its condition where it finds no row. */
  outer: z.enum(OUTER).optional(),
  /** Whether it is a join that the compiler has put together with a condition on both sides. */
  has_condition: z.boolean(),
  /** The views that its rows would go to. */
  views: z.array(z.string()),
});

export type DeadEnd = z.infer<typeof DeadEnd>;

const KINDS: readonly (readonly [RegExp, DeadEnd["kind"]])[] = [
  [/^window$/, "window"],
  [/^(?:inner_star_join|(?:stream_)?join)(?!.*(?:left|anti|asof))/, "join"],
  // Of these, that of a NOT IN alone.
  [/^left_join/, "not_in"],
  // A condition that the compiler has put together with what follows it; UNNEST is one as well.
  [/^(?:filter|flat_map(?:_index)?)$/, "filter"],
];

const JOINS_AND_FILTERS = /join_flatmap/;

/**
 * Counts are of all workers since the pipeline started; a join has an operator of the circuit for each side.
 *
 * @param joining the nodes that count what each join takes and makes
 * @param tablesOf the tables whose rows come to an operator
 */
export function deadEnds(
  profile: CircuitProfile,
  places: SqlPlaces,
  operators: readonly MeasuredOperator[],
  nodeOf: NodeOf,
  joining: JoiningNodes,
  tablesOf: (operator: SqlOperator) => readonly string[],
): DeadEnd[] {
  const { graph, nullableColumns } = places;
  const sent = (operator: SqlOperator) => {
    const node = nodeOf.get(operator);
    return node && wentOut(profile, node);
  };
  const viewsAfter = viewsServedBy(places);
  const found = operators.flatMap(({ operator, place, node: own }) => {
    const kind = KINDS.find(([pattern]) => pattern.test(operator.operation))?.[1];
    const not_in = kind === undefined ? undefined : notInOf(operator, place, places, sent);
    if (kind === undefined || (kind === "not_in" && not_in === undefined)) return [];
    const nodes = isJoin(operator) ? (joining.get(place.operator) ?? []) : own === undefined ? [] : [own];
    const records_in = sumOf(nodes, (node) => cameTo(profile, node));
    if (records_in === undefined || records_in === 0) return [];
    const is_taken_back = isTakenBack(operator, not_in, profile, graph);
    if (sumOf(nodes, (node) => wentOut(profile, node)) !== 0 && !is_taken_back) return [];
    const views = viewsAfter(operator);
    const key = (keyFilterOf(operator, places) ?? groupedKeyOf(operator, places))?.condition;
    const tables = tablesOf(operator);
    const nullable = nullableColumns && tables.flatMap((table) => nullableColumns[table] ?? []);
    const may_take_apart = key === undefined && mayTakeApart(operator, graph);
    const isFilter = kind === "filter";
    const isPaired = kind === "join" && !isOfOneself(operator, graph);
    const given = isFilter ? givenBefore(operator, places, tablesOf) : undefined;
    const asked = () => {
      if (key !== undefined) return key;
      if (isFilter) return filterCondition(place, places, { may_take_apart, nullable });
      return isPaired ? joinCondition(operator, places, tablesOfTwo(operator, places, tablesOf)) : undefined;
    };
    const condition = not_in ? not_in.condition : asked();
    const kindOf = (): DeadEnd["kind"] => {
      if (not_in) return "not_in";
      if (key !== undefined) return "null_key";
      return kind === "join" && !isPaired ? "filter" : kind;
    };
    const isTextRead = place.positions.some(({ code }) => code !== undefined);
    const compared = isPaired && isTextRead ? comparedIn(condition, tables, places) : undefined;
    const never = isFilter && condition !== undefined ? neverPartIn(condition) : undefined;
    const isOfOuter = condition !== undefined && given && columnsIn(condition, given.columns).length > 0;
    const isOfOld = kind === "window" && asksForOld(viewStatement(place.relation?.name, places));
    const nulls = nullable && [...new Set([...nullable, ...(given?.columns ?? [])])];
    const end: DeadEnd = {
      place,
      kind: kindOf(),
      ...(condition !== undefined && { condition }),
      ...(not_in
        ? { may_be_null: nullableOf(not_in.columns, nullable) }
        : isFilter &&
          condition !== undefined &&
          nulls && {
            may_be_null: columnsIn(withoutNullTests(condition), nulls),
            ...keysBehind(operator, condition, nulls, places, tablesOf),
          }),
      ...(isOfOuter && { outer: given.outer }),
      ...(compared && { compared }),
      ...(never && { never }),
      ...(isOfOld && { asks_for_old: isOfOld }),
      ...(not_in?.nulls !== undefined && { nulls: not_in.nulls }),
      ...(is_taken_back && { is_taken_back }),
      records_in,
      may_take_apart: may_take_apart && condition === undefined,
      has_condition: JOINS_AND_FILTERS.test(operator.operation),
      views,
    };
    return views.length === 0 ? [] : [{ operator, end }];
  });
  return foremost([...found, ...setEnds(emptiedSets(profile, places, operators, nodeOf), viewsAfter)], graph);
}

/** Of the columns those that a join compares by which takes what passes: with it goes that no key is NULL. */
export function keysBehind(
  operator: SqlOperator,
  condition: string,
  columns: readonly string[],
  places: SqlPlaces,
  tablesOf: (operator: SqlOperator) => readonly string[],
): Pick<DeadEnd, "keys"> {
  const joins = (places.graph.successors.get(operator) ?? []).filter(isJoin);
  const compared = joins.flatMap(
    (join) => joinCondition(join, places, tablesOfTwo(join, places, tablesOf)) ?? [],
  );
  const named = columnsIn(condition, columns);
  const keys = new Set(compared.flatMap((code) => columnsIn(code, columns)));
  const others = [...keys].filter((column) => !named.includes(column));
  return others.length === 0 ? {} : { keys: others };
}

/** Of INTERSECT and EXCEPT. */
function setEnds(
  sets: ReturnType<typeof emptiedSets>,
  viewsAfter: (operator: SqlOperator) => string[],
): EndOf[] {
  return sets.flatMap(({ operator, ...emptied }) => {
    const views = viewsAfter(operator);
    const end: DeadEnd = { ...emptied, may_take_apart: false, has_condition: false, views };
    return views.length === 0 ? [] : [{ operator, end }];
  });
}

/** The views that an operator leaves without rows where it has none. */
function viewsServedBy({ graph, ofOperator }: SqlPlaces): (operator: SqlOperator) => string[] {
  const serves = servedBy(graph);
  return (operator) => [
    ...new Set(
      reachedFrom([operator], serves).flatMap(({ view, name }) =>
        view === undefined ? [] : (ofOperator(name)?.relation?.name ?? []),
      ),
    ),
  ];
}

interface EndOf {
  readonly operator: SqlOperator;
  readonly end: DeadEnd;
}

/** Whether what a NOT IN gave is known to be gone again, since NULL has come. */
function isTakenBack(
  operator: SqlOperator,
  not_in: NotIn | undefined,
  profile: CircuitProfile,
  graph: SqlGraph,
): true | undefined {
  return (not_in?.nulls ?? 0) > 0 && leftOf(operator, profile, graph) === 0 ? true : undefined;
}

/** Nothing comes out of a join whose other side has come to an end before; of a union the rest may go on. */
function foremost(all: readonly EndOf[], graph: SqlGraph): DeadEnd[] {
  const ends = new Set(all.flatMap(({ operator, end }) => (end.is_taken_back ? [] : [operator])));
  const needed = needsOf(graph, (one) => (ends.has(one) ? [one] : []));
  return all.flatMap(({ operator, end }) =>
    [...needed(operator)].every((one) => one === operator) ? [end] : [],
  );
}

/** The outer join whose rows a filter takes, and the columns that are NULL where it finds no row of its other side. */
function givenBefore(
  filter: SqlOperator,
  places: SqlPlaces,
  tablesOf: (operator: SqlOperator) => readonly string[],
): { readonly outer: Outer; readonly columns: readonly string[] } | undefined {
  const { graph, columnTypes = {} } = places;
  const [taken] = graph.inputs.get(filter) ?? [];
  const join = taken && origin(taken.from, graph);
  const outer = join && outerOf(join, places);
  const [, other] = (join && graph.inputs.get(join)) ?? [];
  if (join === undefined || outer === undefined || other === undefined) return undefined;
  const tables = tablesOf(other.from);
  const columns = tables.flatMap((table) => Object.keys(columnTypes[table] ?? {}));
  const others = givenOfOthers(join, tables, places);
  return { outer, columns: columns.filter((column) => !others.includes(column)) };
}

/** The columns that the view of a join gives of other tables than these, as `p.id` beside a table of an `id` of its own. */
function givenOfOthers(join: SqlOperator, tables: readonly string[], places: SqlPlaces): string[] {
  const statement = viewStatement(places.ofOperator(join.name)?.relation?.name, places);
  const own = tables.flatMap((table) => namesOf(table, onOneLine(statement)));
  return selectItems(statement).flatMap(({ text, name }) => {
    const [, alias] = /^(\w+)\.\w+$/.exec(text) ?? [];
    return name !== undefined && alias !== undefined && !own.includes(alias.toLowerCase()) ? [name] : [];
  });
}

/** Of what is asked of NULL, or of a column alone, the compiler has no position. */
function filterCondition(
  place: SqlPlace,
  places: SqlPlaces,
  {
    may_take_apart,
    nullable = [],
  }: { readonly may_take_apart: boolean; readonly nullable: readonly string[] | undefined },
): string | undefined {
  const placed = conditionOf(place);
  if (placed !== undefined || may_take_apart) return placed;
  return unplacedWhere(viewStatement(place.relation?.name, places), nullable);
}

/** Those that may be NULL by their table; all of them where none is its table's, since one of them may. */
function nullableOf(columns: readonly string[], nullable: readonly string[] = []): string[] {
  const known = columns.filter((column) => nullable.includes(column));
  return known.length > 0 ? known : [...columns];
}

/** The compiler puts together what takes rows apart and what is asked of them; its plan tells the two. */
function mayTakeApart(operator: SqlOperator, graph: SqlGraph): boolean {
  if (!operator.operation.startsWith("flat_map")) return false;
  const isFilter = [...operator.plan].some((number) => graph.relOps.get(number) === "LogicalFilter");
  return !isFilter || makesSeveral(operator, graph);
}

/** Rows that are joined with those of the same stream all find their own key: no pair meets its further condition. */
function isOfOneself(operator: SqlOperator, { inputs }: SqlGraph): boolean {
  const [one, other] = inputs.get(operator) ?? [];
  return one !== undefined && one.from === other?.from;
}

function cameTo(profile: CircuitProfile, node: Operator): number | undefined {
  const isJoin = profile.byWorker(node, JOINED_IN) !== undefined;
  return isJoin ? total(profile, node, JOINED_IN) : ownOrFed(profile, node, RECORDS_IN);
}
