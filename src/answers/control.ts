import * as z from "zod";
import { Consequence } from "../analysis/control/consequences.ts";
import { Standing } from "../analysis/control/standing.ts";
import { Integer } from "../feldera/schemas/values.ts";

/** What every tool answers that changes how a pipeline runs. */
export const ControlAnswer = z.object({
  pipeline_name: z.string(),
  args: z.record(z.string(), z.unknown()).describe("The call without `confirm`"),
  before: Standing.describe("How things stood before"),
  consequences: z.array(Consequence),
  reply: z
    .object({
      status: z.number(),
      said: z.string().optional(),
      checkpoint_sequence_number: Integer.optional(),
    })
    .optional()
    .describe("What Feldera answered; absent where nothing was done"),
  wrong_confirm: z.string().optional().describe("What stood in `confirm` in place of the pipeline's name"),
});

export type ControlAnswer = z.infer<typeof ControlAnswer>;
