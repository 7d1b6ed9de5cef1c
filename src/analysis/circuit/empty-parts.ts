import * as z from "zod";
import { reachedFrom, type SqlOperator, takenBy } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { isJoin, tablesNeededBy } from "./contents.ts";
import { sumOf, wentOut } from "./counts.ts";
import { DeadEnd } from "./dead-ends.ts";
import type { JoiningNodes } from "./joining-nodes.ts";
import type { MeasuredOperator, NodeOf } from "./measured-operators.ts";
import type { CircuitProfile } from "./profile.ts";
import type { TableFacts } from "./tables.ts";

/** A part of a UNION that has given it nothing, while others have. */
export const EmptyPart = z.object({
  /** That has the UNION in its statement. */
  view: z.string(),
  /** The tables of which it needs a row each. */
  tables: z.array(z.string()),
  /** Where its rows come to an end; absent where none has come of one of those tables. */
  dead_end: DeadEnd.optional(),
});

export type EmptyPart = z.infer<typeof EmptyPart>;

/**
 * With counts of all workers since the pipeline started. The compiler has an operator of a UNION for each use of its
 * view: the same part of each is one.
 */
export function emptyParts(
  profile: CircuitProfile,
  { graph, ofOperator }: SqlPlaces,
  operators: readonly MeasuredOperator[],
  nodeOf: NodeOf,
  joining: JoiningNodes,
  tables: ReadonlyMap<SqlOperator, TableFacts>,
  dead_ends: readonly DeadEnd[],
): EmptyPart[] {
  const needs = tablesNeededBy(graph);
  const gave = (part: SqlOperator) => {
    if (tables.has(part)) return tables.get(part)?.rows;
    const own = nodeOf.get(part);
    const nodes = isJoin(part) ? (joining.get(part.name) ?? []) : own === undefined ? [] : [own];
    return sumOf(nodes, (node) => wentOut(profile, node));
  };
  const parts = operators.flatMap(({ operator }): EmptyPart[] => {
    const union = [...operator.plan].find((number) => graph.relOps.get(number) === "LogicalUnion");
    const view = union === undefined ? undefined : graph.planViews.get(union);
    if (view === undefined || operator.operation !== "sum") return [];
    const taken = takenBy(operator, graph);
    if (!taken.some((part) => gave(part))) return [];
    return taken
      .filter((part) => gave(part) === 0)
      .flatMap((part): EmptyPart[] => {
        const needed = [...needs(part)];
        const names = needed.flatMap(({ name }) => ofOperator(name)?.relation?.name ?? []);
        const missing = needed.flatMap((table) => tables.get(table) ?? []).filter(({ rows }) => rows === 0);
        // Of a table without rows it is not the join that leaves out those of the other side.
        if (missing.length > 0) return [{ view, tables: missing.map(({ name }) => name) }];
        const before = new Set(waysTo(part).map(({ name }) => name));
        const dead_end = dead_ends.find(({ place }) => before.has(place.operator));
        return dead_end === undefined ? [] : [{ view, tables: names, dead_end }];
      });
  });
  const keyOf = ({ view, tables: names, dead_end }: EmptyPart) =>
    JSON.stringify([view, names, dead_end?.place.line, dead_end?.condition]);
  return [...new Map(parts.map((one) => [keyOf(one), one])).values()];

  /** What an operator's rows are of, without what is only looked up for them. */
  function waysTo(part: SqlOperator): SqlOperator[] {
    return reachedFrom([part], (one) => {
      const inputs = takenBy(one, graph);
      return /left_join|asof|antijoin/.test(one.operation) ? inputs.slice(0, 1) : inputs;
    });
  }
}
