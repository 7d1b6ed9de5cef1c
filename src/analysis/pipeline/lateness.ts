import * as z from "zod";
import type { Relation } from "../../feldera/schemas/program.ts";
import { millisecondsOf } from "./interval.ts";

/** The columns of a table that have LATENESS. */
export const Lateness = z.object({
  table: z.string(),
  columns: z.array(z.string()),
  /** The longest of them; absent where one is no interval of time. */
  longest_ms: z.number().optional(),
  /** Whether it takes no deletions. */
  append_only: z.boolean(),
});

export type Lateness = z.infer<typeof Lateness>;

/** Absent where the columns of any table were not told. */
export function latenessOf(tables: readonly Relation[] | null | undefined): Lateness[] | undefined {
  if (tables == null || tables.some(({ fields }) => fields == null)) return undefined;
  return tables.flatMap(({ name, fields, properties }) => {
    const late = (fields ?? []).filter(({ lateness }) => lateness != null);
    const columns = late.flatMap((field) => field.name ?? []);
    const intervals = late.flatMap(({ lateness }) => intervalMs(lateness ?? "") ?? []);
    const areKnown = intervals.length === late.length;
    const append_only = properties?.append_only?.value === "true";
    return columns.length === 0
      ? []
      : [{ table: name, columns, append_only, ...(areKnown && { longest_ms: Math.max(...intervals) }) }];
  });
}

/** `INTERVAL '30' DAY`; undefined of one of several units, or of months, which differ. */
function intervalMs(lateness: string): number | undefined {
  const [, count, unit] = /^INTERVAL '(\d+)' (\w+)$/i.exec(lateness) ?? [];
  return millisecondsOf(count, unit);
}
