import { type Nearest, nearestOf } from "./nearest.ts";
import type { SqlGraph, SqlOperator } from "./sql-graph.ts";

/**
 * How an operator came to its positions in the program: they are its own (`exact`), those of the nearest operator that
 * implements the same node of Calcite's plan (`same_plan`), or of the nearest of all. `none`: it is tied to nothing
 * that has some.
 */
export const PLACE_RULES = ["exact", "same_plan", "nearest", "none"] as const;

export type PlaceRule = (typeof PLACE_RULES)[number];

/** The operator whose spans stand for another's. */
export interface FoundSpans extends Nearest<SqlOperator> {
  readonly rule: Exclude<PlaceRule, "none">;
}

/** The operator whose spans stand for each operator; of equally near ones the one with the shortest spans. */
export function nearestSpans({
  operators,
  successors,
  predecessors,
  planViews,
}: SqlGraph): ReadonlyMap<SqlOperator, FoundSpans> {
  const own = new Map(
    operators.filter(({ spans }) => spans.length > 0).map((operator) => [operator, operator]),
  );
  const shorter = (_: SqlOperator, candidate: SqlOperator, chosen: SqlOperator) =>
    linesIn(candidate) < linesIn(chosen);
  const shorterFound = (node: SqlOperator, a: Nearest<SqlOperator>, b: Nearest<SqlOperator>) =>
    shorter(node, a.found, b.found);
  const planOf = ({ plan }: SqlOperator) => plan;
  const viewsOf = ({ plan }: SqlOperator) => new Set([...plan].flatMap((node) => planViews.get(node) ?? []));
  const kin = nearestOf(own, amongKin(successors, planOf), amongKin(predecessors, planOf), shorter);
  // What views share is near to each of them.
  const inView = further(
    nearestOf(kin, amongKin(successors, viewsOf), amongKin(predecessors, viewsOf), shorterFound),
  );
  const all = further(nearestOf(inView, successors, predecessors, shorterFound));
  return new Map(
    [...all].map(([operator, { found, distance }]) => {
      const ofKin = distance === 0 ? "exact" : "same_plan";
      const rule = distance === kin.get(operator)?.distance ? ofKin : "nearest";
      return [operator, { found, distance, rule }];
    }),
  );
}

/** With the edges that were walked before. */
function further(
  all: ReadonlyMap<SqlOperator, Nearest<Nearest<SqlOperator>>>,
): Map<SqlOperator, Nearest<SqlOperator>> {
  return new Map(
    [...all].map(([operator, { found, distance }]) => [
      operator,
      { found: found.found, distance: found.distance + distance },
    ]),
  );
}

type Neighbours = SqlGraph["successors"];

/** The edges between operators that have a key in common: a node of Calcite's plan, or a view whose plan that is of. */
function amongKin(
  neighbours: Neighbours,
  keysOf: (operator: SqlOperator) => ReadonlySet<unknown>,
): Neighbours {
  return new Map(
    [...neighbours].map(([operator, others]) => {
      const keys = keysOf(operator);
      return [operator, others.filter((other) => [...keysOf(other)].some((key) => keys.has(key)))];
    }),
  );
}

function linesIn({ spans }: SqlOperator): number {
  return spans.reduce((sum, { startLine, endLine }) => sum + endLine - startLine + 1, 0);
}
