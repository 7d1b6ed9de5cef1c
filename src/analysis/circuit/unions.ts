import * as z from "zod";
import { type SqlOperator, takenBy } from "../operators/sql-graph.ts";
import type { SqlPlace, SqlPlaces } from "../operators/sql-places.ts";
import { RECORDS_IN, RECORDS_OUT, sumOf, total } from "./counts.ts";
import type { MeasuredOperator, NodeOf } from "./measured-operators.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";

/** A UNION without ALL, which gives rows that are equal once. */
export const Union = z.object({
  /** That has it in its statement; absent where the plan does not name it. */
  view: z.string().optional(),
  /** Absent where its place is that of another view, which it is part of, or the compiler has none. */
  line: z.int().optional(),
  /** The records of all its parts, and those that it gave. */
  records_in: z.number(),
  records_out: z.number(),
});

export type Union = z.infer<typeof Union>;

/** With counts of all workers since the pipeline started; none where a part of it is not counted. */
export function unions(
  profile: CircuitProfile,
  { graph }: SqlPlaces,
  operators: readonly MeasuredOperator[],
  nodeOf: NodeOf,
  placed: ReadonlyMap<Operator, SqlPlace>,
): Union[] {
  /** Before equal rows of a batch were made one by a projection. */
  const came = (part: SqlOperator): number | undefined => {
    const node = nodeOf.get(part);
    const counted = [RECORDS_IN, RECORDS_OUT].find((name) => node && profile.byWorker(node, name));
    return node === undefined || counted === undefined ? undefined : total(profile, node, counted);
  };
  return operators.flatMap(({ operator, place }) => {
    const union = [...operator.plan].find((number) => graph.relOps.get(number) === "LogicalUnion");
    if (union === undefined || !DISTINCT.test(operator.operation)) return [];
    const [sum, ...others] = takenBy(operator, graph);
    if (sum === undefined || others.length > 0 || !/^sum$/.test(sum.operation)) return [];
    const parts = takenBy(sum, graph).map(came);
    const nodes = [...placed].flatMap(([node, of]) =>
      of.operator === place.operator && /^Distinct/.test(node.label ?? "") ? [node] : [],
    );
    const records_out = sumOf(nodes, (node) =>
      profile.byWorker(node, RECORDS_OUT) ? total(profile, node, RECORDS_OUT) : undefined,
    );
    const known = parts.filter((count) => count !== undefined);
    if (records_out === undefined || known.length < parts.length) return [];
    const view = graph.planViews.get(union);
    const isOwn = view === place.relation?.name && place.line !== undefined && place.rule === "exact";
    return [
      {
        ...(view !== undefined && { view }),
        ...(isOwn && { line: place.line }),
        records_in: known.reduce((all, count) => all + count, 0),
        records_out,
      },
    ];
  });
}

const DISTINCT = /^(?:stream_)?distinct$/;
