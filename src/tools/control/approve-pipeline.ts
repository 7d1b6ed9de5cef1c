import * as z from "zod";
import { consequencesOfApproval } from "../../analysis/control/consequences.ts";
import { controlArguments, defineControlTool } from "./control-tool.ts";

export const approvePipeline = defineControlTool({
  name: "approve_pipeline",
  endpoint: "approve_pipeline",
  title: "Approve a pipeline's changes",
  description:
    "Lets a pipeline in AwaitingApproval go on: what has changed in its program since the checkpoint is computed again (bootstrapped). Without confirm it only shows the changes.",
  // The state of what was changed or removed is gone for good.
  hints: { destructiveHint: true, idempotentHint: true },
  input: z.strictObject({
    ...controlArguments,
    silent_bootstrap: z
      .boolean()
      .default(false)
      .describe("Keep output connectors off while it bootstraps; default false"),
    concurrent_bootstrap: z
      .boolean()
      .default(false)
      .describe("Keep the old views live while it bootstraps; default false. Excludes silent_bootstrap"),
  }),
  request: ({ pipeline_name, silent_bootstrap, concurrent_bootstrap }) => ({
    path: { pipeline_name },
    query: {
      ...(silent_bootstrap && { silent_bootstrap }),
      ...(concurrent_bootstrap && { concurrent_bootstrap }),
    },
  }),
  consequences: consequencesOfApproval,
});
