import * as z from "zod";
import { Integer } from "../../feldera/schemas/values.ts";
import type { Scrape } from "./model.ts";

/** What a diagnosis takes from a pipeline's metrics. */
export const MetricsSigns = z.object({
  /** What memory pressure is measured against; 0 where nothing limits it, absent where the runtime does not tell. */
  max_rss_bytes: Integer.optional(),
  /** How often the process has panicked since it started, by its own count: 0 before 0.371 even after a panic. */
  panics: z.int().optional(),
  /** Rows that were dropped as late, by Feldera's own count, which stayed 0 on every runtime seen so far. */
  late_records: z.int().optional(),
});

export type MetricsSigns = z.infer<typeof MetricsSigns>;

export function metricsSigns(scrape: Scrape): MetricsSigns {
  const max_rss_bytes = least(scrape, "max_rss_bytes");
  const panics = sum(scrape, "process_panics_total");
  const late_records = sum(scrape, "records_late_total");
  return {
    ...(max_rss_bytes !== undefined && { max_rss_bytes }),
    ...(panics !== undefined && { panics }),
    ...(late_records !== undefined && { late_records }),
  };
}

/** All of a counter, which has one value for each host of a pipeline. */
function sum(scrape: Scrape, name: string): number | undefined {
  const values = valuesOf(scrape, name);
  return values.length === 0 ? undefined : values.reduce<number>((total, value) => total + Number(value), 0);
}

/** The least value of a gauge, which has one for each host of a pipeline. */
function least(scrape: Scrape, name: string): number | bigint | undefined {
  return valuesOf(scrape, name).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))[0];
}

function valuesOf({ families }: Scrape, name: string): (number | bigint)[] {
  return families
    .filter((family) => family.name === name)
    .flatMap(({ series }) => series.flatMap(({ value }) => Integer.safeParse(value).data ?? []));
}
