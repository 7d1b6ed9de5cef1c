import * as z from "zod";
import { consequencesOfStop } from "../../analysis/control/consequences.ts";
import { controlArguments, defineControlTool } from "./control-tool.ts";

export const stopPipeline = defineControlTool({
  name: "stop_pipeline",
  endpoint: "stop_pipeline",
  title: "Stop a pipeline",
  description:
    "Stops a pipeline: after a checkpoint (enterprise edition), or with force true at once, which loses the work since the newest checkpoint, and all of it where there is none. Storage stays. Without confirm it only tells what would be lost.",
  hints: { destructiveHint: true, idempotentHint: true },
  input: z.strictObject({
    ...controlArguments,
    force: z
      .boolean()
      .default(false)
      .describe(
        "Stop at once, without a checkpoint; default false. The only stop in the open source edition",
      ),
  }),
  request: ({ pipeline_name, force }) => ({ path: { pipeline_name }, query: { force } }),
  consequences: consequencesOfStop,
});
