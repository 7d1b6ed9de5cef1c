import * as z from "zod";
import type { Stats } from "../../feldera/schemas/stats.ts";

const Reason = z.object({
  /** Feldera's word for it: `EnterpriseFeature`, `InputEndpointBarrier`, … */
  reason: z.string(),
  /** What it concerns, most often a connector. */
  of: z.string().optional(),
});

export type Reason = z.infer<typeof Reason>;

/** Something that happened, not something that is configured; since 0.368. */
export function isRunTimeFailure({ reason }: Reason): boolean {
  return reason === "FailedInputEndpointBarrier";
}

/** What a pipeline's statistics say of checkpoints. */
export const CheckpointBlockers = z.object({
  /** Why none can ever be made by this process; absent where the runtime does not tell. */
  permanent: z.array(Reason).optional(),
  /** Why the pipeline cannot be suspended with its state: for good, or for now; absent where that is not told. */
  suspend: z.object({ permanent: z.array(Reason), temporary: z.array(Reason) }).optional(),
  activity: z
    .object({
      /** `idle`, `delayed` or `in_progress`. */
      status: z.string(),
      /** Since when it is delayed, or being written. */
      since: z.string().optional(),
      reasons: z.array(Reason),
    })
    .optional(),
});

export type CheckpointBlockers = z.infer<typeof CheckpointBlockers>;

export function checkpointBlockers(stats: Stats): CheckpointBlockers {
  const { suspend_error, checkpoint_activity, permanent_checkpoint_errors } = stats;
  const since = checkpoint_activity?.delayed_since ?? checkpoint_activity?.started_at;
  return {
    ...(permanent_checkpoint_errors && { permanent: reasonsOf(permanent_checkpoint_errors) }),
    ...(suspend_error !== undefined && {
      suspend: {
        permanent: reasonsOf(suspend_error?.Permanent),
        temporary: reasonsOf(suspend_error?.Temporary),
      },
    }),
    ...(checkpoint_activity?.status && {
      activity: {
        status: checkpoint_activity.status,
        reasons: reasonsOf(checkpoint_activity.reasons),
        ...(since && { since }),
      },
    }),
  };
}

type RawReasons = Stats["permanent_checkpoint_errors"];

function reasonsOf(reasons: RawReasons): Reason[] {
  return (reasons ?? []).flatMap((one) =>
    typeof one === "string"
      ? [{ reason: one }]
      : Object.entries(one).map(([reason, of]) => ({
          reason,
          of: typeof of === "string" ? of : JSON.stringify(of, exactly),
        })),
  );
}

function exactly(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
