import * as z from "zod";
import { CLOCK_TABLE } from "../../feldera/schemas/program.ts";
import { isTable } from "../circuit/contents.ts";
import { groupedTimes, ROUNDED_TO } from "../circuit/grouped-times.ts";
import { reachedFrom, type SqlGraph, type SqlOperator, takenBy, upstream } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewOf } from "../operators/views.ts";

/** A view whose rows come out only once the LATENESS of all of these tables says that they are final (emit_final). */
export const HeldView = z.object({
  view: z.string(),
  tables: z.array(z.string()),
  /** What its groups are of the times of its one table; absent where they are not of that, or it is not known. */
  each: z.enum(ROUNDED_TO).optional(),
});

export type HeldView = z.infer<typeof HeldView>;

/** By the compiler's graph: rows that are held come out of a window whose bounds a waterline moves. */
export function heldViews(places: SqlPlaces): HeldView[] {
  const { graph, ofOperator } = places;
  const held = new Map(
    graph.operators
      .filter(({ operation }) => operation === "window")
      .map((window) => [window, waterlineTables(window, graph)] as const)
      .filter(([, tables]) => tables.length > 0),
  );
  if (held.size === 0) return [];
  return graph.operators.flatMap((operator) => {
    const view = viewOf(operator, places);
    if (view === undefined) return [];
    const tables = new Set(rowsBehind(operator, graph).flatMap((one) => held.get(one) ?? []));
    const names = new Set([...tables].flatMap(({ name }) => ofOperator(name)?.relation?.name ?? []));
    const [table, ...others] = names;
    if (table === undefined) return [];
    return [{ view, tables: [...names], ...(others.length === 0 && groupsOf(view, table, places)) }];
  });
}

function groupsOf(view: string, table: string, places: SqlPlaces): Pick<HeldView, "each"> {
  const { columns, each } = groupedTimes(view, table, places);
  return columns.length === 0 || each === "window" || each === "value" ? {} : { each };
}

/**
 * The tables each of whose waterlines moves it; none where the clock of NOW() does. A waterline of rows of several
 * tables, by LATENESS of a view over them, moves on with the rows of any, and waits for none of them.
 */
function waterlineTables(window: SqlOperator, graph: SqlGraph): SqlOperator[] {
  const [, ...controls] = takenBy(window, graph);
  const tables = upstream(graph, controls, isWaterline)
    .filter((one) => isTable(one) || isWaterline(one))
    .map((one) => upstream(graph, [one]).filter(isTable));
  if (tables.flat().some(({ table }) => table === CLOCK_TABLE)) return [];
  return tables.flatMap((all) => (all.length === 1 ? all : []));
}

function isWaterline({ operation }: SqlOperator): boolean {
  return operation === "waterline";
}

/** Operators that take rows first, and then what controls them. */
const CONTROLLED = /^(?:window|controlled_key_filter.*|.*retain_(?:keys|values.*))$/;

/** The operators that its rows come by. */
function rowsBehind(operator: SqlOperator, graph: SqlGraph): SqlOperator[] {
  return reachedFrom([operator], (one) => {
    const streams = takenBy(one, graph);
    return CONTROLLED.test(one.operation) ? streams.slice(0, 1) : streams;
  });
}
