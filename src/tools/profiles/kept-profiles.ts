import { type ProfileKind, profileId } from "../../analysis/profiles/profile-id.ts";
import { bytes } from "../../text/page/format.ts";
import { joined, json, type Words, words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";

/** A profile as Feldera sent it. */
export interface FetchedProfile {
  readonly kind: ProfileKind;
  readonly pipeline_name: string;
  readonly bytes: Uint8Array;
}

/** The same under the id that an answer names. */
export interface KeptProfile extends FetchedProfile {
  readonly profile_id: string;
}

export interface KeptProfiles {
  /**
   * Keeps a profile for later calls, and lets go of those that were longest unused.
   *
   * @returns its id, undefined where it is too large to be kept
   */
  readonly keep: (profile: FetchedProfile) => string | undefined;
  /** @throws ToolError where it is no longer kept, or never was */
  readonly find: (profile_id: string, kind: ProfileKind) => KeptProfile;
  /** The one of a pipeline that was used last. */
  readonly newest: (kind: ProfileKind, pipeline_name: string) => KeptProfile | undefined;
}

export interface KeptProfilesLimits {
  readonly keptProfiles: number;
  readonly keptProfileBytes: number;
}

/** Of this many profiles that were let go it is remembered what they were of. */
const REMEMBERED = 100;

/**
 * The profiles of the last calls, so that later ones can look again, or compare.
 *
 * @param isReplica whether other servers may have answered the calls before, and have kept their profiles
 */
export function keptProfiles(limits: KeptProfilesLimits, isReplica = false): KeptProfiles {
  /** In the order of their last use. */
  const kept = new Map<string, KeptProfile>();
  /** The pipeline of each profile that was let go, the last one last. */
  const gone = new Map<string, string>();

  function use(profile: KeptProfile): KeptProfile {
    kept.delete(profile.profile_id);
    kept.set(profile.profile_id, profile);
    return profile;
  }

  function makeRoom(): void {
    let total = [...kept.values()].reduce((sum, profile) => sum + profile.bytes.length, 0);
    for (const [profile_id, profile] of kept) {
      if (kept.size <= limits.keptProfiles && total <= limits.keptProfileBytes) return;
      kept.delete(profile_id);
      total -= profile.bytes.length;
      gone.delete(profile_id);
      gone.set(profile_id, profile.pipeline_name);
      if (gone.size > REMEMBERED) gone.delete(gone.keys().next().value ?? "");
    }
  }

  return {
    keep(profile) {
      const { kind, pipeline_name, bytes } = profile;
      if (bytes.length > limits.keptProfileBytes) return undefined;
      const profile_id = profileId(kind, pipeline_name, bytes);
      use({ ...profile, profile_id });
      makeRoom();
      return kept.has(profile_id) ? profile_id : undefined;
    },
    newest(kind, pipeline_name) {
      const found = [...kept.values()].findLast(
        (one) => one.kind === kind && one.pipeline_name === pipeline_name,
      );
      return found && use(found);
    },
    find(profile_id, kind) {
      const found = kept.get(profile_id);
      if (found?.kind === kind) return use(found);
      const others = [...kept.values()].filter((profile) => profile.kind === kind);
      const mayBeElsewhere = isReplica && !gone.has(profile_id);
      throw notKept(profile_id, kind, gone.get(profile_id), others, limits, mayBeElsewhere);
    },
  };
}

function notKept(
  profile_id: string,
  kind: ProfileKind,
  pipeline_name: string | undefined,
  others: readonly KeptProfile[],
  limits: KeptProfilesLimits,
  mayBeElsewhere: boolean,
): ToolError {
  const kept = words`${limits.keptProfiles} profiles are kept, ${bytes(limits.keptProfileBytes)} in all, while this server runs.`;
  const elsewhere = words` Where several replicas of this server run, each keeps its own profiles: another may have kept this one.`;
  const named = joined(
    others.map((other) => words`${other.profile_id} (${other.pipeline_name})`),
    words`, `,
  );
  return new ToolError(
    pipeline_name === undefined
      ? words`There is no ${kind} profile ${profile_id}: the last ${kept}${mayBeElsewhere ? elsewhere : undefined}`
      : words`${profile_id}, of ${pipeline_name}, is no longer kept: the last ${kept}`,
    words`${newOne(kind, pipeline_name)}${others.length > 0 ? words` Kept are ${named}.` : undefined}`,
  );
}

/** The id follows from the content, so that a bundle's profile gets the same one again. */
function newOne(kind: ProfileKind, pipeline_name: string | undefined): Words {
  const args = pipeline_name === undefined ? undefined : words` ${json({ pipeline_name })}`;
  const call = {
    heap: words`summarize_heap_profile${args} fetches one of now`,
    cpu: words`summarize_samply_profile${args} fetches the last recording`,
    circuit: words`summarize_operators${args} fetches one of now`,
  }[kind];
  return words`${call}, or, from the same collection of a support bundle, the same one again.`;
}
