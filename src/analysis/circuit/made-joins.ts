import type { SqlGraph, SqlOperator } from "../operators/sql-graph.ts";
import { isGrouping, isJoin, isWindowFunction } from "./contents.ts";

/** Operations that give each row of their input, as it is or in other columns. */
const SAME_ROWS = /^(?:map|map_index|noop|inspect|deindex)$/;

/**
 * What a join is made for that the program does not write: a function over a window (OVER), whose value is joined to
 * the row that it is of, or aggregates of the same rows, which are joined by their groups. Undefined where the join is
 * the program's own.
 */
export function madeFor(
  join: SqlOperator,
  graph: SqlGraph,
  within: ReadonlySet<SqlOperator> = new Set(),
): SqlOperator | undefined {
  if (within.has(join)) return undefined;
  const sides = (graph.inputs.get(join) ?? []).map(({ from }) => {
    const side = origin(from, graph);
    return isJoin(side) ? (madeFor(side, graph, new Set([...within, join])) ?? side) : side;
  });
  const computed = sides.filter((side) => isWindowFunction(side) || isGrouping(side));
  const [first] = computed;
  if (first === undefined) return undefined;
  const rows = rowsOf(first, graph);
  const areOfTheSame = computed.every((one) => rowsOf(one, graph) === rows);
  const others = sides.filter((side) => !computed.includes(side));
  // A row itself stands beside what is computed over its window, and not beside its aggregate.
  const areOwnRows = others.every((side) => isWindowFunction(first) && side === rows);
  return areOfTheSame && areOwnRows ? (computed.find(isWindowFunction) ?? first) : undefined;
}

/** The operator whose rows an aggregate or a window takes. */
function rowsOf(operator: SqlOperator, graph: SqlGraph): SqlOperator | undefined {
  const [taken] = graph.inputs.get(operator) ?? [];
  return taken && origin(taken.from, graph);
}

/** The operator that rows come from, which others have only put into other columns. */
export function origin(operator: SqlOperator, graph: SqlGraph): SqlOperator {
  let at = operator;
  for (let steps = 0; SAME_ROWS.test(at.operation) && steps < graph.operators.length; steps++) {
    const [only, ...others] = graph.inputs.get(at) ?? [];
    if (only === undefined || others.length > 0) break;
    at = only.from;
  }
  return at;
}
