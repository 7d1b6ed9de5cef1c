import * as z from "zod";
import { CheckpointBlockers } from "../analysis/checkpoints/blockers.ts";
import { CheckpointList } from "../analysis/checkpoints/list.ts";
import { CheckpointResults, SyncResults } from "../analysis/checkpoints/status.ts";
import { MissingPart } from "../feldera/parts/missing-part.ts";

/** What list_checkpoints answers. */
export const CheckpointListAnswer = CheckpointList.extend({
  pipeline_name: z.string(),
  from: z
    .enum(["pipeline", "manager's record"])
    .describe("The pipeline itself, or the manager's record of it where the pipeline does not answer"),
  not_answered: z
    .string()
    .optional()
    .describe("Why the pipeline did not answer: Feldera's error code, or the kind of error"),
  no_record: z
    .boolean()
    .describe("The manager holds no record: storage was cleared, or nothing was ever reported"),
  storage: z.string().optional().describe("Where the manager was asked: Cleared, InUse"),
});

export type CheckpointListAnswer = z.infer<typeof CheckpointListAnswer>;

/** What get_checkpoint_status answers. */
export const CheckpointStatusAnswer = z.object({
  pipeline_name: z.string(),
  results: CheckpointResults.optional().describe(
    "Absent where results_missing says why; so with the pairs below",
  ),
  results_missing: MissingPart.optional(),
  blockers: CheckpointBlockers.optional(),
  blockers_missing: MissingPart.optional(),
  sync: SyncResults.optional(),
  sync_missing: MissingPart.optional(),
  remote: z
    .array(z.string())
    .optional()
    .describe("Only where they were asked for: the UUIDs in the object store"),
  remote_missing: MissingPart.optional(),
});

export type CheckpointStatusAnswer = z.infer<typeof CheckpointStatusAnswer>;
