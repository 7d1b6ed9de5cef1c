import { setTimeout as sleep } from "node:timers/promises";
import { aborted } from "../../feldera/aborted.ts";
import { fetchSamplyProfile, type SamplyProfile } from "../../feldera/api/profiles.ts";
import { words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import type { ToolContext } from "../tool.ts";
import type { KeptProfile } from "./kept-profiles.ts";

/** samply symbolises after its time is up, and Feldera says 0 s then. */
export const POLL_SECS = 2;

/** The longest that one call waits for a recording. */
export const MAX_WAIT_SECS = 50;

export interface WhichProfile {
  readonly pipeline_name: string;
  /** Of an earlier answer: nothing is fetched. */
  readonly profile_id?: string | undefined;
  readonly latest: boolean;
  readonly ordinal: number;
  readonly wait_secs: number;
}

export type CpuProfile =
  | { readonly state: "recorded"; readonly kept: KeptProfile }
  | { readonly state: "recording"; readonly retryAfterSecs: number };

/** @throws FelderaError, or ToolError where the profile that is named is not kept, or is another pipeline's */
export async function cpuProfile(which: WhichProfile, context: ToolContext): Promise<CpuProfile> {
  const { pipeline_name, profile_id, wait_secs, latest, ordinal } = which;
  const { profiles } = context;
  if (profile_id !== undefined) {
    const kept = profiles.find(profile_id, "cpu");
    if (kept.pipeline_name === pipeline_name) return { state: "recorded", kept };
    throw new ToolError(
      words`The profile ${profile_id} is of the pipeline ${kept.pipeline_name}, not of ${pipeline_name}.`,
      words`Name that pipeline, or call without profile_id.`,
    );
  }
  const found = await awaitProfile(pipeline_name, { latest, ordinal }, wait_secs, context);
  if (found.state === "recording") return found;
  return { state: "recorded", kept: profiles.keep({ kind: "cpu", pipeline_name, bytes: found.profile }) };
}

/**
 * What to compare with: a profile of an earlier answer by its id, or that of another collection of the bundle.
 *
 * @throws FelderaError, ToolError, BundleError
 */
export async function baselineProfile(
  baseline: string,
  { pipeline_name, ordinal }: Pick<WhichProfile, "pipeline_name" | "ordinal">,
  { profiles, otherCollection }: ToolContext,
): Promise<KeptProfile> {
  if (/^(cpu|heap)-[0-9a-f]{8}$/.test(baseline)) return profiles.find(baseline, "cpu");
  const feldera = await otherCollection(baseline);
  const found = await fetchSamplyProfile(feldera, pipeline_name, { latest: false, ordinal });
  if (found.state === "recorded") return profiles.keep({ kind: "cpu", pipeline_name, bytes: found.profile });
  throw new ToolError(
    words`The collection ${baseline} holds no finished CPU profile.`,
    words`Name another collection, or the profile_id of an earlier answer.`,
  );
}

/** Waits even where the recording takes longer than that: the one who asks cannot sleep before asking again. */
async function awaitProfile(
  pipeline_name: string,
  choice: { latest: boolean; ordinal: number },
  waitSecs: number,
  { feldera, progress, prepareAnalysis }: ToolContext,
): Promise<SamplyProfile> {
  prepareAnalysis();
  const untilMs = performance.now() + waitSecs * 1000;
  for (;;) {
    const found = await fetchSamplyProfile(feldera, pipeline_name, choice);
    if (found.state === "recorded") return found;
    const leftMs = untilMs - performance.now();
    if (leftMs <= 0) return found;
    const pauseMs = Math.min(Math.max(found.retryAfterSecs, POLL_SECS) * 1000, leftMs);
    progress(`waiting for the recording, which has ${found.retryAfterSecs} s to go`);
    const { signal } = feldera.scope;
    await sleep(pauseMs, undefined, { signal }).catch(() => {
      throw aborted(signal, "samply_profile");
    });
  }
}
