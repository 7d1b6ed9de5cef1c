import type { Integral } from "../../analysis/circuit/integrals.ts";
import type { TableFacts } from "../../analysis/circuit/tables.ts";
import { type Words, words } from "../../text/page/words.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { ALL, cameTo, keptBy, keysCameAtOnce, newKeyShare } from "./filling.ts";
import type { TwoLooks } from "./two-looks.ts";

/**
 * Why state grows: it keeps every row; a group for nearly every row; a record for every new key of a table with a
 * primary key; all that comes until the first row of the table whose LATENESS would bound it, or since one of several
 * such tables brings no more, or one is behind the others; all that comes until as much time has passed as LATENESS, a window or the clock of NOW() asks for; or it keeps
 * nearly all, and the program's graph does not tell what bounds it.
 */
export const GROWS_BY = [
  "rows",
  "time",
  "groups",
  "new_keys",
  "no_waterline_yet",
  "waterline_stands",
  "waterline_behind",
  "unknown",
] as const;

type GrowsBy = (typeof GROWS_BY)[number];

/** What is new to it. */
export const NEW: Readonly<Record<GrowsBy, Words>> = {
  rows: words`row`,
  time: words`row`,
  groups: words`group`,
  new_keys: words`key`,
  no_waterline_yet: words`row`,
  waterline_stands: words`row`,
  waterline_behind: words`row`,
  unknown: words`record`,
};

/** Times of which new ones come so seldom that groups of nothing else never become many. */
const LONG: ReadonlySet<Integral["each_new"]> = new Set(["day", "week", "month", "quarter", "year"]);

function bringsNewKeys(table: TableFacts | undefined): boolean {
  return table !== undefined && newKeyShare(table) >= THRESHOLDS.newKeyShare;
}

/** Whether it seems to go on: what was loaded at once tells nothing of what comes now, but for a second look. */
export function bringsMoreKeys(table: TableFacts | undefined, looks: TwoLooks | undefined): boolean {
  return bringsNewKeys(table) && (looks !== undefined || !keysCameAtOnce(table));
}

/** @param standing those of its waterlines' tables that bring no more */
export function growsBy(
  integral: Integral,
  table: ReadonlyMap<string, TableFacts>,
  standing: readonly string[],
): GrowsBy | undefined {
  const { bound } = integral;
  const tables = integral.tables.flatMap((name) => table.get(name) ?? []);
  switch (bound) {
    case "rows":
    case "unknown":
      return bound;
    case "groups":
      // A day of times brings one: what came at once of many days comes no faster than those from then on.
      return integral.grouped_beside?.length === 0 &&
        LONG.has(integral.each_new) &&
        integral.distinct.length === 0
        ? undefined
        : bound;
    case "keys":
      return tables.some(bringsNewKeys) ? "new_keys" : undefined;
    case "lateness":
      if (isWaiting(integral, (name) => table.get(name)?.rows === 0)) return "no_waterline_yet";
      // What several tables feed is let go by the time of that which is furthest behind.
      return standing.length > 0 && keptBy(integral) >= cameTo(integral, tables) * ALL
        ? "waterline_stands"
        : undefined;
    case "window":
    case "constant":
      return undefined;
  }
}

/** Whether its time waits for one of these: where rows of any table move it on, for all of them. */
export function isWaiting(
  { waterlines, any_moves }: Integral,
  isStanding: (table: string) => boolean,
): boolean {
  return any_moves ? waterlines.every(isStanding) : waterlines.some(isStanding);
}
