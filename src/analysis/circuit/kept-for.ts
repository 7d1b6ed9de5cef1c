import { type SqlOperator, upstream } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { millisecondsOf } from "../pipeline/interval.ts";
import { type BOUNDS, reachMs } from "./bounds.ts";

interface Kept {
  readonly bound: (typeof BOUNDS)[number];
  readonly streams: readonly SqlOperator[];
  readonly users: readonly SqlOperator[];
  /** How long a group that it is of goes on. */
  readonly lasts_ms: number | undefined;
}

/** For how long rows are kept beside what LATENESS asks, or by the clock of NOW() alone; none where that is not known. */
export function keptFor(kept: Kept, places: SqlPlaces): { kept_for_ms?: number } {
  const all = lengthsOf(kept, places);
  return all.length === 0 ? {} : { kept_for_ms: Math.max(...all) };
}

function lengthsOf({ bound, streams, users, lasts_ms }: Kept, places: SqlPlaces): number[] {
  const { graph } = places;
  switch (bound) {
    case "lateness":
      return [
        ...users.flatMap((user) => reachMs(user, graph) ?? []),
        ...(lasts_ms === undefined ? [] : [lasts_ms]),
      ];
    case "window": {
      const cutting = users.filter(isWindow);
      return clockReaches(cutting.length > 0 ? cutting : upstream(graph, streams).filter(isWindow), places);
    }
    default:
      return [];
  }
}

function isWindow({ operation }: SqlOperator): boolean {
  return operation === "window";
}

const AGO = /\bNOW\s*\(\s*\)\s*-\s*INTERVAL\s+'?(\d+)'?\s*(\w+)/gi;

/** How far the views of these filters by time reach back from NOW(). */
function clockReaches(windows: readonly SqlOperator[], places: SqlPlaces): number[] {
  const views = new Set(windows.flatMap(({ name }) => places.ofOperator(name)?.relation?.name ?? []));
  return [...views].flatMap((view) =>
    [...viewStatement(view, places).matchAll(AGO)].flatMap(
      ([, count, unit]) => millisecondsOf(count, unit) ?? [],
    ),
  );
}
