import * as z from "zod";
import { consequencesOfDismissal } from "../../analysis/control/consequences.ts";
import { controlArguments, defineControlTool } from "./control-tool.ts";

export const dismissPipelineError = defineControlTool({
  name: "dismiss_pipeline_error",
  endpoint: "dismiss_error",
  title: "Dismiss a pipeline's error",
  description:
    "Erases the error that explains why a stopped pipeline crashed, so that start_pipeline works. Read it first (get_pipeline, section errors). Without confirm it only tells which error would be lost.",
  hints: { destructiveHint: true, idempotentHint: true },
  input: z.strictObject(controlArguments),
  request: ({ pipeline_name }) => ({ path: { pipeline_name } }),
  consequences: consequencesOfDismissal,
});
