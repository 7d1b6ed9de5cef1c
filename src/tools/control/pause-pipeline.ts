import * as z from "zod";
import { consequencesOfPause } from "../../analysis/control/consequences.ts";
import { controlArguments, defineControlTool } from "./control-tool.ts";

export const pausePipeline = defineControlTool({
  name: "pause_pipeline",
  endpoint: "pause_pipeline",
  title: "Pause a pipeline",
  description:
    "Has a running pipeline stop reading its inputs; it stays deployed and keeps its state, and resume_pipeline goes on. Without confirm it only tells how the pipeline stands.",
  hints: { destructiveHint: false, idempotentHint: true },
  input: z.strictObject(controlArguments),
  request: ({ pipeline_name }) => ({ path: { pipeline_name } }),
  consequences: consequencesOfPause,
});
