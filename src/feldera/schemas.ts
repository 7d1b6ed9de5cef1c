import * as z from "zod";

/**
 * What this server reads of Feldera's answers. Every field is optional, since the manager and each pipeline
 * may be of any version; unknown fields pass.
 */

/** An integer of up to 64 bits, a bigint where a double could not hold it. */
export const Integer = z.union([z.int(), z.bigint()]);

const text = z.string().nullish();
const count = Integer.nullish();

/** Feldera's ErrorResponse, as it stands in `deployment_error`. */
export const DeploymentError = z.looseObject({
  message: z.string().default(""),
  error_code: z.string().default(""),
  details: z.unknown().optional(),
});

export const Checkpoint = z.looseObject({
  uuid: z.string(),
  identifier: text,
  fingerprint: count,
  size: count,
  steps: count,
  processed_records: count,
});

/** The status axes that a pipeline and its events share. */
const statusAxes = {
  deployment_resources_status: text,
  deployment_resources_desired_status: text,
  deployment_runtime_status: text,
  deployment_runtime_desired_status: text,
  program_status: text,
  storage_status: text,
  deployment_error: DeploymentError.nullish(),
  deployment_resources_status_details: z.unknown().optional(),
  deployment_runtime_status_details: z
    .looseObject({ connector_stats: z.looseObject({ num_errors: count }).nullish() })
    .nullish()
    .catch(undefined),
  storage_status_details: z.looseObject({ checkpoints: z.array(Checkpoint).nullish() }).nullish(),
};

export const PipelineStatus = z.looseObject({
  ...statusAxes,
  name: z.string(),
  description: text,
  created_at: text,
  platform_version: text,
  program_version: count,
  program_status_since: text,
  deployment_status: text,
  deployment_status_since: text,
  deployment_desired_status: text,
  deployment_desired_status_since: text,
  deployment_resources_status_since: text,
  deployment_runtime_status_since: text,
  connectors: z.looseObject({ num_errors: count }).nullish(),
});

const Position = {
  start_line_number: z.number().nullish(),
  start_column: z.number().nullish(),
  end_line_number: z.number().nullish(),
  end_column: z.number().nullish(),
};

export const SqlMessage = z.looseObject({
  ...Position,
  warning: z.boolean().nullish(),
  error_type: text,
  message: text,
  snippet: text,
});

export const ProgramError = z.looseObject({
  sql_compilation: z
    .looseObject({ exit_code: z.number().nullish(), messages: z.array(SqlMessage).nullish() })
    .nullish(),
  rust_compilation: z.looseObject({ exit_code: z.number().nullish(), stdout: text, stderr: text }).nullish(),
  system_error: text,
});

const Field = z.looseObject({ name: text, lateness: text });

export const Relation = z.looseObject({
  name: z.string(),
  fields: z.array(Field).nullish().catch(undefined),
  materialized: z.boolean().nullish(),
});

export const Connector = z.looseObject({
  stream: text,
  transport: z.looseObject({ name: text, config: z.unknown().optional() }).nullish(),
  format: z.looseObject({ name: text, config: z.unknown().optional() }).nullish(),
  paused: z.boolean().nullish(),
  max_queued_records: count,
});

export const Pipeline = z.looseObject({
  ...PipelineStatus.shape,
  runtime_config: z.looseObject({}).nullish(),
  program_config: z.looseObject({}).nullish(),
  program_code: text,
  udf_rust: text,
  udf_toml: text,
  program_error: ProgramError.nullish(),
  program_info: z
    .looseObject({
      schema: z
        .looseObject({ inputs: z.array(Relation).nullish(), outputs: z.array(Relation).nullish() })
        .nullish(),
      input_connectors: z.record(z.string(), Connector).nullish(),
      output_connectors: z.record(z.string(), Connector).nullish(),
    })
    .nullish(),
});

export const PipelineEvent = z.looseObject({
  ...statusAxes,
  event_id: z.string(),
  recorded_at: z.string(),
  deployment_has_error: z.boolean().nullish(),
});

export type PipelineStatus = z.infer<typeof PipelineStatus>;
export type Pipeline = z.infer<typeof Pipeline>;
export type PipelineEvent = z.infer<typeof PipelineEvent>;
export type Checkpoint = z.infer<typeof Checkpoint>;
export type DeploymentError = z.infer<typeof DeploymentError>;
export type ProgramError = z.infer<typeof ProgramError>;
export type Connector = z.infer<typeof Connector>;

const flag = z.boolean().nullish();

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
});

/** What `stats` says of checkpoints. */
const checkpointStats = {
  suspend_error: z.looseObject({ Permanent: reasons, Temporary: reasons }).nullish(),
  checkpoint_activity: z
    .looseObject({ status: text, reasons, delayed_since: text, started_at: text })
    .nullish(),
  permanent_checkpoint_errors: reasons,
};

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
    })
    .nullish(),
  inputs: z.array(InputStats).nullish(),
  outputs: z.array(OutputStats).nullish(),
});

export const CheckpointStatus = z.looseObject({
  success: count,
  failure: z.looseObject({ sequence_number: count, error: text, failed_at: text }).nullish(),
});

export const CheckpointSyncStatus = z.looseObject({
  success: text,
  failure: z.looseObject({ uuid: text, error: text }).nullish(),
  periodic: text,
});

export const RemoteCheckpoint = z.looseObject({ uuid: z.string() });

export type ConnectorError = z.infer<typeof ConnectorError>;
export type InputStats = z.infer<typeof InputStats>;
export type OutputStats = z.infer<typeof OutputStats>;
export type Stats = z.infer<typeof Stats>;
export type CheckpointStatus = z.infer<typeof CheckpointStatus>;
export type CheckpointSyncStatus = z.infer<typeof CheckpointSyncStatus>;
export type RemoteCheckpoint = z.infer<typeof RemoteCheckpoint>;

/** A node of the compiler's dataflow graph; a region (`operation: "nested"`) holds its own among its members. */
export const DataflowNode = z.looseObject({
  operation: text,
  table: text,
  view: text,
  /** 64 hex digits. */
  persistent_id: text,
  inputs: z.array(z.looseObject({ node: z.string(), output: z.number().nullish() })).nullish(),
  outputs: z.array(z.looseObject({ node: z.string() }).nullish()).nullish(),
  positions: z.array(z.looseObject(Position)).nullish(),
  calcite: z.unknown().optional(),
});

export const DataflowGraph = z.looseObject({
  mir: z.record(z.string(), DataflowNode).nullish(),
  /** The program's lines, in some versions. */
  sources: z.array(z.string()).nullish(),
});

/** A pipeline's whole record, as a support bundle has it: with what the compiler made of the program. */
export const PipelineConfig = z.looseObject({
  ...Pipeline.shape,
  program_info: z
    .looseObject({
      schema: z.looseObject({ inputs: z.array(Relation).nullish() }).nullish(),
      /** Base64 of a gzipped tar of crates. */
      main_rust: text,
      dataflow: DataflowGraph.nullish(),
    })
    .nullish(),
});

export type DataflowNode = z.infer<typeof DataflowNode>;
export type DataflowGraph = z.infer<typeof DataflowGraph>;
export type PipelineConfig = z.infer<typeof PipelineConfig>;

/** A moment: ms since 1970, or, as older runtimes say it, an RFC 3339 time or the digits. */
const moment = z.union([Integer, z.string()]);

/** A count, or its digits. */
const digits = z.union([Integer, z.string()]).nullish();

/** The last minute: `t` the moment, `r` records processed in all, `m` and `s` bytes of memory and of storage. */
export const TimeSeries = z.looseObject({
  now: moment.nullish(),
  samples: z.array(z.looseObject({ t: moment, r: digits, m: digits, s: digits })),
});

/** Metrics as `format=json` gives them; a value is a number, `"NaN"` or the like, or a histogram. */
export const MetricFamilies = z.array(
  z.looseObject({
    key: z.string(),
    type: text,
    description: text,
    values: z
      .array(
        z.looseObject({
          labels: z.record(z.string(), z.unknown()).nullish(),
          value: z.unknown().optional(),
        }),
      )
      .nullish(),
  }),
);

const serviceHealth = z
  .looseObject({ healthy: flag, message: text, unchanged_since: text, checked_at: text })
  .nullish();

export const ClusterHealth = z.looseObject({
  all_healthy: z.boolean(),
  api: serviceHealth,
  compiler: serviceHealth,
  runner: serviceHealth,
});

export const PlatformConfig = z.looseObject({
  edition: text,
  version: text,
  revision: text,
  runtime_revision: text,
  unstable_features: text,
  license_validity: z
    .looseObject({
      Exists: z.looseObject({ current: text, is_trial: flag, valid_until: text }).optional(),
      DoesNotExistOrNotConfirmed: z.string().optional(),
    })
    .nullish(),
  update_info: z.looseObject({ latest_version: text, is_latest_version: flag }).nullish(),
});

/** `role` and tenant are null while several tenants are open to a login and none is chosen. */
export const Session = z.looseObject({
  tenant_name: text,
  role: text,
  memberships: z.array(z.looseObject({ name: text, role: text })).nullish(),
});

export const ClusterEvent = z.looseObject({
  id: z.string(),
  recorded_at: z.string(),
  all_healthy: flag,
  api_status: text,
  compiler_status: text,
  runner_status: text,
});

export type TimeSeries = z.infer<typeof TimeSeries>;
export type MetricFamilies = z.infer<typeof MetricFamilies>;
export type ClusterHealth = z.infer<typeof ClusterHealth>;
export type PlatformConfig = z.infer<typeof PlatformConfig>;
export type Session = z.infer<typeof Session>;
export type ClusterEvent = z.infer<typeof ClusterEvent>;

const programInfo = Pipeline.shape.program_info;

/** Which of the three there is says how it went. */
export const ProgramValidation = z.looseObject({
  Success: z.looseObject({ program_info: programInfo }).nullish(),
  SqlError: z.looseObject({ info: ProgramError.shape.sql_compilation }).nullish(),
  SystemError: z.looseObject({ error: text }).nullish(),
});

const names = z.array(z.string()).nullish();

export const ProgramDiff = z.looseObject({
  program_diff: z
    .looseObject({
      added_tables: names,
      removed_tables: names,
      modified_tables: names,
      added_views: names,
      removed_views: names,
      modified_views: names,
    })
    .nullish(),
  program_diff_error: text,
  added_input_connectors: names,
  modified_input_connectors: names,
  removed_input_connectors: names,
  added_output_connectors: names,
  modified_output_connectors: names,
  removed_output_connectors: names,
});

export type Relation = z.infer<typeof Relation>;
export type ProgramValidation = z.infer<typeof ProgramValidation>;
export type ProgramDiff = z.infer<typeof ProgramDiff>;
