import type { CurrentProgram } from "../../analysis/firefox/profiled-program.ts";
import type { ProfileKind } from "../../analysis/profiles/profile-id.ts";
import type { GeneratedOperator } from "../../analysis/program/main-rust.ts";
import type { LedgerProfiles } from "../../answers/ledger.ts";
import { fetchHeapProfile, fetchSamplyProfile } from "../../feldera/api/profiles.ts";
import { within } from "../../feldera/api/within.ts";
import { partOf } from "../../feldera/parts/part.ts";
import type { ToolContext } from "../tool.ts";
import { earlierProfile } from "./earlier-profile.ts";
import type { ProgramPlaces } from "./kept-programs.ts";
import { programPlaces } from "./program-places.ts";

/** Profiles of a pipeline that need not be taken anew. */
export interface ProfilesAtHand {
  readonly cpu_profile?: Uint8Array;
  readonly heap_profile?: Uint8Array;
  /** What ties their stacks to operators; absent where there is no profile. */
  readonly crates?: readonly GeneratedOperator[];
  readonly program?: CurrentProgram;
  readonly told: LedgerProfiles;
}

interface Asked {
  readonly pipeline_name: string;
  readonly cpu_profile_id?: string | undefined;
  readonly heap_profile_id?: string | undefined;
}

/**
 * The CPU and the heap profile that are named; else, from a bundle, those of its collection, and of a running pipeline
 * the last that an earlier call has fetched: none is taken for this.
 *
 * @throws ToolError where one that is named is not kept
 */
export async function profilesAtHand(asked: Asked, context: ToolContext): Promise<ProfilesAtHand> {
  const [cpu, heap] = await Promise.all([
    profileAtHand("cpu", asked.cpu_profile_id, asked, context),
    profileAtHand("heap", asked.heap_profile_id, asked, context),
  ]);
  if (cpu === undefined && heap === undefined) return { told: {} };
  const program = await programPlaces(context, asked.pipeline_name);
  return {
    ...(cpu && { cpu_profile: cpu.bytes }),
    ...(heap && { heap_profile: heap.bytes }),
    ...(program.value && { crates: program.value.crates, program: currentProgram(program.value) }),
    told: {
      ...(cpu?.profile_id !== undefined && { cpu_profile_id: cpu.profile_id }),
      ...(heap?.profile_id !== undefined && { heap_profile_id: heap.profile_id }),
      ...(program.missing && { crates_missing: program.missing }),
    },
  };
}

interface Found {
  readonly bytes: Uint8Array;
  readonly profile_id: string | undefined;
}

async function profileAtHand(
  kind: ProfileKind,
  profile_id: string | undefined,
  { pipeline_name }: Asked,
  context: ToolContext,
): Promise<Found | undefined> {
  const which = { kind, pipeline_name };
  if (profile_id !== undefined)
    return { bytes: earlierProfile(profile_id, which, context).bytes, profile_id };
  if (context.feldera.source.snapshot === undefined) return context.profiles.newest(kind, pipeline_name);
  const feldera = within(context.feldera, context.limits.programPlacesMs);
  const { value: bytes } = await partOf(
    kind === "heap" ? fetchHeapProfile(feldera, pipeline_name) : recordingIn(feldera, pipeline_name),
  );
  return bytes && { bytes, profile_id: context.profiles.keep({ ...which, bytes }) };
}

async function recordingIn(
  feldera: ToolContext["feldera"],
  pipeline_name: string,
): Promise<Uint8Array | undefined> {
  const found = await fetchSamplyProfile(feldera, pipeline_name, { latest: false, ordinal: 0 });
  return found.state === "recorded" ? found.profile : undefined;
}

function currentProgram({ pipeline_id, program_version }: ProgramPlaces): CurrentProgram {
  return {
    ...(pipeline_id !== undefined && { pipeline_id }),
    ...(program_version !== undefined && { version: String(program_version) }),
  };
}
