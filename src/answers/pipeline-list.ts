import * as z from "zod";
import { PipelineState } from "../analysis/pipeline/status.ts";

/** What list_pipelines answers. */
export const PipelineListAnswer = z.object({
  total: z.number(),
  by_status: z
    .array(z.object({ status: z.string(), pipelines: z.number() }))
    .describe("Of all pipelines, before the filters"),
  filtered: z.boolean(),
  pipelines: z
    .array(
      PipelineState.pick({
        name: true,
        platform_version: true,
        deployment: true,
        program: true,
        storage: true,
        connector_errors: true,
        troubles: true,
      }).extend({ error_code: z.string().optional() }),
    )
    .describe("Those in trouble first"),
});

export type PipelineListAnswer = z.infer<typeof PipelineListAnswer>;
