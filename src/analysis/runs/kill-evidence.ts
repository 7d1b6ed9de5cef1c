import * as z from "zod";
import type { PipelineRun } from "./run.ts";

/** What speaks for lack of memory where a process was killed and nothing says by whom, and what against it. */
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
  /** Where its size is not known: whether by its program its state grows, and whether any of that goes to storage. */
  grows: z.boolean().optional(),
  has_storage: z.boolean().optional(),
  /** A line of its log that speaks of memory. */
  said: z.string().optional(),
  is_log_read: z.boolean(),
  /** Whether the share is of the limit that it measures itself; otherwise of what is configured. */
  is_measured: z.boolean(),
  leans: z.enum(["for", "against", "open"]),
});

export type KillEvidence = z.infer<typeof KillEvidence>;

export interface KillSources {
  /** The runs that ended so, the newest last. */
  readonly killed: readonly PipelineRun[];
  readonly last_share?: number | undefined;
  readonly trend?: KillEvidence["trend"];
  readonly has_limit?: boolean | undefined;
  readonly grows?: boolean | undefined;
  readonly has_storage?: boolean | undefined;
  readonly said?: string | undefined;
  readonly is_log_read: boolean;
  readonly is_measured: boolean;
}

/** From there on a process is near its limit, and below it far away from it. */
const NEAR = 0.85;
const FAR = 0.5;
/** Of two lives of about one length. */
const SPREAD = 1.3;

export function killEvidence(sources: KillSources): KillEvidence {
  const { killed, last_share, trend, has_limit, grows, has_storage, said, is_log_read, is_measured } =
    sources;
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
    ...(isSizeUnknown(sources) && {
      ...(grows !== undefined && { grows }),
      ...(has_storage !== undefined && { has_storage }),
    }),
    ...(said !== undefined && { said }),
    is_log_read,
    is_measured,
    leans: leaning(sources),
  };
}

function isSizeUnknown({ last_share, trend }: KillSources): boolean {
  return last_share === undefined && trend === undefined;
}

/** Whether its state may have filled its memory, for all that is known. */
export function mayHaveFilled({ grows, has_storage }: Pick<KillSources, "grows" | "has_storage">): boolean {
  return grows !== false && has_storage !== true;
}

function leaning(sources: KillSources): KillEvidence["leans"] {
  const { last_share, trend, said, is_log_read } = sources;
  if (said !== undefined) return "for";
  if (last_share === undefined) {
    const isOpen = trend === "rising" || (isSizeUnknown(sources) && mayHaveFilled(sources));
    return isOpen || !is_log_read ? "open" : "against";
  }
  if (last_share >= NEAR) return "for";
  return last_share < FAR && trend !== "rising" ? "against" : "open";
}
