import * as z from "zod";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";

/** What the manager knows of a process that it cannot reach. */
export const Unreachable = z.object({
  /** Whether it took a request and answered too late, or not at all; absent where the manager does not tell. */
  is_silent: z.boolean().optional(),
  /** Whether its runner sees it; absent where the runner does not tell. */
  is_there: z.boolean().optional(),
  /** What it answers when it is asked for its status, where the manager cannot take that. */
  answered: z.string().optional(),
});

const ANSWERED = /^Pipeline status response \((.*)$/s;

const TOOK_TOO_LONG = /\btook too long to respond\b/;

/** What a runner tells of a process that it sees; of any other it tells nothing here. */
export const NOT_EXITED = "has not exited";

export function unreachableFacts(pipeline: Pipeline): z.infer<typeof Unreachable> | undefined {
  const status = pipeline.deployment_runtime_status ?? pipeline.deployment_status;
  if (status !== "Unavailable") return undefined;
  const isThere = pipeline.deployment_resources_status_details?.process === NOT_EXITED;
  const reason = pipeline.deployment_runtime_status_details?.reason;
  const answered = ANSWERED.exec(reason ?? "")?.[1]
    ?.replace(/\s+/g, " ")
    .replace(")", ":");
  return {
    ...(reason != null && { is_silent: TOOK_TOO_LONG.test(reason) }),
    ...(answered !== undefined && { answered }),
    ...(isThere && { is_there: true }),
  };
}
