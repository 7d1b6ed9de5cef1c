import { approvePipeline } from "./control/approve-pipeline.ts";
import { checkpointPipeline } from "./control/checkpoint-pipeline.ts";
import { controlConnector } from "./control/control-connector.ts";
import { dismissPipelineError } from "./control/dismiss-pipeline-error.ts";
import { pausePipeline } from "./control/pause-pipeline.ts";
import { resumePipeline } from "./control/resume-pipeline.ts";
import { startPipeline } from "./control/start-pipeline.ts";
import { stopPipeline } from "./control/stop-pipeline.ts";
import { diagnosePipeline } from "./diagnose-pipeline.ts";
import { diffProgram } from "./diff-program.ts";
import { downloadSupportBundle } from "./download-support-bundle.ts";
import { getCheckpointStatus } from "./get-checkpoint-status.ts";
import { getClusterHealth } from "./get-cluster-health.ts";
import { getConnectorStats } from "./get-connector-stats.ts";
import { getEvent } from "./get-event.ts";
import { getMetrics } from "./get-metrics.ts";
import { getPipeline } from "./get-pipeline.ts";
import { getPipelineLogs } from "./get-pipeline-logs.ts";
import { getStats } from "./get-stats.ts";
import { getTimeSeries } from "./get-time-series.ts";
import { listCheckpoints } from "./list-checkpoints.ts";
import { listEvents } from "./list-events.ts";
import { listPipelines } from "./list-pipelines.ts";
import { queryPipeline } from "./query-pipeline.ts";
import { startSamplyProfile } from "./start-samply-profile.ts";
import { summarizeCircuitProfile } from "./summarize-circuit-profile.ts";
import { summarizeHeapProfile } from "./summarize-heap-profile.ts";
import { summarizeSamplyProfile } from "./summarize-samply-profile.ts";
import type { Tool } from "./tool.ts";
import { validateProgram } from "./validate-program.ts";

/** Every tool, in the order in which clients list them. */
export const TOOLS: readonly Tool[] = [
  diagnosePipeline,
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
