import { isProfileId, type ProfileKind } from "../../analysis/profiles/profile-id.ts";
import type { ProfileSource } from "../../analysis/profiles/profile-source.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import type { ToolContext } from "../tool.ts";

interface Which {
  readonly kind: ProfileKind;
  readonly pipeline_name: string;
}

/**
 * The profile that an earlier answer named.
 *
 * @throws ToolError where it is not kept, or of another pipeline
 */
export function earlierProfile(
  profile_id: string,
  { kind, pipeline_name }: Which,
  { profiles }: ToolContext,
): { readonly bytes: Uint8Array; readonly fetched_from: "earlier_call" } {
  const earlier = profiles.find(profile_id, kind);
  if (earlier.pipeline_name === pipeline_name) return { bytes: earlier.bytes, fetched_from: "earlier_call" };
  throw new ToolError(
    words`${profile_id} is a profile of ${earlier.pipeline_name}, not of ${pipeline_name}.`,
    words`Give pipeline_name as ${earlier.pipeline_name}; as baseline it may be another pipeline's.`,
  );
}

/** What a profile is compared with. */
export interface Baseline {
  readonly bytes: Uint8Array;
  readonly pipeline_name: string;
  /** As the caller named it. */
  readonly named: string;
}

/**
 * The profile that an earlier answer named, or that of another collection of the bundle that this server reads.
 *
 * @param fetch fetches the profile of such a collection
 * @throws ToolError, BundleError, and what `fetch` throws
 */
export async function baselineProfile(
  named: string,
  { kind, pipeline_name }: Which,
  { profiles, otherCollection }: ToolContext,
  fetch: (feldera: Feldera) => Promise<Uint8Array>,
): Promise<Baseline> {
  if (isProfileId(named)) {
    const { bytes, pipeline_name: other } = profiles.find(named, kind);
    return { bytes, pipeline_name: other, named };
  }
  return { bytes: await fetch(await otherCollection(named)), pipeline_name, named };
}

/** Keeps a profile for later calls, and says which one it is. */
export function keepProfile(
  {
    bytes,
    fetched_from,
  }: { readonly bytes: Uint8Array; readonly fetched_from: ProfileSource["fetched_from"] },
  which: Which,
  baseline: Baseline | undefined,
  { profiles }: ToolContext,
): ProfileSource {
  return {
    fetched_from,
    profile_id: profiles.keep({ ...which, bytes }),
    ...(baseline && { baseline: { named: baseline.named, pipeline_name: baseline.pipeline_name } }),
  };
}
