import * as z from "zod";
import type { Integral } from "../../analysis/circuit/integrals.ts";
import { type LateFilter, waterlineOf } from "../../analysis/circuit/late-filters.ts";
import type { CircuitSigns } from "../../analysis/circuit/signs.ts";
import { grouped, moment, span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { dropsMuch, lossyFilters } from "./lossy-filters.ts";

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

interface Unit {
  /** How many times as long since 1970 is right. */
  readonly factor: number;
  readonly taken: Words;
  readonly such_as: Words;
}

const UNITS: readonly Unit[] = [
  {
    factor: 1_000,
    taken: words`seconds for milliseconds, or milliseconds for microseconds`,
    such_as: words`seconds for milliseconds`,
  },
  {
    factor: 1_000_000,
    taken: words`seconds for microseconds`,
    such_as: words`seconds for microseconds`,
  },
  {
    factor: 1 / 1_000,
    taken: words`nanoseconds for microseconds, or microseconds for milliseconds`,
    such_as: words`nanoseconds for microseconds`,
  },
];

/** The unit in which a time would be of about now, where it is of another by a thousand times or more. */
function unitOf(at: string, nowMs: number): Unit | undefined {
  return UNITS.find(({ factor }) => Math.abs(Date.parse(at) * factor - nowMs) <= THRESHOLDS.unitMs);
}

/** "1,000 times as long", "a 1,000th as long". */
function asLong(factor: number): Words {
  return factor > 1 ? words`${grouped(factor)} times as long` : words`a ${grouped(1 / factor)}th as long`;
}

/** "a 1,000th as long since 1970 would be now, as of nanoseconds for microseconds, …"; none where no unit would be. */
export function inUnitWords(at: string, nowMs: number): Words | undefined {
  const unit = unitOf(at, nowMs);
  return unit && words`${asLong(unit.factor)} since 1970 would be now, as of ${unit.taken}`;
}

/** The time since 1970 is a thousandth of what it is now, or a thousand times as long: no history is of that very time. */
const timeUnit = defineRule({
  id: "input/time-unit",
  severity: "warning",
  parts: ["circuit_profile"],
  looksFor: words`times that are given in another unit than they are read in`,
  thresholds: ["unitMs"],
  about: z.object({ table: z.string(), at: z.string(), factor: z.number() }),
  find(evidence) {
    const { circuit_profile, nowMs } = evidence;
    // One row that is ahead makes others late, whose times are right.
    const late = lossyFilters(evidence)
      .filter(dropsMuch)
      .flatMap(({ tables }) => tables);
    return [...tableTimes(circuit_profile)].flatMap(([table, { at, integral }]) => {
      const factor = unitOf(at, nowMs)?.factor;
      if (factor === undefined || (factor < 1 && late.includes(table))) return [];
      const part = "circuit_profile" as const;
      return [
        {
          about: { table, at, factor },
          signs: [
            { part, field: `${integral}.retainment_bounds`, value: { moment: at } },
            {
              part,
              field: `${factor > 1 ? `${grouped(factor)} times` : `a ${grouped(1 / factor)}th`} as long since 1970, from now`,
              value: { ms: Math.round(Math.abs(Date.parse(at) * factor - nowMs)) },
              threshold: { ms: THRESHOLDS.unitMs },
            },
          ],
        },
      ];
    });
  },
  what: ({ table, at, factor }) =>
    words`the times of table ${table} are at about ${moment(at)}; ${asLong(factor)} since 1970 would be now: they come in another unit than they are read in (${wordsOf(factor)?.taken})`,
  brief: ({ table, factor }) =>
    words`the times of ${table} come in another unit than they are read in, such as ${wordsOf(factor)?.such_as}`,
  cause: ({ factor }) => {
    const effect =
      factor > 1
        ? words`To the program time goes ${grouped(factor)} times too slowly: a window of a minute closes after ${span(60_000 * factor)}, what LATENESS lets go is kept as much longer, and nothing lies near NOW() or the times of other tables`
        : words`To the program time goes ${grouped(1 / factor)} times too fast: a window of a minute closes after 60 ms, and nothing lies near NOW() or the times of other tables`;
    return words`${effect}. Give the times in the unit that is read, which of a whole number in Parquet and Avro is microseconds since 1970, as timestamps, or as text, such as 2026-11-29 08:00:00; or declare the column BIGINT, and compute the moment in SQL (TIMESTAMPADD)`;
  },
});

function wordsOf(factor: number): Unit | undefined {
  return UNITS.find((unit) => unit.factor === factor);
}

export const TABLE_TIME_RULES = [timeUnit];
