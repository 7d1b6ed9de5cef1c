import { getEvent } from "./get-event.ts";
import { getPipeline } from "./get-pipeline.ts";
import { getPipelineLogs } from "./get-pipeline-logs.ts";
import { listCheckpoints } from "./list-checkpoints.ts";
import { listEvents } from "./list-events.ts";
import { listPipelines } from "./list-pipelines.ts";
import { startSamplyProfile } from "./start-samply-profile.ts";
import { summarizeHeapProfile } from "./summarize-heap-profile.ts";
import { summarizeSamplyProfile } from "./summarize-samply-profile.ts";
import type { Tool } from "./tool.ts";

/** Every tool, in the order in which clients list them. */
export const TOOLS: readonly Tool[] = [
  listPipelines,
  getPipeline,
  getPipelineLogs,
  listEvents,
  getEvent,
  listCheckpoints,
  summarizeHeapProfile,
  startSamplyProfile,
  summarizeSamplyProfile,
];
