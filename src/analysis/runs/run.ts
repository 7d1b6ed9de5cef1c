import * as z from "zod";
import { DeploymentFailure } from "../pipeline/deployment-error.ts";

/** One run of a pipeline: from when its resources were asked for until it stopped, failed or went away. */
export const PipelineRun = z.object({
  /** RFC 3339; absent where what was read begins within the run. */
  began: z.string().optional(),
  /** When it first processed; absent where it never did, or what was read begins later. */
  ran_since: z.string().optional(),
  /** Absent while it goes on. */
  ended: z.string().optional(),
  /** From `ran_since` to `ended`. */
  lived_ms: z.number().optional(),
  /** `went away`: the process was gone and came back by itself. */
  end: z.enum(["goes on", "stopped", "failed", "went away"]),
  /** What ended it; absent where only that it failed is known. */
  failure: DeploymentFailure.optional(),
  /** The event that tells how it ended. */
  event_id: z.string().optional(),
});

export type PipelineRun = z.infer<typeof PipelineRun>;

/** The time between two moments of RFC 3339 in ms; undefined where one is missing or cannot be read. */
export function msBetween(from: string | undefined, to: string | undefined): number | undefined {
  const ms = Date.parse(to ?? "") - Date.parse(from ?? "");
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
