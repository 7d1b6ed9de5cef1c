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
}: SqlGraph): ReadonlyMap<SqlOperator, FoundSpans> {
  const own = new Map(
    operators.filter(({ spans }) => spans.length > 0).map((operator) => [operator, operator]),
  );
  const shorter = (_: SqlOperator, candidate: SqlOperator, chosen: SqlOperator) =>
    linesIn(candidate) < linesIn(chosen);
  const kin = nearestOf(own, amongKin(successors), amongKin(predecessors), shorter);
  const all = nearestOf(kin, successors, predecessors, (node, a, b) => shorter(node, a.found, b.found));
  return new Map(
    [...all].map(([operator, { found, distance }]) => {
      const ofKin = found.distance === 0 ? "exact" : "same_plan";
      const rule = distance === 0 ? ofKin : "nearest";
      return [operator, { found: found.found, distance: found.distance + distance, rule }];
    }),
  );
}

type Neighbours = SqlGraph["successors"];

/** The edges between operators that share a node of Calcite's plan. */
function amongKin(neighbours: Neighbours): Neighbours {
  return new Map(
    [...neighbours].map(([operator, others]) => [
      operator,
      others.filter(({ plan }) => [...plan].some((node) => operator.plan.has(node))),
    ]),
  );
}

function linesIn({ spans }: SqlOperator): number {
  return spans.reduce((sum, { startLine, endLine }) => sum + endLine - startLine + 1, 0);
}
