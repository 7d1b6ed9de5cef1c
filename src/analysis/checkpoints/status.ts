import * as z from "zod";
import type { CheckpointStatus, CheckpointSyncStatus } from "../../feldera/schemas/checkpoints.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { known } from "../stats/counts.ts";

/** How the last failure stands to the last success. */
const Standing = z.enum([
  "nothing told",
  "success alone",
  "failure alone",
  "failure is older",
  "failure is newer",
  "order unknown",
]);

export const CheckpointResults = z.object({
  standing: Standing,
  /** Sequence number of the last checkpoint that worked. */
  success: Integer.optional(),
  failure: z
    .object({ sequence_number: Integer.optional(), error: z.string(), failed_at: z.string().optional() })
    .optional(),
});

export type CheckpointResults = z.infer<typeof CheckpointResults>;

/** Feldera keeps the last failure when a later checkpoint works: only the sequence numbers tell which is newer. */
export function checkpointResults({ success, failure }: CheckpointStatus): CheckpointResults {
  const failed = failure?.sequence_number;
  const isOrdered = success != null && failed != null;
  return {
    standing:
      success === undefined && failure
        ? "order unknown"
        : standingOf(success, failure, isOrdered ? failed > success : undefined),
    ...known({ success }),
    ...(failure && {
      failure: {
        error: failure.error ?? "",
        ...known({ sequence_number: failed, failed_at: failure.failed_at }),
      },
    }),
  };
}

export const SyncResults = z.object({
  standing: Standing,
  /** UUIDs of checkpoints that were copied to the object store. */
  success: z.string().optional(),
  periodic: z.string().optional(),
  /** Those that are being copied now; absent where the runtime does not tell. */
  running: z.array(z.string()).optional(),
  failure: z.object({ uuid: z.string().optional(), error: z.string() }).optional(),
});

export type SyncResults = z.infer<typeof SyncResults>;

/** The newer one is that of the newer checkpoint: version 7 UUIDs sort by the time that they were made. */
export function syncResults({ success, periodic, running, failure }: CheckpointSyncStatus): SyncResults {
  const worked = [success, periodic].flatMap((uuid) => uuid ?? []);
  const failed = failure?.uuid;
  const isOrdered =
    failed != null && worked.every(isVersion7) && isVersion7(failed) && !worked.includes(failed);
  const isNewer = isOrdered ? worked.every((uuid) => uuid.toLowerCase() < failed.toLowerCase()) : undefined;
  return {
    standing: standingOf(worked[0], failure, isNewer),
    ...known({ success, periodic, running }),
    ...(failure && { failure: { error: failure.error ?? "", ...known({ uuid: failed }) } }),
  };
}

function standingOf(
  success: unknown,
  failure: unknown,
  failureIsNewer: boolean | undefined,
): z.infer<typeof Standing> {
  if (success == null) return failure == null ? "nothing told" : "failure alone";
  if (failure == null) return "success alone";
  if (failureIsNewer === undefined) return "order unknown";
  return failureIsNewer ? "failure is newer" : "failure is older";
}

function isVersion7(uuid: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-7/i.test(uuid);
}
