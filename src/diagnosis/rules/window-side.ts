import * as z from "zod";
import type { DeadEnd } from "../../analysis/circuit/dead-ends.ts";
import { grouped, span } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { ALL, cameBitByBit, cameTo, keptBy } from "./filling.ts";
import { tableTimes } from "./table-times.ts";

/** On which side of a filter by time (NOW()) the rows lie of which none passes, by how many of them it keeps. */
export const WindowSide = z.object({
  is_ahead: z.boolean(),
  kept: z.number(),
  came: z.number(),
  table: z.string(),
  /** The columns of times of that table. */
  columns: z.array(z.string()),
  /** How far the newest of them are from the clock, on that side, in ms; absent where LATENESS tells of none. */
  apart_ms: z.number().optional(),
});

type WindowSide = z.infer<typeof WindowSide>;

/**
 * Such a filter keeps what is to pass later, and lets go what is too old once batches of it are merged: of 2,840 rows
 * two hours old, in 71 batches, 90 were left after 75 s, and of 5,000 in one batch all (0.337). Undefined where nothing
 * tells on which side they are.
 */
export function windowSide(end: DeadEnd, evidence: Evidence): WindowSide | undefined {
  const { circuit_profile } = evidence;
  const { age_s = 0, integrals = [], tables = [] } = circuit_profile ?? {};
  if (end.kind !== "window" || end.asks_for_old || end.is_taken_back || age_s < THRESHOLDS.startS)
    return undefined;
  const integral = integrals.find(
    ({ bound, holds, used_by }) =>
      bound === "window" &&
      holds === "input" &&
      used_by.some(({ operator }) => operator === end.place.operator),
  );
  const [name, ...others] = integral?.tables ?? [];
  const table = tables.find((one) => one.name === name);
  // What came at once is not merged, and only then is let go what is too old.
  if (integral === undefined || table === undefined || others.length > 0 || !cameBitByBit(table))
    return undefined;
  const [came, kept] = [cameTo(integral, tables), keptBy(integral)];
  if (came < THRESHOLDS.rowsForNothing) return undefined;
  const is_ahead = kept >= came * ALL;
  if (!is_ahead && kept > came * THRESHOLDS.stateShare) return undefined;
  const apart_ms = apartOf(table.name, is_ahead, evidence);
  const columns = table.time_columns ?? [];
  return { is_ahead, kept, came, table: table.name, columns, ...(apart_ms !== undefined && { apart_ms }) };
}

/** By the table's waterline, which LATENESS keeps behind its newest row. */
function apartOf(name: string, is_ahead: boolean, evidence: Evidence): number | undefined {
  const { circuit_profile, pipeline, nowMs } = evidence;
  const at = tableTimes(circuit_profile).get(name)?.at;
  const lateness_ms = pipeline?.lateness?.find(({ table }) => table === name)?.longest_ms;
  if (at === undefined || lateness_ms === undefined) return undefined;
  const ahead_ms = Date.parse(at) + lateness_ms - nowMs;
  const apart_ms = is_ahead ? ahead_ms : -ahead_ms;
  return apart_ms >= THRESHOLDS.startS * 1_000 ? apart_ms : undefined;
}

/** ": the times of faults (ts) lie ahead of the clock", ", the newest about 6 h before the clock". */
export function sideWords({ is_ahead, table, columns, apart_ms }: WindowSide): Words {
  const of = columns.length === 1 ? words` (${nameList(columns)})` : undefined;
  const apart =
    apart_ms &&
    words`, the newest about ${span(apart_ms)} ${is_ahead ? words`ahead` : words`before the clock`}`;
  return words`: the times of ${nameList([table])}${of} lie ${is_ahead ? words`ahead of the clock` : words`before what it asks for`}${apart}`;
}

export function sideCause({ is_ahead, kept, came }: WindowSide): Words {
  const told = words`Such a filter keeps what is to pass later, and lets go what is too old: ${grouped(kept)} of the ${grouped(came)} that came are kept`;
  return is_ahead
    ? words`${told}. Their times lie ahead of the clock, which is UTC: local time that is read as UTC, as of a zone to the east, a clock that is ahead, or another unit. They pass once the clock comes to their times`
    : words`${told}. The times lie before what it asks for: rows of an earlier time, as a file may hold, or that come too late, local time that is read as UTC, as of a zone to the west, or another unit (seconds for milliseconds)`;
}
