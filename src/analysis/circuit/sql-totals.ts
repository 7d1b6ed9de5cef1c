import * as z from "zod";
import type { ProgramOperators } from "../operators/program-operators.ts";
import { SqlPlace } from "../operators/sql-places.ts";
import type { Operator } from "./operators.ts";
import type { Spread } from "./spread.ts";

/** What the operators of a circuit come to, by the operators of the SQL program that they were made of. */
export const SqlTotals = z.object({
  /** The costliest. */
  rows: z.array(z.object({ place: SqlPlace, total: z.number(), share: z.number(), operators: z.int() })),
  rows_in_all: z.int(),
  /** Shares of the total that have a place of their own in the SQL, that of the nearest that has one, and none. */
  placed: z.object({ own: z.number(), nearest: z.number(), unplaced: z.number() }),
});

export type SqlTotals = z.infer<typeof SqlTotals>;

/** SQL operators told beside the operators of the circuit. */
const ROWS = 5;

interface Measured {
  readonly operator: Operator;
  readonly spread: Spread;
}

/** @param places of nodes; an operator of the SQL is told with its own place */
export function sqlTotals(
  all: readonly Measured[],
  places: ReadonlyMap<Operator, SqlPlace>,
  program: ProgramOperators,
): SqlTotals {
  const total = all.reduce((sum, { spread }) => sum + spread.total, 0);
  const shareOf = (part: number) => (total === 0 ? 0 : part / total);
  const placed = { own: 0, nearest: 0, unplaced: 0 };
  const rows = new Map<string, SqlTotals["rows"][number]>();
  for (const { operator, spread } of all) {
    const place = places.get(operator);
    const precision = precisionOf(place);
    placed[precision] += shareOf(spread.total);
    if (place === undefined || precision === "unplaced" || spread.total === 0) continue;
    const before = rows.get(place.operator);
    const sum = (before?.total ?? 0) + spread.total;
    rows.set(place.operator, {
      place: program.ofNode(operator.id)?.place ?? place,
      total: sum,
      share: shareOf(sum),
      operators: (before?.operators ?? 0) + 1,
    });
  }
  const costly = [...rows.values()].sort((a, b) => b.total - a.total);
  return { rows: costly.slice(0, ROWS), rows_in_all: costly.length, placed };
}

function precisionOf(place: SqlPlace | undefined): keyof SqlTotals["placed"] {
  if (place === undefined) return "unplaced";
  if (place.positions.length === 0 && place.relation === undefined) return "unplaced";
  return place.distance === 0 ? "own" : "nearest";
}
