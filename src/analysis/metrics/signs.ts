import * as z from "zod";
import { Integer } from "../../feldera/schemas/values.ts";
import type { Amount, Histogram, Scrape } from "./model.ts";

/** What a diagnosis takes from a pipeline's metrics. */
export const MetricsSigns = z.object({
  /** What memory pressure is measured against; 0 where nothing limits it, absent where the runtime does not tell. */
  max_rss_bytes: Integer.optional(),
  /** How often the process has panicked since it started, by its own count: 0 before 0.371 even after a panic. */
  panics: z.int().optional(),
  /** Rows that were dropped as late, by Feldera's own count, which stayed 0 on every runtime seen so far. */
  late_records: z.int().optional(),
  /** For how long full queues of outputs have held up the circuit since it started, in all. */
  output_stall_s: z.number().optional(),
  /** Steps of the circuit since it started, of one host. */
  steps: z
    .object({
      count: z.number(),
      /** The time within steps, for each thread. */
      elapsed_s: z.number(),
      /** Those of the last minute, or the last thousand, up to the newest. */
      recent: z.object({ count: z.number(), sum_s: z.number() }),
    })
    .optional(),
});

export type MetricsSigns = z.infer<typeof MetricsSigns>;

export function metricsSigns(scrape: Scrape): MetricsSigns {
  const max_rss_bytes = least(scrape, "max_rss_bytes");
  const panics = sum(scrape, "process_panics_total");
  const late_records = sum(scrape, "records_late_total");
  const output_stall_s = only(scrape, "output_stall_seconds_total");
  const steps = stepsOf(scrape);
  return {
    ...(max_rss_bytes !== undefined && { max_rss_bytes }),
    ...(panics !== undefined && { panics }),
    ...(late_records !== undefined && { late_records }),
    ...(output_stall_s !== undefined &&
      typeof output_stall_s !== "object" && { output_stall_s: Number(output_stall_s) }),
    ...(steps && { steps }),
  };
}

function stepsOf(scrape: Scrape): MetricsSigns["steps"] {
  const count = only(scrape, "dbsp_steps_total");
  const elapsed_s = only(scrape, "dbsp_runtime_elapsed_seconds_total");
  const recent = only(scrape, "dbsp_step_latency_seconds");
  if (count === undefined || elapsed_s === undefined || typeof recent !== "object") return undefined;
  if (typeof count === "object" || typeof elapsed_s === "object" || recent.sum === undefined)
    return undefined;
  return {
    count: Number(count),
    elapsed_s: Number(elapsed_s),
    recent: { count: recent.count, sum_s: recent.sum },
  };
}

/** Undefined where it has another value for each host. */
function only({ families }: Scrape, name: string): Amount | Histogram | undefined {
  const [one, ...others] = families.flatMap((family) => (family.name === name ? family.series : []));
  return others.length > 0 ? undefined : one?.value;
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
