import { CLOCK_TABLE } from "../../feldera/schemas/program.ts";
import { needsOf } from "../operators/needs.ts";
import type { SqlGraph, SqlInput, SqlOperator } from "../operators/sql-graph.ts";

/** What an operator would have to remember that keeps all that a stream ever brought. */
export interface Contents {
  /** Tables without a primary key: a record for every row. */
  readonly rows: ReadonlySet<SqlOperator>;
  /** Tables with a primary key: a record for every key. */
  readonly keys: ReadonlySet<SqlOperator>;
  /** Tables whose rows were grouped: a record, or a few, for every group. */
  readonly groups: ReadonlySet<SqlOperator>;
  /** The joins that they came through. */
  readonly joins: ReadonlySet<SqlOperator>;
  /** Operations that this server does not know. */
  readonly unknown: ReadonlySet<string>;
  /** Whether a window lets rows out again that have become too old. */
  readonly is_windowed: boolean;
}

const NONE: ReadonlySet<SqlOperator> = new Set();

const NOTHING: Contents = {
  rows: NONE,
  keys: NONE,
  groups: NONE,
  joins: NONE,
  unknown: new Set(),
  is_windowed: false,
};

/** Operations of the SQL compiler, by what becomes of rows in them. */
const TABLE = /^source_multiset$/;
const KEYED_TABLE = /^(?:source_map|input_map_with_waterline)$/;
const NO_ROWS = /^(?:constant|now|waterline|apply|apply2|apply_n|Z|.*retain_(?:keys|values(?:_\w+_n)?))$/;
const FILTER_BY_SECOND = /^controlled_key_filter/;
const WINDOW = /^window$/;
const GROUPING = /^(?:aggregate|stream_aggregate|chain_aggregate|AggregateIncremental|topK)/;
const ROW_BY_ROW =
  /^(?:map|map_index|flat_map|flat_map_index|filter|neg|sum|atomic_sum|minus|positive|differentiate|integrate|delta0|inspect|noop|hop|weigh|deindex|.*distinct.*|lag.*|rank.*|row_number.*|partitioned_rolling_aggregate.*|chain.*|upsert_feedback|.*delay.*|integral_weight_validator|interned_strings)$/;

/** The clock of NOW() is none: of it the newest time is kept. */
export function isTable({ operation, table }: SqlOperator): boolean {
  return table !== CLOCK_TABLE && (TABLE.test(operation) || KEYED_TABLE.test(operation));
}

/** The tables each of which has to have a row before an operator can have one. */
export function tablesNeededBy(graph: SqlGraph): (operator: SqlOperator) => ReadonlySet<SqlOperator> {
  return needsOf(graph, (one) => (isTable(one) ? [one] : []));
}

export function isKeyedTable({ operation }: SqlOperator): boolean {
  return KEYED_TABLE.test(operation);
}

export function isJoin({ operation }: SqlOperator): boolean {
  return /join/.test(operation);
}

/** Whether the plan says of an operator that it makes several records of one. */
export function makesSeveral({ plan }: SqlOperator, { relOps }: SqlGraph): boolean {
  return [...plan].some((number) => MAKES_SEVERAL.test(relOps.get(number) ?? ""));
}

const MAKES_SEVERAL = /Uncollect|Correlate|TableFunction/;

/** Whether its second input tells which of the first it lets through. */
export function isFilterBySecond({ operation }: SqlOperator): boolean {
  return FILTER_BY_SECOND.test(operation);
}

export function isGrouping({ operation }: SqlOperator): boolean {
  return GROUPING.test(operation);
}

/** A function over a window of rows (OVER), with one value for each row. */
export function isWindowFunction({ operation }: SqlOperator): boolean {
  return /^(?:partitioned_rolling_aggregate|rank|row_number|lag)/.test(operation);
}

/** The tables that rows come from, whatever they have become. */
export function everyTableIn({ rows, keys, groups }: Contents): SqlOperator[] {
  return [...rows, ...keys, ...groups];
}

/** Those whose rows make what is kept grow; else those whose groups do; else those whose keys bound it. */
export function tablesIn({ rows, keys, groups }: Contents): SqlOperator[] {
  if (rows.size > 0) return [...rows];
  return groups.size > 0 ? [...groups] : [...keys];
}

/**
 * What the streams of a program bring. Takes each operator once, and once more where views are recursive: a recursive
 * region starts from nothing, and then goes on from what it has given.
 */
export function contentsOf(graph: SqlGraph): (operator: SqlOperator) => Contents {
  const known = new Map<SqlOperator, Contents>();
  const of = (operator: SqlOperator) => known.get(operator) ?? NOTHING;
  const order = inOrder(graph);
  const pass = (given: (operator: SqlOperator) => Contents | undefined) => {
    for (const operator of order) {
      const inputs = graph.inputs.get(operator) ?? [];
      known.set(operator, given(operator) ?? contents(operator, inputs, of));
    }
  };
  pass(() => undefined);
  const recursive = recursiveViews(graph);
  if (recursive.size === 0) return of;
  const given = new Map([...recursive].map(([declaration, view]) => [declaration, of(view)]));
  pass((operator) => given.get(operator));
  return of;
}

/** What stands for a recursive view within its own region, with the view. */
function recursiveViews({ operators }: SqlGraph): Map<SqlOperator, SqlOperator> {
  const views = new Map(
    operators.flatMap((one) => (one.view === undefined ? [] : [[one.view, one] as const])),
  );
  return new Map(
    operators.flatMap((operator) => {
      const view = views.get(operator.table?.replace(/-decl$/, "") ?? "");
      return operator.operation !== "Z" || view === undefined ? [] : [[operator, view] as const];
    }),
  );
}

function contents(
  operator: SqlOperator,
  inputs: readonly SqlInput[],
  of: (operator: SqlOperator) => Contents,
): Contents {
  const { operation } = operator;
  if (operator.table === CLOCK_TABLE) return NOTHING;
  if (TABLE.test(operation)) return { ...NOTHING, rows: new Set([operator]) };
  if (KEYED_TABLE.test(operation)) return { ...NOTHING, keys: new Set([operator]) };
  // The function of a linear aggregate that forgets is named after both, and still gives rows.
  if (NO_ROWS.test(operation) && !GROUPING.test(operation)) return NOTHING;
  const taken = isFilterBySecond(operator) || WINDOW.test(operation) ? inputs.slice(0, 1) : inputs;
  // Further outputs of an operator are for errors and waterlines.
  const all = union(taken.map(({ from, output }) => (output === 0 ? of(from) : NOTHING)));
  if (GROUPING.test(operation)) {
    return { ...all, rows: NONE, groups: new Set([...all.rows, ...all.groups]) };
  }
  if (WINDOW.test(operation)) return { ...all, rows: NONE, groups: NONE, is_windowed: true };
  if (isJoin(operator)) return { ...all, joins: new Set([...all.joins, operator]) };
  if (isFilterBySecond(operator) || ROW_BY_ROW.test(operation)) return all;
  return { ...all, unknown: new Set([...all.unknown, operation]) };
}

function union(all: readonly Contents[]): Contents {
  const [first = NOTHING] = all;
  if (all.length < 2) return first;
  const operators = (of: "rows" | "keys" | "groups" | "joins") => new Set(all.flatMap((one) => [...one[of]]));
  return {
    rows: operators("rows"),
    keys: operators("keys"),
    groups: operators("groups"),
    joins: operators("joins"),
    unknown: new Set(all.flatMap(({ unknown }) => [...unknown])),
    is_windowed: all.some(({ is_windowed }) => is_windowed),
  };
}

/** Every operator after those that feed it, as far as they are in no cycle. */
function inOrder({ operators, predecessors, successors }: SqlGraph): SqlOperator[] {
  const waitsFor = new Map(operators.map((one) => [one, predecessors.get(one)?.length ?? 0]));
  const order = operators.filter((one) => waitsFor.get(one) === 0);
  for (const operator of order) {
    for (const next of successors.get(operator) ?? []) {
      const left = (waitsFor.get(next) ?? 0) - 1;
      waitsFor.set(next, left);
      if (left === 0) order.push(next);
    }
  }
  const cyclic = operators.filter((one) => (waitsFor.get(one) ?? 0) > 0);
  return [...order, ...cyclic];
}
