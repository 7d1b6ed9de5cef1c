export const RANKINGS = [
  "time",
  "storage",
  "memory",
  "state",
  "skew",
  "cache",
  "filters",
  "backpressure",
] as const;

export type RankBy = (typeof RANKINGS)[number];

export interface Ranking {
  /** What operators are ranked by: the first of these sums of which the profile has a part. */
  readonly ranked: readonly (readonly string[])[];
  /** What else is told of each operator: of each of these, the first that it has, or their sum. */
  readonly told: readonly (readonly string[] | Column)[];
  /** By how far the busiest worker is above the average, instead of by the sum over workers. */
  readonly byExcess?: true;
}

/** Several metrics as one. */
export interface Column {
  readonly name: string;
  readonly sum: readonly string[];
}

/** What tells that a batch has no such key, in memory: Bloom filters, or bitmaps, which newer runtimes prefer. */
const FILTERS: Column = { name: "filters", sum: ["bloom_filter_size_bytes", "roaring_filter_size_bytes"] };

/** Records that an operator put out. */
export const OUTPUT_RECORDS = [
  "computed_output_records_count",
  "output_batches_stats.total_records_count",
] as const;

export const RANKING: Readonly<Record<RankBy, Ranking>> = {
  time: { ranked: [["runtime_seconds"]], told: [] },
  storage: { ranked: [["spine_storage_size_bytes"]], told: [["state_records_count"], ["used_memory_bytes"]] },
  memory: {
    ranked: [["used_memory_bytes"], ["allocated_memory_bytes"]],
    told: [["allocated_memory_bytes"], ["shared_memory_bytes"], FILTERS, ["state_records_count"]],
  },
  state: { ranked: [["state_records_count"]], told: [["used_memory_bytes"], ["spine_storage_size_bytes"]] },
  skew: {
    ranked: [["runtime_seconds"], ["state_records_count"], ...OUTPUT_RECORDS.map((name) => [name])],
    told: [["state_records_count"], OUTPUT_RECORDS, ["local_shard_records_count"]],
    byExcess: true,
  },
  cache: {
    // A block that was read ahead and is waited for counts as a hit since 0.366: its time is told apart.
    ranked: [
      ["foreground_cache_misses.elapsed", "foreground_cache_waits.elapsed"],
      ["foreground_cache_misses.count"],
    ],
    told: [
      ["foreground_cache_misses.count"],
      ["foreground_cache_waits.count"],
      ["foreground_cache_misses.bytes"],
      ["foreground_cache_hits.count"],
    ],
  },
  filters: {
    ranked: [FILTERS.sum],
    told: [
      ["bloom_filter_hits_count"],
      ["bloom_filter_misses_count"],
      ["roaring_filter_hits_count"],
      ["roaring_filter_misses_count"],
      ["state_records_count"],
    ],
  },
  backpressure: {
    ranked: [["merge_backpressure_wait_time_seconds"]],
    told: [
      ["compaction_stall_duration_seconds"],
      ["merging_batches_count"],
      ["loose_batches_count"],
      ["merging_size_bytes"],
    ],
  },
};

/** The metrics that a ranking reads, those of the circuit's own split among them. */
export function metricsOf({ ranked, told }: Ranking): Set<string> {
  const leaves = told.flatMap((one) => ("sum" in one ? one.sum : one));
  return new Set([...ranked.flat(), ...leaves, ...CIRCUIT_METRICS].map(metricOf));
}

export const CIRCUIT_METRICS = [
  "circuit_runtime_seconds",
  "circuit_wait_time_seconds",
  "circuit_idle_time_seconds",
  "circuit_cpu_time_seconds",
  "steps_count",
  "circuit_wait_by_reason_seconds",
] as const;

/** The metric that a number such as `foreground_cache_misses.elapsed` is a part of. */
export function metricOf(leaf: string): string {
  return leaf.split(".", 1)[0] ?? leaf;
}
