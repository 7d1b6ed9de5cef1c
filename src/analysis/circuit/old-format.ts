import { isRecord } from "./is-record.ts";

/** What the metrics of old runtimes are called today. */
const TODAY: Readonly<Record<string, string>> = {
  time: "runtime_seconds",
  "time%": "runtime_percent",
  invocations: "invocations_count",
  steps: "steps_count",
  total_runtime: "circuit_runtime_seconds",
  total_idle_time: "circuit_idle_time_seconds",
  wait_time: "circuit_wait_time_seconds",
  runtime_elapsed: "circuit_runtime_elapsed_seconds",
  exchange_wait_time: "exchange_wait_time_seconds",
  "merge backpressure wait": "merge_backpressure_wait_time_seconds",
  "total size": "state_records_count",
  "allocated bytes": "allocated_memory_bytes",
  "used bytes": "used_memory_bytes",
  "shared bytes": "shared_memory_bytes",
  allocations: "memory_allocations_count",
  batches: "spine_batches_count",
  "storage size": "spine_storage_size_bytes",
  "merging batches": "merging_batches_count",
  "merging size": "merging_size_bytes",
  "merge reduction": "merge_reduction_percent",
  "Bloom filter size": "bloom_filter_size_bytes",
  "Bloom filter bits/key": "bloom_filter_bits_per_key",
  inputs: "input_records_count",
  "left inputs": "left_input_records_count",
  "right inputs": "right_input_integral_records_count",
  "computed outputs": "computed_output_records_count",
  "output redundancy": "output_redundancy_percent",
  "input batches": "input_batches_stats",
  "output batches": "output_batches_stats",
  "foreground cache hits": "foreground_cache_hits",
  "foreground cache misses": "foreground_cache_misses",
  "foreground cache hit rate": "foreground_cache_hit_rate_percent",
  "background cache hits": "background_cache_hits",
  "background cache misses": "background_cache_misses",
  "background cache hit rate": "background_cache_hit_rate_percent",
};

const BATCHES_TODAY: Readonly<Record<string, string>> = {
  batches: "batches_count",
  "min size": "min_records_count",
  "max size": "max_records_count",
  "avg size": "avg_records_count",
  "total records": "total_records_count",
};

/** An entry of the old format, `[name, value]`, as a metric of today; a name unknown here stays as it is. */
export function fromEntry(name: string, value: unknown): { metric: string; value: unknown } {
  const metric = Object.hasOwn(TODAY, name) ? (TODAY[name] ?? name) : name;
  if (metric.endsWith("_percent") && Array.isArray(value)) {
    return { metric, value: { numerator: value[0], denominator: value[1] } };
  }
  if (isRecord(value) && Array.isArray(value.entries)) {
    return { metric, value: Object.fromEntries(value.entries.flatMap(member)) };
  }
  return { metric, value };
}

function member(entry: unknown): [string, unknown][] {
  if (!Array.isArray(entry) || typeof entry[0] !== "string") return [];
  const name = entry[0];
  return [[Object.hasOwn(BATCHES_TODAY, name) ? (BATCHES_TODAY[name] ?? name) : name, entry[1]]];
}
