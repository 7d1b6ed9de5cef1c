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

export const Relation = z.looseObject({
  name: z.string(),
  fields: z.array(z.unknown().optional()).nullish(),
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
