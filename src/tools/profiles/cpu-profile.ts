import type { Feldera } from "../../feldera/api/call.ts";
import { fetchSamplyProfile } from "../../feldera/api/profiles.ts";
import { pause } from "../../feldera/pause.ts";
import { words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import type { ToolContext } from "../tool.ts";

/** samply symbolises after its time is up, and Feldera says 0 s then. */
export const POLL_SECS = 2;

/** The longest that one call waits for a recording. */
export const MAX_WAIT_SECS = 50;

interface Which {
  readonly pipeline_name: string;
  readonly ordinal: number;
  /** Whether to wait for a recording that is under way, rather than take the last one that is finished. */
  readonly latest: boolean;
}

export type AwaitedRecording =
  | { readonly profile: { readonly bytes: Uint8Array; readonly fetched_from: "endpoint" } }
  | { readonly profile?: never; readonly secs_left: number };

/**
 * Waits so many seconds for a recording, even where it takes longer than that: the one who asks cannot sleep before
 * asking again.
 *
 * @throws FelderaError
 */
export async function awaitedRecording(
  { pipeline_name, latest, ordinal }: Which,
  waitSecs: number,
  { feldera, progress, prepareAnalysis }: ToolContext,
): Promise<AwaitedRecording> {
  prepareAnalysis();
  const untilMs = performance.now() + waitSecs * 1000;
  for (;;) {
    const found = await fetchSamplyProfile(feldera, pipeline_name, { latest, ordinal });
    if (found.state === "recorded") return { profile: { bytes: found.profile, fetched_from: "endpoint" } };
    const leftMs = untilMs - performance.now();
    if (leftMs <= 0) return { secs_left: found.retryAfterSecs };
    const pauseMs = Math.min(Math.max(found.retryAfterSecs, POLL_SECS) * 1000, leftMs);
    progress(`waiting for the recording, which has ${found.retryAfterSecs} s to go`);
    const { signal } = feldera.scope;
    await pause(pauseMs, signal, "samply_profile");
  }
}

/**
 * The last finished recording of a collection.
 *
 * @throws FelderaError, ToolError
 */
export async function finishedRecording(
  collection: string,
  { pipeline_name, ordinal }: Omit<Which, "latest">,
  feldera: Feldera,
): Promise<Uint8Array> {
  const found = await fetchSamplyProfile(feldera, pipeline_name, { latest: false, ordinal });
  if (found.state === "recorded") return found.profile;
  throw new ToolError(
    words`The collection ${collection} holds no finished CPU profile.`,
    words`Name another collection, or the profile_id of an earlier answer.`,
  );
}
