import { getCheckpointStatus } from "./checkpoints/get-checkpoint-status.ts";
import { listCheckpoints } from "./checkpoints/list-checkpoints.ts";
import { approvePipeline } from "./control/approve-pipeline.ts";
import { checkpointPipeline } from "./control/checkpoint-pipeline.ts";
import { controlConnector } from "./control/control-connector.ts";
import { dismissPipelineError } from "./control/dismiss-pipeline-error.ts";
import { pausePipeline } from "./control/pause-pipeline.ts";
import { resumePipeline } from "./control/resume-pipeline.ts";
import { startPipeline } from "./control/start-pipeline.ts";
import { stopPipeline } from "./control/stop-pipeline.ts";
import { diagnosePipeline } from "./diagnose/diagnose-pipeline.ts";
import { getEvent } from "./pipeline/get-event.ts";
import { getPipeline } from "./pipeline/get-pipeline.ts";
import { getPipelineLogs } from "./pipeline/get-pipeline-logs.ts";
import { listEvents } from "./pipeline/list-events.ts";
import { listPipelines } from "./pipeline/list-pipelines.ts";
import { downloadSupportBundle } from "./platform/download-support-bundle.ts";
import { getClusterHealth } from "./platform/get-cluster-health.ts";
import { startSamplyProfile } from "./profiles/start-samply-profile.ts";
import { summarizeCircuitProfile } from "./profiles/summarize-circuit-profile.ts";
import { summarizeHeapProfile } from "./profiles/summarize-heap-profile.ts";
import { summarizeOperators } from "./profiles/summarize-operators.ts";
import { summarizeSamplyProfile } from "./profiles/summarize-samply-profile.ts";
import { diffProgram } from "./sql/diff-program.ts";
import { queryPipeline } from "./sql/query-pipeline.ts";
import { validateProgram } from "./sql/validate-program.ts";
import { getConnectorStats } from "./statistics/get-connector-stats.ts";
import { getMetrics } from "./statistics/get-metrics.ts";
import { getStats } from "./statistics/get-stats.ts";
import { getTimeSeries } from "./statistics/get-time-series.ts";
import type { Tool } from "./tool.ts";
import { watchPipeline } from "./watch/watch-pipeline.ts";

/** Every tool, in the order in which clients list them. */
export const TOOLS: readonly Tool[] = [
  diagnosePipeline,
  watchPipeline,
  listPipelines,
  getPipeline,
  getPipelineLogs,
  listEvents,
  getEvent,
  getStats,
  getConnectorStats,
  getTimeSeries,
  getMetrics,
  listCheckpoints,
  getCheckpointStatus,
  summarizeOperators,
  summarizeCircuitProfile,
  summarizeHeapProfile,
  startSamplyProfile,
  summarizeSamplyProfile,
  getClusterHealth,
  downloadSupportBundle,
  queryPipeline,
  validateProgram,
  diffProgram,
  startPipeline,
  pausePipeline,
  resumePipeline,
  stopPipeline,
  checkpointPipeline,
  controlConnector,
  dismissPipelineError,
  approvePipeline,
];
