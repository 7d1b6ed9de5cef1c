import * as z from "zod";
import { CheckpointStatus, CheckpointSyncStatus, RemoteCheckpoint } from "../schemas/checkpoints.ts";
import { type Feldera, fetchJson } from "./call.ts";

/** `GET …/checkpoint_status`: the last that worked and the last that failed, by sequence number. */
export function getCheckpointStatus(feldera: Feldera, pipeline_name: string): Promise<CheckpointStatus> {
  return fetchJson(feldera, { endpoint: "checkpoint_status", path: { pipeline_name } }, CheckpointStatus);
}

/** `GET …/checkpoint/sync_status`: the same of copies to the object store, by UUID. */
export function getCheckpointSyncStatus(
  feldera: Feldera,
  pipeline_name: string,
): Promise<CheckpointSyncStatus> {
  const request = { endpoint: "checkpoint_sync_status", path: { pipeline_name } } as const;
  return fetchJson(feldera, request, CheckpointSyncStatus);
}

/** `GET …/checkpoints/remote`: what the object store holds; 500 `CheckpointFetchError` without one. */
export function listRemoteCheckpoints(feldera: Feldera, pipeline_name: string): Promise<RemoteCheckpoint[]> {
  const request = { endpoint: "list_remote_checkpoints", path: { pipeline_name } } as const;
  return fetchJson(feldera, request, z.array(RemoteCheckpoint));
}
