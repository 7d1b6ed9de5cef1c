import * as z from "zod";
import { onlyWhere } from "../operators/sql-conditions.ts";
import { reachedFrom, type SqlGraph, type SqlOperator, takenBy } from "../operators/sql-graph.ts";
import type { SqlPlace, SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { viewOf } from "../operators/views.ts";
import { inPattern, onOneLine } from "../sql/program-code.ts";
import { sumOf, total } from "./counts.ts";
import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";

/** A view of which the compiler has found that it has no row, whatever comes: no table is read for it. */
export const ConstantView = z.object({
  view: z.string(),
  line: z.int().optional(),
  /** Its one WHERE, as the program has it, where nothing else of it is known to leave no row. */
  condition: z.string().optional(),
  /** Whether it has a LIMIT 0. */
  is_limited: z.literal(true).optional(),
  /** Another such view that it reads, and is empty for. */
  reads: z.string().optional(),
});

export type ConstantView = z.infer<typeof ConstantView>;

/** A view of constants that has rows is none of them: what its constant holds is counted. */
export function constantViews(
  profile: CircuitProfile,
  places: SqlPlaces,
  placed: ReadonlyMap<Operator, SqlPlace>,
): ConstantView[] {
  const { graph, ofOperator } = places;
  const all = graph.operators.flatMap((operator) => {
    const view = viewOf(operator, places);
    const constant = view === undefined ? undefined : constantOf(operator, graph);
    if (view === undefined || constant === undefined) return [];
    const holding = [...placed].flatMap(([node, place]) =>
      place.operator === constant.name && profile.byWorker(node, HELD) ? [node] : [],
    );
    if (sumOf(holding, (node) => total(profile, node, HELD)) !== 0) return [];
    const place = ofOperator(operator.name);
    return [{ view, ...(place?.line !== undefined && { line: place.line }) }];
  });
  return all.map(({ view, ...where }) => {
    const statement = onOneLine(viewStatement(view, places));
    const reads = all.find((other) => other.view !== view && isReadIn(statement, other.view))?.view;
    if (reads !== undefined) return { view, ...where, reads };
    if (LIMIT_0.test(statement)) return { view, ...where, is_limited: true };
    const condition = onlyWhere(statement);
    return { view, ...where, ...(condition !== undefined && { condition }) };
  });
}

const LIMIT_0 = /\bLIMIT\s+0\b/i;

function isReadIn(statement: string, view: string): boolean {
  return new RegExp(String.raw`(?:\b(?:FROM|JOIN)|,)\s+"?${inPattern(view)}"?(?![\w$])`, "i").test(statement);
}

const HELD = "state_records_count";

/** The constant that is all that a view gets; undefined where it gets rows of anything else. */
function constantOf(view: SqlOperator, graph: SqlGraph): SqlOperator | undefined {
  const handsOn = (one: SqlOperator) => one === view || one.operation === "differentiate";
  const behind = reachedFrom([view], (one) => (handsOn(one) ? takenBy(one, graph) : []));
  const [only, ...others] = behind.filter((one) => !handsOn(one));
  return others.length === 0 && only?.operation === "constant" ? only : undefined;
}
