import * as z from "zod";
import { consequencesOfCheckpoint } from "../../analysis/control/consequences.ts";
import { controlArguments, defineControlTool } from "./control-tool.ts";

export const checkpointPipeline = defineControlTool({
  name: "checkpoint_pipeline",
  endpoint: "checkpoint_pipeline",
  title: "Checkpoint a pipeline",
  description:
    "Has a running or paused pipeline write a checkpoint, from which it could be resumed (enterprise edition). get_checkpoint_status tells whether it worked. Without confirm it only tells how the pipeline stands.",
  hints: { destructiveHint: false, idempotentHint: false },
  input: z.strictObject(controlArguments),
  request: ({ pipeline_name }) => ({ path: { pipeline_name } }),
  consequences: consequencesOfCheckpoint,
});
