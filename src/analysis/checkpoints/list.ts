import * as z from "zod";
import type { Checkpoint } from "../../feldera/schemas/checkpoints.ts";
import { Integer } from "../../feldera/schemas/values.ts";

const CheckpointFacts = z.object({
  uuid: z.string(),
  identifier: z.string().optional(),
  /** When the checkpoint was made, as its version 7 UUID tells; other UUIDs carry no time. */
  made_at: z.string().optional(),
  size_bytes: Integer.optional(),
  steps: Integer.optional(),
  processed_records: Integer.optional(),
  fingerprint: Integer.optional(),
  /** Since the checkpoint before it. */
  change: z
    .object({
      size_bytes: z.bigint().optional(),
      steps: z.bigint().optional(),
      processed_records: z.bigint().optional(),
      /** The program was changed: its fingerprint is another. */
      fingerprint: z.boolean(),
    })
    .optional(),
});

export const CheckpointList = z.object({
  /** Newest first. */
  checkpoints: z.array(CheckpointFacts),
});

export type CheckpointList = z.infer<typeof CheckpointList>;

/** Feldera's list, turned newest first, with what changed from one checkpoint to the next. */
export function checkpointList(oldestFirst: readonly Checkpoint[]): CheckpointList {
  return {
    checkpoints: oldestFirst.map((one, i) => checkpointFacts(one, oldestFirst[i - 1])).reverse(),
  };
}

function checkpointFacts(one: Checkpoint, before: Checkpoint | undefined): z.infer<typeof CheckpointFacts> {
  const madeAt = timeOfUuid(one.uuid);
  return {
    uuid: one.uuid,
    ...(one.identifier && { identifier: one.identifier }),
    ...(madeAt !== undefined && { made_at: madeAt }),
    ...(one.size != null && { size_bytes: one.size }),
    ...(one.steps != null && { steps: one.steps }),
    ...(one.processed_records != null && { processed_records: one.processed_records }),
    ...(one.fingerprint != null && { fingerprint: one.fingerprint }),
    ...(before && { change: changeSince(before, one) }),
  };
}

function changeSince(before: Checkpoint, one: Checkpoint): z.infer<typeof CheckpointFacts>["change"] {
  const size = difference(before.size, one.size);
  const steps = difference(before.steps, one.steps);
  const records = difference(before.processed_records, one.processed_records);
  return {
    fingerprint: before.fingerprint !== one.fingerprint,
    ...(size !== undefined && { size_bytes: size }),
    ...(steps !== undefined && { steps }),
    ...(records !== undefined && { processed_records: records }),
  };
}

type Count = number | bigint | null | undefined;

function difference(before: Count, now: Count): bigint | undefined {
  return before == null || now == null ? undefined : BigInt(now) - BigInt(before);
}

/** The first 48 bits of a version 7 UUID count ms since 1970 (RFC 9562). */
function timeOfUuid(uuid: string): string | undefined {
  const [, high, low] = /^([0-9a-f]{8})-([0-9a-f]{4})-7/i.exec(uuid) ?? [];
  return high === undefined ? undefined : new Date(Number.parseInt(`${high}${low}`, 16)).toISOString();
}
