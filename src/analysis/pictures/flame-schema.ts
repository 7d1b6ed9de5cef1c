import * as z from "zod";
import { CALL_TREE_DIRECTIONS } from "../profiles/cpu-options.ts";
import { PicturedPlace } from "./place-schema.ts";

const weight = z.number().describe("In `unit`");

/** A call tree of a profile, the largest part of it, to be drawn as a flame graph. */
export const FlameFacts = z.object({
  picture: z.literal("flame"),
  profile: z.enum(["heap", "cpu"]),
  profile_id: z.string().optional().describe("What further calls name, so that they are of the same profile"),
  baseline: z.string().optional().describe("As it was asked for: what `change` is against"),
  /** pprof's sample type, such as `inuse_space`; of a CPU profile `cpu`, or `samples` where no CPU was recorded. */
  weighs: z.string(),
  unit: z.enum(["bytes", "microseconds", "count"]),
  direction: z
    .enum(CALL_TREE_DIRECTIONS)
    .describe("callees: from where stacks begin down; callers: from where they end up"),
  of: weight.describe("All of the profile, in `unit`: what shares are of"),
  total: weight.describe("What the frames without a parent come to, those left out with them"),
  /** The same of the baseline. */
  of_before: weight.optional(),
  total_before: weight.optional(),
  taken_ms: z.number().optional().describe("When it was taken, or begun, in ms since 1970"),
  window_ms: z.number().optional().describe("How long was recorded, in ms; of a CPU profile"),
  operator: z.string().optional().describe("The operator that it is within, where one was asked for"),
  thread: z.string().optional().describe("The thread or group of threads alone, where one was asked for"),
  /** The functions from the outermost one to that which was zoomed into, which is the first frame. */
  root: z.array(z.object({ id: z.int(), name: z.string() })).optional(),
  functions: z.object({
    id: z
      .array(z.int())
      .describe("The same as long as the other arguments stay: what `root` of a call is made of"),
    name: z.array(z.string()).describe("As the texts write it: of Rust's the type and the method"),
    whole_name: z
      .array(z.string())
      .optional()
      .describe("Its first characters as the profile has it; empty where `name` is that"),
    library: z.array(z.string()).describe("Empty where it is the pipeline's own executable, or unknown"),
    operator: z.array(z.int()).describe("Position in `operators` of the one whose code it is; -1 none"),
    is_glue: z.array(z.int()).describe("1: of the standard library, the runtime or the scheduler"),
    is_match: z.array(z.int()).optional().describe("1: matches `search`"),
  }),
  operators: z.array(PicturedPlace),
  /** A parent comes before its children; the dearest child first. */
  frames: z.object({
    function: z.array(z.int()).describe("Position in `functions`"),
    parent: z.array(z.int()).describe("Position among the frames; -1 for one that nothing is below of"),
    total: z.array(weight).describe("With all that hangs on it"),
    self: z
      .array(weight)
      .describe("Of stacks that end here; of callers only the frames without a parent have one"),
    /** Against the baseline: what it has more now; negative for less. A frame that is gone has the total 0. */
    change: z.array(weight).optional(),
    /** 1 where sampling alone may well bring the change about. */
    is_noise: z.array(z.int()).optional(),
    operator: z
      .array(z.int())
      .describe(
        "Position in `operators` of the one in whose code it runs: its function's own, of callees else the nearest caller's; -1 none",
      ),
    left_out: z
      .array(z.int())
      .describe("Frames right above it in the picture that are not sent; zoom to see them"),
    left_out_total: z.array(weight),
  }),
  /** Frames without a parent that are not sent. */
  left_out: z.object({ frames: z.int(), total: weight }),
  /** Groups of threads of a CPU profile, the busiest first; `thread` of a call takes one. */
  thread_groups: z.array(z.object({ group: z.string(), threads: z.int(), total: weight })).optional(),
  /** Of a search: in all that `total` is of, frames that are not sent too. */
  search: z
    .object({
      text: z.string(),
      functions: z.int(),
      total: weight.describe("Of stacks with a function that matches"),
    })
    .optional(),
});

export type FlameFacts = z.infer<typeof FlameFacts>;
