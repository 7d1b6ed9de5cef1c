import * as z from "zod";
import { type SqlGraph, type SqlOperator, upstream } from "../operators/sql-graph.ts";
import { SqlPlace, type SqlPlaces } from "../operators/sql-places.ts";
import { type Contents, everyTableIn, isJoin, isTable } from "./contents.ts";
import { nearestCount, RECORDS_OUT, total } from "./counts.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";
import type { TableFacts } from "./tables.ts";

/**
 * What bounds an integral, as the compiled program has it: LATENESS (`lateness`), a window that moves on with the time
 * (`window`), the keys of tables that have a primary key (`keys`), groups (`groups`), or what the program itself
 * holds (`constant`). `rows`: nothing, it takes a record for every row. `unknown`: the program's graph does not tell.
 */
export const BOUNDS = ["lateness", "window", "keys", "groups", "constant", "rows", "unknown"] as const;

export const Integral = z.object({
  id: z.string(),
  /** What a join, an aggregate or the like has taken, or put out; a table with a primary key; a materialized view. */
  holds: z.enum(["input", "output", "table", "view"]),
  /** The SQL operators that look things up in it. */
  used_by: z.array(SqlPlace),
  bound: z.enum(BOUNDS),
  /** The tables whose rows, keys or groups it holds. */
  tables: z.array(z.string()),
  /** The tables of the other side, or sides, where it is one side of a join. */
  other_side: z.array(z.string()),
  /** The tables whose LATENESS bounds it. */
  waterlines: z.array(z.string()),
  /** The compiler's names of the joins that its rows came through. */
  behind: z.array(z.string()),
  records: z.number(),
  /** In memory and in storage. */
  bytes: z.number(),
  /** How many records have come to it since the pipeline started. */
  arrived: z.number().optional(),
});

export type Integral = z.infer<typeof Integral>;

/** How many of the largest integrals are told. */
const INTEGRALS = 50;

/**
 * The integrals of a circuit: what joins, aggregates, tables and the like keep. A trace goes by the persistent id of
 * the stream that it integrates, and a suffix that says which of its integrals it is.
 */
export function integralsOf(
  profile: CircuitProfile,
  places: SqlPlaces,
  tables: ReadonlyMap<SqlOperator, TableFacts>,
  contents: (operator: SqlOperator) => Contents,
): Integral[] {
  const graph = places.graph;
  const controls = controlsOf(graph);
  const namesOf = (some: Iterable<SqlOperator>) => [
    ...new Set([...some].flatMap((table) => tables.get(table)?.name ?? [])),
  ];
  const sourcesOf = (operator: SqlOperator) =>
    (graph.inputs.get(operator) ?? []).flatMap(({ from }) => everyTableIn(contents(from)));

  return traces(profile).flatMap(({ operator, id, suffix }) => {
    const streams = places.withPersistentId(id);
    const [stream] = streams;
    if (stream === undefined) return [];
    const cutting = cuttingUsers(streams, suffix, graph);
    const holds = cutting.length > 0 ? "input" : holdsOf(stream, suffix, graph);
    const users =
      cutting.length > 0 ? cutting : holds === "input" ? usersOf(streams, suffix, graph) : [stream];
    const waterlines = waterlinesOf([...streams, ...cutting], controls, graph);
    const all = contents(stream);
    const bound = boundOf(all, waterlines, {
      isCutOff: cutting.length > 0,
      keepsSome: streams.some((one) => controls.keepsSome.has(one)),
    });
    const arrived = nearestCount(profile, operator, profile.operators.predecessors, RECORDS_OUT);
    const partners = users
      .filter(isJoin)
      .flatMap((join) => graph.inputs.get(join) ?? [])
      .filter(({ from }) => !streams.includes(from))
      .flatMap(({ from }) => [...everyTableIn(contents(from))]);
    return [
      {
        id: operator.id,
        holds,
        used_by: users.flatMap(({ name }) => places.ofOperator(name) ?? []),
        bound,
        tables: bound === "unknown" ? [] : namesOf(tablesIn(all)),
        other_side: namesOf(partners),
        waterlines: namesOf(waterlines.flatMap((one) => [one, ...sourcesOf(one)])),
        behind: [...all.joins].map(({ name }) => name),
        records: total(profile, operator, "state_records_count"),
        bytes: bytesOf(profile, operator),
        ...(arrived !== undefined && arrived > 0 && { arrived }),
      },
    ];
  });
}

/** Operators that cut off what lies before a moment, from what they have taken. */
const CUTS_OFF = /^(?:window|.*_with_waterline)$/;

/**
 * The operators that cut off what an integral holds, where all that look things up in it do. It is the one that is
 * not distributed over the workers.
 */
function cuttingUsers(streams: readonly SqlOperator[], suffix: string, graph: SqlGraph): SqlOperator[] {
  if (suffix !== ".accintegral" && suffix !== ".integral") return [];
  const next = new Set(streams.flatMap((stream) => graph.successors.get(stream) ?? []));
  const isCutBy = (user: SqlOperator) => {
    const [first] = graph.inputs.get(user) ?? [];
    return CUTS_OFF.test(user.operation) && first !== undefined && streams.includes(first.from);
  };
  const users = [...next].filter((user) => isCutBy(user) || INTEGRATES.test(user.operation));
  return users.every(isCutBy) ? users : [];
}

/** In memory and in storage. */
function bytesOf(profile: CircuitProfile, operator: Operator): number {
  return total(profile, operator, "used_memory_bytes") + total(profile, operator, "spine_storage_size_bytes");
}

interface Trace {
  readonly operator: Operator;
  readonly id: string;
  readonly suffix: string;
}

/** The largest, by bytes. */
function traces(profile: CircuitProfile): Trace[] {
  return profile.operators.list
    .flatMap((operator) => {
      const [, id, suffix = ""] = /^([0-9a-f]{64})(.*integral.*)$/i.exec(operator.persistentId ?? "") ?? [];
      const records = profile.byWorker(operator, "state_records_count");
      return id === undefined || records === undefined ? [] : [{ operator, id, suffix }];
    })
    .toSorted((a, b) => bytesOf(profile, b.operator) - bytesOf(profile, a.operator))
    .slice(0, INTEGRALS);
}

/** Operations that integrate what they take. */
const INTEGRATES = /join|aggregate|distinct|topK|rank|row_number|lag|rolling/i;

function holdsOf(stream: SqlOperator, suffix: string, graph: SqlGraph): Integral["holds"] {
  if (suffix.startsWith("-")) return "input";
  if (/^\.(?:distinct\.)?integral/.test(suffix)) return isTable(stream) ? "table" : "output";
  const next = graph.successors.get(stream) ?? [];
  return next.some(({ operation }) => INTEGRATES.test(operation)) || next.length === 0 ? "input" : "view";
}

/** Part of an operator, such as what a linear aggregate makes of its rows, is used by that operator itself. */
function usersOf(streams: readonly SqlOperator[], suffix: string, graph: SqlGraph): readonly SqlOperator[] {
  if (suffix.startsWith("-")) return streams.slice(0, 1);
  const next = new Set(streams.flatMap((stream) => graph.successors.get(stream) ?? []));
  const users = [...next].filter(({ operation }) => INTEGRATES.test(operation) && !RETAINS.test(operation));
  return users.length === 0 ? streams.slice(0, 1) : users;
}

/** Operators that tell the integral of their first input what to forget, and those that tell their own. */
const RETAINS = /integrate_trace_retain_(?:keys|values(?:_\w+_n)?)$/;
const RETAINS_ITSELF = /^(?:aggregate\w*_retain_keys|.*_with_waterline)$/;

/** What keeps the greatest or least values of each key, however old they are: MAX, MIN, one side of an ASOF join. */
const RETAINS_SOME = /_values_\w+_n$/;

interface Controls {
  /** By what an integral of a stream is told what to forget. */
  readonly all: ReadonlyMap<SqlOperator, readonly SqlOperator[]>;
  /** Streams of which no key is forgotten, but most of its values. */
  readonly keepsSome: ReadonlySet<SqlOperator>;
}

function controlsOf({ operators, inputs }: SqlGraph): Controls {
  const all = new Map<SqlOperator, SqlOperator[]>();
  const keepsSome = new Set<SqlOperator>();
  for (const operator of operators) {
    const [data, control] = inputs.get(operator) ?? [];
    const retainsItself = RETAINS_ITSELF.test(operator.operation);
    if (data === undefined || control === undefined) continue;
    if (!retainsItself && !RETAINS.test(operator.operation)) continue;
    const stream = retainsItself ? operator : data.from;
    if (RETAINS_SOME.test(operator.operation)) keepsSome.add(stream);
    else all.set(stream, [...(all.get(stream) ?? []), control.from]);
  }
  return { all, keepsSome };
}

/** The operators that an integral's waterline is made in. */
function waterlinesOf(streams: readonly SqlOperator[], controls: Controls, graph: SqlGraph): SqlOperator[] {
  const isMadeIn = (operator: SqlOperator) => operator.operation === "waterline" || isTable(operator);
  const controlled = streams.flatMap((stream) => controls.all.get(stream) ?? []);
  return upstream(graph, controlled, isMadeIn).filter(isMadeIn);
}

function tablesIn({ rows, keys, groups }: Contents): SqlOperator[] {
  if (rows.size > 0) return [...rows];
  return groups.size > 0 ? [...groups] : [...keys];
}

function boundOf(
  { rows, keys, groups, unknown, is_windowed }: Contents,
  waterlines: readonly SqlOperator[],
  { isCutOff, keepsSome }: { readonly isCutOff: boolean; readonly keepsSome: boolean },
) {
  if (waterlines.length > 0) return "lateness";
  if (isCutOff) return "window";
  if (unknown.size > 0) return "unknown";
  if (rows.size > 0) return keepsSome ? "groups" : "rows";
  if (groups.size > 0) return "groups";
  if (is_windowed) return "window";
  return keys.size > 0 ? "keys" : "constant";
}
