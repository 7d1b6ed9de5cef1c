import * as z from "zod";
import type { PipelineRun } from "./run.ts";

/** What speaks for want of memory where a process was killed and nothing says by whom, and what against it. */
export const KillEvidence = z.object({
  /** How often, and how long it lived each time, where that is about the same. */
  times: z.int(),
  lived_ms: z.number().optional(),
  is_regular: z.boolean(),
  /** When it was last seen: its share of the limit, and which way it went. */
  last_share: z.number().optional(),
  trend: z.enum(["rising", "falling", "steady", "uneven"]).optional(),
  /** Whether a limit made it write state out in time; absent where that was not read. */
  has_limit: z.boolean().optional(),
  /** A line of its log that speaks of memory. */
  said: z.string().optional(),
  leans: z.enum(["for", "against", "open"]),
});

export type KillEvidence = z.infer<typeof KillEvidence>;

export interface KillSources {
  /** The runs that ended so, the newest last. */
  readonly killed: readonly PipelineRun[];
  readonly last_share?: number | undefined;
  readonly trend?: KillEvidence["trend"];
  readonly has_limit?: boolean | undefined;
  readonly said?: string | undefined;
}

/** From there on a process is near its limit, and below it far away from it. */
const NEAR = 0.85;
const FAR = 0.5;
/** Of two lives of about one length. */
const SPREAD = 1.3;

export function killEvidence({ killed, last_share, trend, has_limit, said }: KillSources): KillEvidence {
  const lives = killed.flatMap(({ lived_ms }) => lived_ms ?? []);
  const last = lives.at(-1);
  const is_regular = lives.length >= 2 && Math.max(...lives) <= Math.min(...lives) * SPREAD;
  return {
    times: Math.max(1, killed.length),
    ...(last !== undefined && { lived_ms: last }),
    is_regular,
    ...(last_share !== undefined && { last_share }),
    ...(trend !== undefined && { trend }),
    ...(has_limit !== undefined && { has_limit }),
    ...(said !== undefined && { said }),
    leans: leaning({ last_share, trend, said }),
  };
}

function leaning({ last_share, trend, said }: Pick<KillSources, "last_share" | "trend" | "said">) {
  if (said !== undefined) return "for" as const;
  if (last_share === undefined) return trend === "rising" ? ("open" as const) : ("against" as const);
  if (last_share >= NEAR) return "for" as const;
  return last_share < FAR && trend !== "rising" ? ("against" as const) : ("open" as const);
}
