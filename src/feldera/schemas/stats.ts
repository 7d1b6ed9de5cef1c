import * as z from "zod";
import { count, flag, text } from "./values.ts";

/** A name, or a name with what it concerns: `"StorageRequired"`, `{"UnsupportedInputEndpoint": "t.c"}`. */
const reasons = z.array(z.union([z.string(), z.record(z.string(), z.unknown())])).nullish();

const commitProgress = z
  .looseObject({
    completed: count,
    in_progress: count,
    remaining: count,
    in_progress_processed_records: count,
    in_progress_total_records: count,
  })
  .nullish();

export const ConnectorError = z.looseObject({ timestamp: text, index: count, tag: text, message: text });

const connectorErrors = z.array(ConnectorError).nullish();

const connectorStats = {
  endpoint_name: z.string(),
  config: z.looseObject({ stream: text }).nullish(),
  fatal_error: text,
  health: z.looseObject({ status: text, description: text }).nullish(),
  transport_errors: connectorErrors,
};

export const InputStats = z.looseObject({
  ...connectorStats,
  metrics: z
    .looseObject({
      total_bytes: count,
      total_records: count,
      buffered_records: count,
      buffered_bytes: count,
      num_transport_errors: count,
      num_parse_errors: count,
      end_of_input: flag,
      processing_latency_p99_micros: count,
    })
    .nullish(),
  parse_errors: connectorErrors,
  paused: flag,
  barrier: flag,
  /** The newest that is processed whole, of transports that tell where they are: Kafka, NATS, Delta. */
  completed_frontier: z.looseObject({ ingested_at: text }).nullish().catch(undefined),
});

export const OutputStats = z.looseObject({
  ...connectorStats,
  metrics: z
    .looseObject({
      transmitted_records: count,
      transmitted_bytes: count,
      queued_records: count,
      queued_batches: count,
      buffered_records: count,
      batch_records_written: count,
      num_encode_errors: count,
      num_transport_errors: count,
      total_processed_input_records: count,
      memory: count,
    })
    .nullish(),
  encode_errors: connectorErrors,
  /** Since 0.340. */
  paused: flag,
});

/** What `stats` says of checkpoints. */
const checkpointStats = {
  suspend_error: z.looseObject({ Permanent: reasons, Temporary: reasons }).nullish(),
  checkpoint_activity: z
    .looseObject({ status: text, reasons, delayed_since: text, started_at: text })
    .nullish(),
  permanent_checkpoint_errors: reasons,
};

/** The disk that holds a host's storage. */
const disk = { disk_total_bytes: count, disk_available_bytes: count };

export const Stats = z.looseObject({
  ...checkpointStats,
  global_metrics: z
    .looseObject({
      state: text,
      bootstrap_in_progress: flag,
      transaction_status: text,
      transaction_id: count,
      transaction_msecs: count,
      transaction_records: count,
      commit_progress: commitProgress,
      transaction_initiators: z
        .looseObject({
          initiated_by_api: text,
          initiated_by_connectors: z
            .record(z.string(), z.looseObject({ phase: text, label: text }))
            .nullish(),
        })
        .nullish(),
      concurrent_bootstrap_phase: text,
      concurrent_bootstrap_progress: commitProgress,
      rss_bytes: count,
      memory_pressure: text,
      cpu_msecs: count,
      uptime_msecs: count,
      start_time: count,
      initial_start_time: count,
      incarnation_uuid: text,
      storage_bytes: count,
      ...disk,
      buffered_input_records: count,
      buffered_input_bytes: count,
      total_input_records: count,
      total_input_bytes: count,
      total_processed_records: count,
      total_completed_records: count,
      output_stall_msecs: count,
      total_initiated_steps: count,
      total_completed_steps: count,
      pipeline_complete: flag,
      platform_version: text,
      runtime_version: text,
    })
    .nullish(),
  /** Of a pipeline of several hosts, by their ordinal. */
  host_metrics: z.array(z.looseObject(disk)).nullish(),
  inputs: z.array(InputStats).nullish(),
  outputs: z.array(OutputStats).nullish(),
});

export type ConnectorError = z.infer<typeof ConnectorError>;
export type InputStats = z.infer<typeof InputStats>;
export type OutputStats = z.infer<typeof OutputStats>;
export type Stats = z.infer<typeof Stats>;
