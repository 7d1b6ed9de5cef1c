import * as z from "zod";
import type { PipelineStatus } from "../../feldera/schemas/pipeline.ts";
import { checkpointList } from "../checkpoints/list.ts";
import { PipelineState, pipelineState } from "../pipeline/status.ts";

/** How a pipeline stands before something is done to it: what there is to lose. */
export const Standing = z.object({
  state: PipelineState,
  /** What it could be resumed from, as the manager last recorded it; absent where it holds no record. */
  checkpoints: z
    .object({
      count: z.number(),
      newest: z.object({ uuid: z.string(), made_at: z.string().optional() }).optional(),
    })
    .optional(),
  /** Feldera's edition, where it was asked for and told. */
  edition: z.string().optional(),
  /** What would be bootstrapped, while the pipeline waits for approval. */
  approval_diff: z.unknown().optional(),
});

export type Standing = z.infer<typeof Standing>;

export function standing(status: PipelineStatus, edition?: string): Standing {
  const checkpoints = recordedCheckpoints(status);
  const approvalDiff = status.deployment_runtime_status_details?.approval_diff;
  return {
    state: pipelineState(status),
    ...(checkpoints && { checkpoints }),
    ...(edition !== undefined && { edition }),
    ...(approvalDiff != null && { approval_diff: approvalDiff }),
  };
}

function recordedCheckpoints(status: PipelineStatus): Standing["checkpoints"] {
  const recorded = status.storage_status_details?.checkpoints;
  if (recorded == null) return status.storage_status === "Cleared" ? { count: 0 } : undefined;
  const [newest] = checkpointList(recorded).checkpoints;
  return {
    count: recorded.length,
    ...(newest && {
      newest: { uuid: newest.uuid, ...(newest.made_at !== undefined && { made_at: newest.made_at }) },
    }),
  };
}
