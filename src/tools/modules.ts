import type { Tool } from "./tool.ts";

/** The tools of `all.ts`, each of which is read when it is asked for: most sessions call few of them, or none. */
const MODULES = {
  diagnose_pipeline: async () => (await import("./diagnose/diagnose-pipeline.ts")).diagnosePipeline,
  watch_pipeline: async () => (await import("./watch/watch-pipeline.ts")).watchPipeline,
  list_pipelines: async () => (await import("./pipeline/list-pipelines.ts")).listPipelines,
  get_pipeline: async () => (await import("./pipeline/get-pipeline.ts")).getPipeline,
  get_pipeline_logs: async () => (await import("./pipeline/get-pipeline-logs.ts")).getPipelineLogs,
  list_events: async () => (await import("./pipeline/list-events.ts")).listEvents,
  get_event: async () => (await import("./pipeline/get-event.ts")).getEvent,
  get_stats: async () => (await import("./statistics/get-stats.ts")).getStats,
  get_connector_stats: async () => (await import("./statistics/get-connector-stats.ts")).getConnectorStats,
  get_time_series: async () => (await import("./statistics/get-time-series.ts")).getTimeSeries,
  get_metrics: async () => (await import("./statistics/get-metrics.ts")).getMetrics,
  list_checkpoints: async () => (await import("./checkpoints/list-checkpoints.ts")).listCheckpoints,
  get_checkpoint_status: async () =>
    (await import("./checkpoints/get-checkpoint-status.ts")).getCheckpointStatus,
  summarize_operators: async () => (await import("./profiles/summarize-operators.ts")).summarizeOperators,
  summarize_circuit_profile: async () =>
    (await import("./profiles/summarize-circuit-profile.ts")).summarizeCircuitProfile,
  summarize_heap_profile: async () =>
    (await import("./profiles/summarize-heap-profile.ts")).summarizeHeapProfile,
  start_samply_profile: async () => (await import("./profiles/start-samply-profile.ts")).startSamplyProfile,
  summarize_samply_profile: async () =>
    (await import("./profiles/summarize-samply-profile.ts")).summarizeSamplyProfile,
  get_cluster_health: async () => (await import("./platform/get-cluster-health.ts")).getClusterHealth,
  download_support_bundle: async () =>
    (await import("./platform/download-support-bundle.ts")).downloadSupportBundle,
  query_pipeline: async () => (await import("./sql/query-pipeline.ts")).queryPipeline,
  validate_program: async () => (await import("./sql/validate-program.ts")).validateProgram,
  diff_program: async () => (await import("./sql/diff-program.ts")).diffProgram,
  start_pipeline: async () => (await import("./control/start-pipeline.ts")).startPipeline,
  pause_pipeline: async () => (await import("./control/pause-pipeline.ts")).pausePipeline,
  resume_pipeline: async () => (await import("./control/resume-pipeline.ts")).resumePipeline,
  stop_pipeline: async () => (await import("./control/stop-pipeline.ts")).stopPipeline,
  checkpoint_pipeline: async () => (await import("./control/checkpoint-pipeline.ts")).checkpointPipeline,
  control_connector: async () => (await import("./control/control-connector.ts")).controlConnector,
  dismiss_pipeline_error: async () =>
    (await import("./control/dismiss-pipeline-error.ts")).dismissPipelineError,
  approve_pipeline: async () => (await import("./control/approve-pipeline.ts")).approvePipeline,
} as const satisfies Readonly<Record<string, () => Promise<Tool>>>;

export type ToolName = keyof typeof MODULES;

export function isToolName(name: string): name is ToolName {
  return Object.hasOwn(MODULES, name);
}

export function loadTool(name: ToolName): Promise<Tool> {
  return MODULES[name]();
}
