import * as z from "zod";
import { count, text } from "./values.ts";

export const Checkpoint = z.looseObject({
  uuid: z.string(),
  identifier: text,
  fingerprint: count,
  size: count,
  steps: count,
  processed_records: count,
});

export const CheckpointStatus = z.looseObject({
  success: count,
  failure: z.looseObject({ sequence_number: count, error: text, failed_at: text }).nullish(),
});

export const CheckpointSyncStatus = z.looseObject({
  success: text,
  failure: z.looseObject({ uuid: text, error: text }).nullish(),
  periodic: text,
  /** Since 0.339: the checkpoints that are being copied now; periodic copies are not among them. */
  running: z.array(z.string()).nullish(),
});

export const RemoteCheckpoint = z.looseObject({ uuid: z.string() });

export type Checkpoint = z.infer<typeof Checkpoint>;
export type CheckpointStatus = z.infer<typeof CheckpointStatus>;
export type CheckpointSyncStatus = z.infer<typeof CheckpointSyncStatus>;
export type RemoteCheckpoint = z.infer<typeof RemoteCheckpoint>;
