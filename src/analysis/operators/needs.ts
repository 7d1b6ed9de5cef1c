import { foundInBoth, isSum } from "./set-operations.ts";
import { type SqlGraph, type SqlOperator, takenBy } from "./sql-graph.ts";

/** Operations that give a row only for rows of every input. */
const OF_ALL = /^(?:inner_star_join|(?:stream_)?join)(?!.*(?:left|anti|asof))/;

/** Those that give rows for rows of their first input, whatever the others hold. */
const OF_FIRST =
  /^(?:map|map_index|positive|delta0|flat_map|flat_map_index|filter|neg|inspect|distinct|stream_distinct|topK|differentiate|integrate|noop|deindex|window|(?:stream_|chain_)?aggregate.*|partitioned_rolling_aggregate.*|rank.*|row_number.*|lag.*|left_join.*|antijoin|asof_join|minus|subtract|difference|controlled_key_filter.*|.*delay.*)$/;

/** What a recursive region has given, for it to go on from. */
const RECURSION = /^Z$/;

type Operators = ReadonlySet<SqlOperator>;

const NONE: Operators = new Set();

/** A condition on what two streams have in common, as of an inner join. */
export function isOfAll({ operation }: SqlOperator): boolean {
  return OF_ALL.test(operation);
}

/**
 * The operators, such as tables, each of which has to have a row before an operator can have one.
 *
 * @param own what an operator needs beside what those before it need: of a table, itself
 */
export function needsOf(
  graph: SqlGraph,
  own: (operator: SqlOperator) => readonly SqlOperator[],
): (operator: SqlOperator) => Operators {
  const known = new Map<SqlOperator, Operators | undefined>();
  /** Undefined of what a recursion has given: it brings nothing that was not there before it. */
  const of = (operator: SqlOperator): Operators | undefined => {
    if (known.has(operator)) return known.get(operator);
    known.set(operator, undefined);
    if (RECURSION.test(operator.operation)) return undefined;
    const made = new Set([...own(operator), ...combined(operator, graph, of)]);
    known.set(operator, made);
    return made;
  };
  return (operator) => of(operator) ?? NONE;
}

function combined(
  operator: SqlOperator,
  graph: SqlGraph,
  of: (operator: SqlOperator) => Operators | undefined,
): Operators {
  const { operation } = operator;
  const streams = takenBy(operator, graph);
  if (OF_ALL.test(operation)) return new Set(streams.flatMap((stream) => [...(of(stream) ?? NONE)]));
  const [first] = streams;
  if (first !== undefined && OF_FIRST.test(operation)) return of(first) ?? NONE;
  if (!isSum(operator)) return NONE;
  const given = streams.filter((stream) => stream.operation !== "neg");
  return new Set(
    [given, ...foundInBoth(operator, graph)].flatMap((any) => inEach(any.flatMap((one) => of(one) ?? []))),
  );
}

/** What each of them needs. */
function inEach([one = NONE, ...rest]: readonly Operators[]): SqlOperator[] {
  return [...one].filter((operator) => rest.every((other) => other.has(operator)));
}

/**
 * What an operator leaves without its rows: all that takes them but what takes them away from others, or gives others
 * with or without them.
 */
export function servedBy(graph: SqlGraph): (operator: SqlOperator) => SqlOperator[] {
  const found = graph.operators.flatMap((sum) =>
    isSum(sum) ? foundInBoth(sum, graph).flatMap((any) => any.map((one) => ({ one, sum }))) : [],
  );
  const takes = (next: SqlOperator, operator: SqlOperator) => {
    const [first] = takenBy(next, graph);
    return next.operation !== "neg" && (first === operator || !OF_FIRST.test(next.operation));
  };
  return (operator) => [
    ...(graph.successors.get(operator) ?? []).filter((next) => takes(next, operator)),
    ...found.flatMap(({ one, sum }) => (one === operator ? [sum] : [])),
  ];
}
