import * as z from "zod";
import { Consequence } from "../analysis/control/consequences.ts";
import { Standing } from "../analysis/control/standing.ts";
import { Integer } from "../feldera/schemas/values.ts";

/** What every tool answers that changes how a pipeline runs. */
export const ControlAnswer = z.object({
  pipeline_name: z.string(),
  /** The call without `confirm`. */
  args: z.record(z.string(), z.unknown()),
  /** How things stood before. */
  before: Standing,
  consequences: z.array(Consequence),
  /** What Feldera answered; absent where nothing was done. */
  reply: z
    .object({
      status: z.number(),
      said: z.string().optional(),
      checkpoint_sequence_number: Integer.optional(),
    })
    .optional(),
  /** What stood in `confirm` in place of the pipeline's name. */
  wrong_confirm: z.string().optional(),
});

export type ControlAnswer = z.infer<typeof ControlAnswer>;
