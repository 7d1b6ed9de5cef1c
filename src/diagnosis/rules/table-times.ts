import * as z from "zod";
import type { Integral } from "../../analysis/circuit/integrals.ts";
import { type LateFilter, waterlineOf } from "../../analysis/circuit/late-filters.ts";
import type { CircuitSigns } from "../../analysis/circuit/signs.ts";
import { grouped, moment, span } from "../../text/page/format.ts";
import { words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";

type Waterline = NonNullable<LateFilter["waterline"]>;

/** About how far the time of each table with LATENESS has come, by what its waterline lets the circuit forget. */
export function tableTimes(signs: CircuitSigns | undefined): Map<string, Waterline> {
  const integrals = signs?.integrals ?? [];
  const named = [...new Set(integrals.flatMap(({ waterlines }) => waterlines))];
  const known = new Map(
    named.flatMap((table) => {
      const { waterline } = waterlineOf({ tables: [table] }, integrals);
      return waterline === undefined ? [] : [[table, waterline] as const];
    }),
  );
  const behind = named.flatMap((table) => {
    const waterline = known.has(table) ? undefined : behindAll(table, integrals, known);
    return waterline === undefined ? [] : [[table, waterline] as const];
  });
  return new Map([...known, ...behind]);
}

/**
 * What several tables let go is kept from the time of that which is furthest behind: where that is long before the times
 * of all others, it is this table's.
 */
function behindAll(
  table: string,
  integrals: readonly Integral[],
  known: ReadonlyMap<string, Waterline>,
): Waterline | undefined {
  return integrals.flatMap(({ id: integral, waterlines, retained_from: at }) => {
    if (at === undefined || !waterlines.includes(table)) return [];
    const others = waterlines.filter((one) => one !== table).map((one) => known.get(one)?.earliest ?? "");
    const isBehind = others.every((one) => Date.parse(one) - Date.parse(at) > THRESHOLDS.windowMs);
    return isBehind ? [{ at, earliest: at, integral }] : [];
  })[0];
}

/** Seconds for milliseconds, milliseconds for microseconds; and seconds for microseconds. */
const UNITS = [1_000, 1_000_000] as const;

/** The time since 1970 is a thousandth of what it is now: no history is of that very time. */
const timeUnit = defineRule({
  id: "input/time-unit",
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`times that are given in another unit than they are read in`,
  thresholds: ["unitMs"],
  about: z.object({ table: z.string(), at: z.string(), factor: z.number() }),
  find: ({ circuit_profile, nowMs }) =>
    [...tableTimes(circuit_profile)].flatMap(([table, { at, integral }]) => {
      const since_1970 = Date.parse(at);
      const factor = UNITS.find((one) => Math.abs(since_1970 * one - nowMs) <= THRESHOLDS.unitMs);
      if (factor === undefined) return [];
      const part = "circuit_profile" as const;
      return [
        {
          about: { table, at, factor },
          signs: [
            { part, field: `${integral}.retainment_bounds`, value: { moment: at } },
            {
              part,
              field: `${grouped(factor)} times as long since 1970, from now`,
              value: { ms: Math.abs(since_1970 * factor - nowMs) },
              threshold: { ms: THRESHOLDS.unitMs },
            },
          ],
        },
      ];
    }),
  what: ({ table, at, factor }) =>
    words`the times of table ${table} are at about ${moment(at)}; ${grouped(factor)} times as long since 1970 would be now: they come in another unit than they are read in (${factor === 1_000 ? words`seconds for milliseconds, or milliseconds for microseconds` : words`seconds for microseconds`})`,
  brief: ({ table, factor }) =>
    words`the times of ${table} come in another unit than they are read in, such as seconds for ${factor === 1_000 ? words`milliseconds` : words`microseconds`}`,
  cause: ({ factor }) =>
    words`To the program time goes ${grouped(factor)} times too slowly: a window of a minute closes after ${span(60_000 * factor)}, what LATENESS lets go is kept as much longer, and nothing lies near NOW() or the times of other tables. Multiply the times at their source, or give them as text, such as 2026-11-29 08:00:00`,
});

export const TABLE_TIME_RULES = [timeUnit];
