import { type SqlGraph, type SqlOperator, upstream } from "../operators/sql-graph.ts";
import { type Contents, isTable } from "./contents.ts";

/**
 * What bounds an integral, as the compiled program has it: LATENESS (`lateness`), a window that moves on with the time
 * (`window`), the keys of tables that have a primary key (`keys`), groups (`groups`), or what the program itself
 * holds (`constant`). `rows`: nothing, it takes a record for every row. `unknown`: the program's graph does not tell.
 */
export const BOUNDS = ["lateness", "window", "keys", "groups", "constant", "rows", "unknown"] as const;

type Bound = (typeof BOUNDS)[number];

/** Operations that integrate what they take. */
const INTEGRATES = /join|aggregate|distinct|topK|rank|row_number|lag|rolling/i;

/** Operators that tell the integral of their first input what to forget, and those that tell their own. */
const RETAINS = /integrate_trace_retain_(?:keys|values(?:_\w+_n)?)$/;
const RETAINS_ITSELF = /^(?:aggregate\w*_retain_keys|.*_with_waterline)$/;

/** What keeps the greatest or least values of each key, however old they are: MAX, MIN, one side of an ASOF join. */
const RETAINS_SOME = /_values_\w+_n$/;

/** Operators that cut off what lies before a moment, from what they have taken. */
const CUTS_OFF = /^(?:window|.*_with_waterline)$/;

/** An OVER whose window begins with the first row: what LATENESS says of new rows lets no old one go. */
export function isEndless({ operation, plan }: SqlOperator, { endlessWindows }: SqlGraph): boolean {
  return /rolling/.test(operation) && [...plan].some((number) => endlessWindows.has(number));
}

/** How much time before or after a row its window takes in, in ms; undefined of what is no OVER by time. */
export function reachMs({ operation, plan }: SqlOperator, { windowReaches }: SqlGraph): number | undefined {
  const reaches = [...plan].flatMap((number) => windowReaches.get(number) ?? []);
  return /rolling/.test(operation) && reaches.length > 0 ? Math.max(...reaches) : undefined;
}

export function integrates({ operation }: SqlOperator): boolean {
  return INTEGRATES.test(operation) && !RETAINS.test(operation);
}

export interface StreamBound {
  readonly bound: Bound;
  /** The operators that its waterline is made in. */
  readonly waterlines: readonly SqlOperator[];
}

/** What bounds the integral of a stream, of which there may be copies, and by which operators it is cut off, if any. */
export type BoundOf = (streams: readonly SqlOperator[], cutBy?: readonly SqlOperator[]) => StreamBound;

/** @param contents what each stream of the graph brings */
export function boundsOf(graph: SqlGraph, contents: (operator: SqlOperator) => Contents): BoundOf {
  const controls = controlsOf(graph);
  return (streams, cutBy = []) => {
    const [stream] = streams;
    const waterlines = waterlinesOf([...streams, ...cutBy], controls, graph);
    if (waterlines.length > 0) return { bound: "lateness", waterlines };
    if (cutBy.length > 0) return { bound: "window", waterlines };
    if (stream === undefined) return { bound: "unknown", waterlines };
    const keepsSome = streams.some((one) => controls.keepsSome.has(one));
    return { bound: boundBy(contents(stream), keepsSome), waterlines };
  };
}

/** What bounds what a stream brought, where no operator tells it what to forget. */
export function boundBy({ rows, keys, groups, unknown, is_windowed }: Contents, keepsSome: boolean): Bound {
  if (unknown.size > 0) return "unknown";
  if (rows.size > 0) return keepsSome ? "groups" : "rows";
  if (groups.size > 0) return "groups";
  if (is_windowed) return "window";
  return keys.size > 0 ? "keys" : "constant";
}

/** The operators that cut off what the integral of these streams holds, where all that look things up in it do. */
export function cuttingUsers(streams: readonly SqlOperator[], graph: SqlGraph): SqlOperator[] {
  const next = new Set(streams.flatMap((stream) => graph.successors.get(stream) ?? []));
  const isCutBy = (user: SqlOperator) => {
    const [first] = graph.inputs.get(user) ?? [];
    const cutsOff = CUTS_OFF.test(user.operation) && !isEndless(user, graph);
    return cutsOff && first !== undefined && streams.includes(first.from);
  };
  const users = [...next].filter((user) => isCutBy(user) || INTEGRATES.test(user.operation));
  return users.every(isCutBy) ? users : [];
}

interface Controls {
  /** By what an integral of a stream is told what to forget. */
  readonly all: ReadonlyMap<SqlOperator, readonly SqlOperator[]>;
  /** Streams of which no key is forgotten, but most of its values. */
  readonly keepsSome: ReadonlySet<SqlOperator>;
}

function controlsOf(graph: SqlGraph): Controls {
  const { operators, inputs } = graph;
  const all = new Map<SqlOperator, SqlOperator[]>();
  const keepsSome = new Set<SqlOperator>();
  for (const operator of operators) {
    const [data, control] = inputs.get(operator) ?? [];
    const retainsItself = RETAINS_ITSELF.test(operator.operation) && !isEndless(operator, graph);
    if (data === undefined || control === undefined) continue;
    if (!retainsItself && !RETAINS.test(operator.operation)) continue;
    const stream = retainsItself ? operator : data.from;
    if (RETAINS_SOME.test(operator.operation)) keepsSome.add(stream);
    else all.set(stream, [...(all.get(stream) ?? []), control.from]);
  }
  return { all, keepsSome };
}

function waterlinesOf(streams: readonly SqlOperator[], controls: Controls, graph: SqlGraph): SqlOperator[] {
  const isMadeIn = (operator: SqlOperator) => operator.operation === "waterline" || isTable(operator);
  const controlled = streams.flatMap((stream) => controls.all.get(stream) ?? []);
  return upstream(graph, controlled, isMadeIn).filter(isMadeIn);
}
