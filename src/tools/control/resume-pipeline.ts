import * as z from "zod";
import { consequencesOfResume } from "../../analysis/control/consequences.ts";
import { controlArguments, defineControlTool } from "./control-tool.ts";

export const resumePipeline = defineControlTool({
  name: "resume_pipeline",
  endpoint: "resume_pipeline",
  title: "Resume a pipeline",
  description:
    "Has a paused pipeline read its inputs again. Without confirm it only tells how the pipeline stands.",
  hints: { destructiveHint: false, idempotentHint: true },
  input: z.strictObject(controlArguments),
  request: ({ pipeline_name }) => ({ path: { pipeline_name } }),
  consequences: consequencesOfResume,
});
