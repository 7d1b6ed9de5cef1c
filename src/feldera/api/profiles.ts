import { FelderaError } from "../errors.ts";
import type { Feldera } from "./call.ts";
import { BUNDLE_PARTS, fetchSupportBundle } from "./support-bundle.ts";

/**
 * `GET /v0/pipelines/{pipeline_name}/heap_profile`: a gzipped pprof. Not tried again: what fails here for want
 * of time is better fetched with `fetchHeapProfileBundle`.
 */
export async function fetchHeapProfile(feldera: Feldera, pipeline_name: string): Promise<Uint8Array> {
  const request = { endpoint: "heap_profile", path: { pipeline_name }, retry: false } as const;
  return (await feldera.source.fetch(request, feldera.scope)).body;
}

/**
 * Whether an error of `fetchHeapProfile` is one of the limits of the direct call, 10 s and 50 MiB in the manager,
 * which a support bundle exceeds.
 */
export function isHeapProfileLimit(error: unknown): boolean {
  if (!(error instanceof FelderaError)) return false;
  const timedOut = error.kind === "unreachable" && /timeout/i.test(error.message);
  return timedOut || error.errorCode === "PipelineInteractionInvalidResponse";
}

/**
 * `GET /v0/pipelines/{pipeline_name}/support_bundle` with the heap profile alone, for which the manager allows
 * 120 s and 300 MiB.
 *
 * @returns the zip file
 */
export function fetchHeapProfileBundle(feldera: Feldera, pipeline_name: string): Promise<Uint8Array> {
  const skip = BUNDLE_PARTS.filter((part) => part !== "heap_profile");
  return fetchSupportBundle(feldera, pipeline_name, { collect: true, limit: 1, skip });
}

/** `POST /v0/pipelines/{pipeline_name}/samply_profile`: 202, the recording has begun. */
export async function startSamplyProfile(
  feldera: Feldera,
  pipeline_name: string,
  recording: { duration_secs: number; ordinal: number },
): Promise<void> {
  const request = { endpoint: "start_samply_profile", path: { pipeline_name }, query: recording } as const;
  await feldera.source.fetch(request, feldera.scope);
}

export type SamplyProfile =
  | { readonly state: "recorded"; readonly profile: Uint8Array }
  /** A recording is under way; `retryAfterSecs` is what is left of it, as Feldera says. */
  | { readonly state: "recording"; readonly retryAfterSecs: number };

/** `GET /v0/pipelines/{pipeline_name}/samply_profile`: a gzipped Firefox Profiler JSON, or 204 while recording. */
export async function fetchSamplyProfile(
  feldera: Feldera,
  pipeline_name: string,
  choice: { latest: boolean; ordinal: number },
): Promise<SamplyProfile> {
  const request = { endpoint: "samply_profile", path: { pipeline_name }, query: choice } as const;
  const reply = await feldera.source.fetch(request, feldera.scope);
  if (reply.status === 204) return { state: "recording", retryAfterSecs: reply.retryAfterSecs ?? 0 };
  if (reply.body.length === 0) {
    throw new FelderaError({
      kind: "truncated",
      message: "the profile is empty",
      endpoint: "samply_profile",
      status: reply.status,
      retryable: false,
    });
  }
  return { state: "recorded", profile: reply.body };
}
