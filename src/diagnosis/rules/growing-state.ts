import * as z from "zod";
import { Integral } from "../../analysis/circuit/integrals.ts";
import type { TableFacts } from "../../analysis/circuit/tables.ts";
import { type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { type TwoLooks, twoLooks } from "./two-looks.ts";

/**
 * Why state grows: it keeps every row; a group for nearly every row; a record for every new key of a table with a
 * primary key; all that comes until the first row of the table whose LATENESS would bound it; or it keeps nearly all,
 * and the program's graph does not tell what bounds it.
 */
export const GROWS_BY = ["rows", "groups", "new_keys", "no_waterline_yet", "unknown"] as const;

export const GrowingState = z.object({
  integral: Integral,
  by: z.enum(GROWS_BY),
  /** Those of its tables whose input has not ended: with their rows it grows. */
  open_tables: z.array(z.string()),
  /** What has come to it since the pipeline started; of a table with a primary key, its rows. */
  came: z.number(),
  /** Absent where the profile does not tell for how long it has grown. */
  per_hour: z
    .object({
      records: z.number(),
      bytes: z.number(),
      /** Between two looks; on average since the pipeline started where this is absent. */
      over_s: z.number().optional(),
      /** Whether that is far more than it was on average since the pipeline started: it may soon be more still. */
      rises: z.literal(true).optional(),
    })
    .optional(),
  /** Whether it is known that more may come: that its sources have not all ended. */
  is_fed: z.boolean(),
});

export type GrowingState = z.infer<typeof GrowingState>;

/**
 * The state that grows as long as rows come, by the circuit's figures of one moment, or of two; the largest first.
 * What kept most that came up to the earlier and keeps little of what came since has stopped to grow: it has all the
 * groups or keys that there are.
 *
 * @param leastRecords state of fewer is left out
 */
export function growingState(
  evidence: Evidence,
  leastRecords: number = THRESHOLDS.startRecords,
): GrowingState[] {
  const { circuit_profile, stats } = evidence;
  if (circuit_profile === undefined) return [];
  const { age_s, integrals = [], tables = [] } = circuit_profile;
  const table = new Map(tables.map((one) => [one.name, one]));
  const ended = endedTables(stats);
  const grownSince = growthBetween(twoLooks(evidence));
  return integrals
    .flatMap((integral) => {
      const { merged_records: records, bytes, tables: names } = integral;
      const came = cameTo(integral, tables);
      if (records < leastRecords || records < came * THRESHOLDS.stateShare) return [];
      const known = names.flatMap((name) => table.get(name) ?? []);
      const by = growsBy(integral, known, table);
      const open_tables = names.filter((name) => !ended.has(name));
      if (by === undefined || (names.length > 0 && open_tables.length === 0)) return [];
      const grown = grownSince(integral);
      if (grown && by !== "rows" && grown.records < grown.came * THRESHOLDS.stateShare) return [];
      // What a resumed pipeline had before did not come since its start.
      const share = came > 0 && came < records ? came / records : 1;
      const hours = age_s === undefined || age_s < THRESHOLDS.startS ? undefined : age_s / 3600;
      const average = hours && { records: (records * share) / hours, bytes: (bytes * share) / hours };
      const rises = grown && average && grown.per_hour.records > average.records * RISES;
      const per_hour = grown ? { ...grown.per_hour, ...(rises && { rises: true as const }) } : average;
      return [
        { integral, by, open_tables, came, is_fed: isFed(names, stats), ...(per_hour && { per_hour }) },
      ];
    })
    .toSorted((a, b) => b.integral.bytes - a.integral.bytes);
}

/** Whoever starts slowly has a rate a little above the average; what grows with the square of the time has twice it. */
const RISES = 1.5;

/** What came to it since the start; of a table with a primary key, its rows. */
function cameTo({ arrived, tables: names }: Integral, tables: readonly TableFacts[]): number {
  return arrived ?? sumOf(tables.filter(({ name }) => names.includes(name)).map(({ rows = 0 }) => rows));
}

/** What came to state between two looks, and by how much it grew; undefined where too little came to tell. */
function growthBetween(looks: TwoLooks | undefined) {
  const before = new Map((looks?.earlier.integrals ?? []).map((one) => [one.id, one]));
  return (integral: Integral) => {
    const was = before.get(integral.id);
    if (looks === undefined || was === undefined) return undefined;
    const came = cameTo(integral, looks.later.tables ?? []) - cameTo(was, looks.earlier.tables ?? []);
    if (came < THRESHOLDS.betweenLooksRows) return undefined;
    const records = integral.merged_records - was.merged_records;
    const perHour = (Math.max(0, records) * 3600) / looks.elapsed_s;
    // Merges shrink and swell its bytes from second to second: a record takes what one does on average.
    const recordBytes = integral.records > 0 ? integral.bytes / integral.records : 0;
    const per_hour = { records: perHour, bytes: perHour * recordBytes, over_s: looks.elapsed_s };
    return { came, records, per_hour };
  };
}

function growsBy(
  { bound, waterlines }: Integral,
  tables: readonly TableFacts[],
  table: ReadonlyMap<string, TableFacts>,
): GrowingState["by"] | undefined {
  switch (bound) {
    case "rows":
    case "groups":
    case "unknown":
      return bound;
    case "keys":
      return tables.some((one) => newKeyShare(one) >= THRESHOLDS.newKeyShare) ? "new_keys" : undefined;
    case "lateness":
      return waterlines.some((name) => table.get(name)?.rows === 0) ? "no_waterline_yet" : undefined;
    case "window":
    case "constant":
      return undefined;
  }
}

/** An update makes two records of one, a new key one; rows of one key in one step count once. */
export function newKeyShare({ rows = 0, changes }: TableFacts): number {
  return rows === 0 || changes === undefined ? 0 : Math.max(0, Math.min(1, (2 * rows - changes) / rows));
}

/** The tables to which nothing more comes from a connector. */
export function endedTables(stats: Evidence["stats"]): Set<string> {
  const inputs = (stats?.connectors ?? []).filter(({ direction }) => direction === "input");
  const open = new Set(inputs.flatMap((one) => (one.end_of_input === true ? [] : tableOf(one))));
  return new Set(inputs.flatMap(tableOf).filter((name) => !open.has(name)));
}

/** Of what came: records that merge, or are on their way, may be missing from all. */
export const ALL = 0.95;

/** How much of what came is kept: equal rows are one record. */
export function rowsKept({ integral, came }: GrowingState): Words {
  return integral.merged_records < came * ALL ? words`most rows` : words`every row`;
}

function isFed(tables: readonly string[], stats: Evidence["stats"]): boolean {
  const inputs = (stats?.connectors ?? []).filter(({ direction }) => direction === "input");
  const untold = inputs.filter((one) => one.end_of_input === undefined || tableOf(one).length === 0);
  return tables.length === 0 || (stats?.lists_inputs === true && untold.length === 0);
}

function tableOf({ relation }: { readonly relation?: string | undefined }): string[] {
  return relation === undefined ? [] : [relation];
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
