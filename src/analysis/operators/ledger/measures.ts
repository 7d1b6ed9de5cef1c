/** What a ledger has of each operator, summed over workers, with the numbers of the circuit profile that make it up. */
export const CIRCUIT_MEASURES = {
  /** By Feldera's own clock, since the pipeline started. */
  runtime_s: [["runtime_seconds"]],
  merge_wait_s: [["merge_backpressure_wait_time_seconds"]],
  exchange_wait_s: [["exchange_wait_time_seconds"]],
  /** Waiting for blocks that were not in the cache, or were still read ahead. */
  read_wait_s: [["foreground_cache_misses.elapsed", "foreground_cache_waits.elapsed"]],
  cache_misses: [["foreground_cache_misses.count"]],
  state_records: [["state_records_count"]],
  /** In memory. */
  memory_bytes: [["used_memory_bytes"], ["allocated_memory_bytes"]],
  /** In files. */
  storage_bytes: [["spine_storage_size_bytes"]],
  /** Of key filters, which are in memory. */
  filter_bytes: [["bloom_filter_size_bytes", "roaring_filter_size_bytes"]],
} as const satisfies Readonly<Record<string, readonly (readonly string[])[]>>;

export type CircuitMeasure = keyof typeof CIRCUIT_MEASURES;

export const CIRCUIT_MEASURE_NAMES = [
  "runtime_s",
  "merge_wait_s",
  "exchange_wait_s",
  "read_wait_s",
  "cache_misses",
  "state_records",
  "memory_bytes",
  "storage_bytes",
  "filter_bytes",
] as const satisfies readonly CircuitMeasure[];

/** Beside what the circuit profile has: CPU by samples, and bytes by the heap's samples. */
export const MEASURES = [...CIRCUIT_MEASURE_NAMES, "cpu_s", "heap_bytes"] as const;

export type Measure = (typeof MEASURES)[number];

/** What operators can be ranked by: sums of measures. */
export const LEDGER_RANKINGS = {
  time: ["runtime_s"],
  cpu: ["cpu_s"],
  memory: ["memory_bytes"],
  heap: ["heap_bytes"],
  state: ["state_records"],
  storage: ["storage_bytes"],
  filters: ["filter_bytes"],
  cache: ["cache_misses"],
  waits: ["merge_wait_s", "exchange_wait_s", "read_wait_s"],
} as const satisfies Readonly<Record<string, readonly Measure[]>>;

export type LedgerBy = keyof typeof LEDGER_RANKINGS;

export const LEDGER_BY = [
  "time",
  "cpu",
  "memory",
  "heap",
  "state",
  "storage",
  "filters",
  "cache",
  "waits",
] as const satisfies readonly LedgerBy[];

/** Rows of costs, or the program's text with its costs beside it. */
export const LEDGER_VIEWS = ["ledger", "program"] as const;

/** How operators are put together: each by itself, those of one expression of the SQL, or of one table or view. */
export const LEDGER_GROUPS = ["operator", "expression", "view"] as const;

export type LedgerGroup = (typeof LEDGER_GROUPS)[number];
