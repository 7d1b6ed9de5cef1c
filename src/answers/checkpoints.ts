import * as z from "zod";
import { CheckpointList } from "../analysis/checkpoints/list.ts";

/** What list_checkpoints answers. */
export const CheckpointListAnswer = CheckpointList.extend({
  pipeline_name: z.string(),
  /** The pipeline itself, or the manager's record of it where the pipeline does not answer. */
  from: z.enum(["pipeline", "manager's record"]),
  /** Why the pipeline did not answer: Feldera's error code, or the kind of error. */
  not_answered: z.string().optional(),
  /** The manager holds no record: storage was cleared, or nothing was ever reported. */
  no_record: z.boolean(),
  /** Where the manager was asked: Cleared, InUse. */
  storage: z.string().optional(),
});

export type CheckpointListAnswer = z.infer<typeof CheckpointListAnswer>;
