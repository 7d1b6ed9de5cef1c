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

/** What a process's memory is bounded by, and what of it is known beside the heap, in bytes. */
export const MemoryMetrics = z.object({
  /** What memory pressure is measured against; absent where nothing limits it. */
  max_rss_bytes: z.number().optional(),
  /** Blocks of files in storage that are kept in memory, and how much of them may be. */
  cache_bytes: z.number().optional(),
  cache_limit_bytes: z.number().optional(),
  /** What connectors hold beside the rows in their queues. */
  connectors_bytes: z.number().optional(),
  swap_bytes: z.number().optional(),
});

export type MemoryMetrics = z.infer<typeof MemoryMetrics>;

export function memoryMetrics(scrape: Scrape): MemoryMetrics {
  const limit = Number(least(scrape, "max_rss_bytes") ?? 0);
  const cache_bytes = sum(scrape, "storage_cache_usage_bytes");
  const cache_limit_bytes = sum(scrape, "storage_cache_usage_limit_bytes_total");
  const swap_bytes = sum(scrape, "process_swap_bytes");
  const held = ["input_connector_extra_memory_bytes", "output_connector_extra_memory_bytes"].flatMap(
    (name) => sum(scrape, name) ?? [],
  );
  return {
    ...(limit > 0 && { max_rss_bytes: limit }),
    ...(cache_bytes !== undefined && { cache_bytes }),
    ...(cache_limit_bytes !== undefined && { cache_limit_bytes }),
    ...(held.length > 0 && { connectors_bytes: held.reduce((all, one) => all + one, 0) }),
    ...(swap_bytes !== undefined && { swap_bytes }),
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
