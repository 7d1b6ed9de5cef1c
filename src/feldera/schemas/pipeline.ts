import * as z from "zod";
import { Checkpoint } from "./checkpoints.ts";
import { DataflowGraph, ProgramError, ProgramInfo, Relation, Tables } from "./program.ts";
import { count, text } from "./values.ts";

/** Feldera's ErrorResponse, as it stands in `deployment_error`. */
export const DeploymentError = z.looseObject({
  message: z.string().default(""),
  error_code: z.string().default(""),
  details: z.unknown().optional(),
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
  deployment_resources_status_details: z.looseObject({ process: text }).nullish().catch(undefined),
  deployment_runtime_status_details: z
    .looseObject({ connector_stats: z.looseObject({ num_errors: count }).nullish(), reason: text })
    .nullish()
    .catch(undefined),
  storage_status_details: z.looseObject({ checkpoints: z.array(Checkpoint).nullish() }).nullish(),
};

export const PipelineStatus = z.looseObject({
  ...statusAxes,
  id: text,
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
  deployment_resources_desired_status_since: text,
  deployment_runtime_status_since: text,
  deployment_runtime_desired_status_since: text,
  connectors: z.looseObject({ num_errors: count }).nullish(),
});

/** What is read of each pipeline in the list of all: its status, and not why it is so. */
export const ListedPipeline = PipelineStatus.pick({
  name: true,
  platform_version: true,
  deployment_status: true,
  deployment_status_since: true,
  deployment_desired_status: true,
  deployment_desired_status_since: true,
  deployment_resources_status: true,
  deployment_resources_status_since: true,
  deployment_resources_desired_status: true,
  deployment_resources_desired_status_since: true,
  deployment_runtime_status: true,
  deployment_runtime_status_details: true,
  deployment_runtime_status_since: true,
  deployment_runtime_desired_status: true,
  deployment_runtime_desired_status_since: true,
  deployment_error: true,
  program_status: true,
  program_status_since: true,
  storage_status: true,
  connectors: true,
});

export const LISTED_PIPELINES = z.array(ListedPipeline);

/** The same as what is wanted of the text. */
export const LISTED = {
  ...Object.fromEntries(Object.keys(ListedPipeline.shape).map((field) => [field, "whole" as const])),
  deployment_error: { error_code: "whole" },
  deployment_runtime_status_details: { connector_stats: { num_errors: "whole" } },
  connectors: { num_errors: "whole" },
} as const;

export const Pipeline = z.looseObject({
  ...PipelineStatus.shape,
  runtime_config: z.looseObject({}).nullish(),
  deployment_config: z.looseObject({}).nullish().catch(undefined),
  program_config: z.looseObject({}).nullish(),
  program_code: text,
  udf_rust: text,
  udf_toml: text,
  program_error: ProgramError.nullish(),
  program_info: ProgramInfo,
});

export const PipelineEvent = z.looseObject({
  ...statusAxes,
  event_id: z.string(),
  recorded_at: z.string(),
  deployment_has_error: z.boolean().nullish(),
});

/** A pipeline's whole record, as a support bundle has it: with what the compiler made of the program. */
export const PipelineConfig = z.looseObject({
  ...Pipeline.shape,
  program_info: z
    .looseObject({
      schema: z.looseObject({ inputs: Tables.nullish(), outputs: z.array(Relation).nullish() }).nullish(),
      /** Base64 of a gzipped tar of crates. */
      main_rust: text,
      dataflow: DataflowGraph.nullish(),
    })
    .nullish(),
});

export type DeploymentError = z.infer<typeof DeploymentError>;
export type ListedPipeline = z.infer<typeof ListedPipeline>;
export type PipelineStatus = z.infer<typeof PipelineStatus>;
export type Pipeline = z.infer<typeof Pipeline>;
export type PipelineEvent = z.infer<typeof PipelineEvent>;
export type PipelineConfig = z.infer<typeof PipelineConfig>;
