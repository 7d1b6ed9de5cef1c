import { SECOND } from "./duration.ts";

/** The versions that gave sizes and durations names without a unit, and values with one. */
export const RENAMED_IN = { size: "0.367.0", duration: "0.366.0" } as const;

const BYTE = 1n;
const MEGABYTE = 1_000_000n;
const MEBIBYTE = 2n ** 20n;
const MICROSECOND = 1_000n;
const MILLISECOND = 1_000_000n;
const DAY = 86_400n * SECOND;

/** The two names of a setting of which one version of Feldera or another takes either. */
export interface Spelling {
  /** Where it stands: `storage.backend.config`, or empty. */
  readonly at: string;
  readonly name: string;
  readonly formerName: string;
  /** What a bare number counts, in bytes or nanoseconds; `secs and nanos` for an object of the two. */
  readonly unit: bigint | "secs and nanos";
  /** The transports or formats that have it; all unless given. */
  readonly of?: readonly string[];
  /** Whether null switches it off, where leaving it out does not. */
  readonly nullIsOff?: true;
}

function spelled(name: string, formerName: string, unit: Spelling["unit"], at = ""): Spelling {
  return { at, name, formerName, unit };
}

/** Sizes in a pipeline's `runtime_config`. */
export const RUNTIME_SIZES = {
  process_memory: spelled("max_rss", "max_rss_mb", MEGABYTE),
  query_memory: spelled("datafusion_memory", "datafusion_memory_mb", MEGABYTE),
  least_memory: spelled("memory_min", "memory_mb_min", MEGABYTE, "resources"),
  container_memory: spelled("memory_max", "memory_mb_max", MEGABYTE, "resources"),
  least_storage: spelled("storage_min", "storage_mb_min", MEGABYTE, "resources"),
  storage_limit: spelled("storage_max", "storage_mb_max", MEGABYTE, "resources"),
  storage_reserve: spelled(
    "scale_threshold_available",
    "scale_threshold_available_mb",
    MEGABYTE,
    "resources.autoscaling.storage",
  ),
  storage_cache: spelled("cache_size", "cache_mib", MEBIBYTE, "storage"),
  spilled_batch: spelled("min_spill_size", "min_storage_bytes", BYTE, "storage"),
  spilled_step: spelled("min_step_spill_size", "min_step_storage_bytes", BYTE, "storage"),
  tweaked_storage: spelled("storage_max", "storage_mb_max", MEBIBYTE, "dev_tweaks"),
  tweaked_slab: spelled("fbuf_slab_size_per_class", "fbuf_slab_bytes_per_class", BYTE, "dev_tweaks"),
  tweaked_exchange: spelled(
    "exchange_channel_capacity",
    "exchange_channel_capacity_bytes",
    BYTE,
    "dev_tweaks",
  ),
  tweaked_key_block: spelled(
    "lazy_input_map_key_block_size",
    "lazy_input_map_key_block_bytes",
    BYTE,
    "dev_tweaks",
  ),
} as const;

const FILE_BACKEND = "storage.backend.config";

/** Durations in a pipeline's `runtime_config`. */
export const RUNTIME_DURATIONS = {
  clock: spelled("clock_resolution", "clock_resolution_usecs", MICROSECOND),
  buffering: spelled("max_buffering_delay", "max_buffering_delay_usecs", MICROSECOND),
  provisioning: spelled("provisioning_timeout", "provisioning_timeout_secs", SECOND),
  checkpoints: {
    ...spelled("checkpoint_interval", "checkpoint_interval_secs", SECOND, "fault_tolerance"),
    nullIsOff: true,
  },
  added_latency: spelled("ioop_latency", "ioop_delay", MILLISECOND, FILE_BACKEND),
  pulls: spelled("standby_pull_interval", "pull_interval", SECOND, `${FILE_BACKEND}.sync`),
  pushes: spelled("checkpoint_push_interval", "push_interval", SECOND, `${FILE_BACKEND}.sync`),
  retention: spelled("min_retention", "retention_min_age", DAY, `${FILE_BACKEND}.sync`),
} as const;

const TRANSPORT = "transport.config";
const NATS = ["nats_input", "nats_output"];

/** Sizes of a connector. */
export const CONNECTOR_SIZES = {
  queue: spelled("max_queued_size", "max_queued_bytes", BYTE),
  file_buffer: {
    ...spelled("buffer_size", "buffer_size_bytes", BYTE, TRANSPORT),
    of: ["file_input"],
  },
  write_buffer: {
    ...spelled("max_buffer_size", "max_buffer_size_bytes", BYTE, TRANSPORT),
    of: ["dynamodb_output", "postgres_output"],
  },
  cdc_batch: { ...spelled("max_size", "max_bytes", BYTE, `${TRANSPORT}.batch`), of: ["postgres_cdc_input"] },
} as const;

/** Durations of a connector. */
export const CONNECTOR_DURATIONS = {
  output_buffering: spelled("max_output_buffer_time", "max_output_buffer_time_millis", MILLISECOND),
  pause_linger: { ...spelled("pause_linger", "pause_timeout", SECOND, TRANSPORT), of: ["url_input"] },
  group_join: {
    ...spelled("group_join_timeout", "group_join_timeout_secs", SECOND, TRANSPORT),
    of: ["kafka_input"],
  },
  initialization: {
    ...spelled("initialization_timeout", "initialization_timeout_secs", SECOND, TRANSPORT),
    of: ["kafka_output"],
  },
  clock: {
    ...spelled("clock_resolution", "clock_resolution_usecs", MICROSECOND, TRANSPORT),
    of: ["clock_input"],
  },
  pubsub_request: { ...spelled("timeout", "timeout_seconds", SECOND, TRANSPORT), of: ["pub_sub_input"] },
  pubsub_connect: {
    ...spelled("connect_timeout", "connect_timeout_seconds", SECOND, TRANSPORT),
    of: ["pub_sub_input"],
  },
  nats_inactivity: {
    ...spelled("inactivity_timeout", "inactivity_timeout_secs", SECOND, TRANSPORT),
    of: NATS,
  },
  nats_retry: { ...spelled("retry_interval", "retry_interval_secs", SECOND, TRANSPORT), of: NATS },
  nats_publish: { ...spelled("publish_timeout", "publish_timeout_secs", SECOND, TRANSPORT), of: NATS },
  nats_connect: {
    ...spelled("connection_timeout", "connection_timeout_secs", SECOND, `${TRANSPORT}.connection_config`),
    of: NATS,
  },
  nats_request: {
    ...spelled("request_timeout", "request_timeout_secs", SECOND, `${TRANSPORT}.connection_config`),
    of: NATS,
  },
  nats_expiry: {
    ...spelled("max_expiry", "max_expires", "secs and nanos", `${TRANSPORT}.consumer_config`),
    of: NATS,
  },
  registry: {
    ...spelled("registry_timeout", "registry_timeout_secs", SECOND, "format.config"),
    of: ["avro"],
  },
} as const;
