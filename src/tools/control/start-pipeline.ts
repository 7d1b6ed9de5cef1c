import * as z from "zod";
import { consequencesOfStart } from "../../analysis/control/consequences.ts";
import { controlArguments, defineControlTool } from "./control-tool.ts";

export const startPipeline = defineControlTool({
  name: "start_pipeline",
  endpoint: "start_pipeline",
  title: "Start a pipeline",
  description:
    "Starts a stopped pipeline, from its newest checkpoint or from scratch. Feldera refuses while the error of the last crash stands: dismiss_error true erases it, so read it first (get_pipeline). Without confirm it only tells what would be lost.",
  hints: { destructiveHint: true, idempotentHint: true },
  input: z.strictObject({
    ...controlArguments,
    initial: z
      .enum(["running", "paused", "standby"])
      .default("running")
      .describe("What it becomes once it is deployed; default running"),
    bootstrap_policy: z
      .enum(["allow", "reject", "await_approval"])
      .optional()
      .describe(
        "Where the program has changed since the checkpoint: compute the changes again, fail, or wait for approve_pipeline; default Feldera's own",
      ),
    dismiss_error: z
      .boolean()
      .default(false)
      .describe("Erase the error of the last crash; default false (Feldera's own is true)"),
  }),
  request: ({ pipeline_name, initial, bootstrap_policy, dismiss_error }) => ({
    path: { pipeline_name },
    query: { initial, dismiss_error, ...(bootstrap_policy !== undefined && { bootstrap_policy }) },
  }),
  consequences: consequencesOfStart,
});
