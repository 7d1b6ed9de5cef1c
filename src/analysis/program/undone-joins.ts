import * as z from "zod";
import { outerJoin } from "../operators/sql-conditions.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";

/** An outer join of the program that the compiler has made an inner one: what comes after it leaves out what it adds. */
export const UndoneJoin = z.object({
  view: z.string(),
  /** LEFT, RIGHT or FULL. */
  side: z.string(),
  /** The condition that undoes it. */
  where: z.string(),
});

export type UndoneJoin = z.infer<typeof UndoneJoin>;

/** By Calcite's plan of each view with one join, and one SELECT with one WHERE. */
export function undoneJoins(places: SqlPlaces): UndoneJoin[] {
  const { onlyJoins, planViews, innerJoins } = places.graph;
  return [...onlyJoins].flatMap((number) => {
    const view = planViews.get(number);
    const undone = innerJoins.has(number) ? outerJoin(viewStatement(view, places)) : undefined;
    return view === undefined || undone === undefined ? [] : [{ view, ...undone }];
  });
}
