import { fetchHeapProfile, fetchHeapProfileBundle, isHeapProfileLimit } from "../../feldera/api/profiles.ts";
import { openBundleBytes } from "../../feldera/bundle/archive.ts";
import { chooseCollection } from "../../feldera/bundle/choose.ts";
import { BundleError } from "../../feldera/bundle/errors.ts";
import { HEAP_PROFILE_FILE } from "../../feldera/bundle/members.ts";
import { words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import type { ToolContext } from "../tool.ts";

export interface HeapProfile {
  /** As Feldera sent it: a gzipped pprof. */
  readonly bytes: Uint8Array;
  readonly fetchedFrom: "heap_profile" | "support_bundle" | "earlier_call";
}

/** What a profile is compared with. */
export interface HeapBaseline {
  readonly bytes: Uint8Array;
  readonly pipeline_name: string;
}

const PROFILE_ID = /^(?:heap|cpu)-[0-9a-f]+$/;

/**
 * The profile that an earlier answer named.
 *
 * @throws ToolError where it is not kept, or of another pipeline
 */
export function earlierHeapProfile(
  profile_id: string,
  pipeline_name: string,
  { profiles }: ToolContext,
): HeapProfile {
  const earlier = profiles.find(profile_id, "heap");
  if (earlier.pipeline_name === pipeline_name) return { bytes: earlier.bytes, fetchedFrom: "earlier_call" };
  throw new ToolError(
    words`${profile_id} is a profile of ${earlier.pipeline_name}, not of ${pipeline_name}.`,
    words`Give pipeline_name as ${earlier.pipeline_name}; as baseline it may be another pipeline's.`,
  );
}

/**
 * The profile that an earlier answer named, or the one of another collection of the bundle that this server reads.
 *
 * @throws ToolError, and BundleError or FelderaError where the collection cannot be read
 */
export async function heapBaseline(
  baseline: string,
  pipeline_name: string,
  context: ToolContext,
): Promise<HeapBaseline> {
  if (PROFILE_ID.test(baseline)) return context.profiles.find(baseline, "heap");
  const feldera = await context.otherCollection(baseline);
  const { bytes } = await heapProfile(pipeline_name, { ...context, feldera });
  return { bytes, pipeline_name };
}

/**
 * A pipeline's heap profile; where it takes longer or is larger than the manager's limits on the direct call,
 * by way of a support bundle that holds nothing else.
 *
 * @throws FelderaError, or ToolError where the bundle does not hold it either
 */
export async function heapProfile(pipeline_name: string, context: ToolContext): Promise<HeapProfile> {
  const { feldera, progress, prepareAnalysis } = context;
  progress("waiting for the heap profile");
  prepareAnalysis();
  try {
    return { bytes: await fetchHeapProfile(feldera, pipeline_name), fetchedFrom: "heap_profile" };
  } catch (error) {
    if (!isHeapProfileLimit(error)) throw error;
  }
  progress("the manager's 10 s were not enough; waiting for a support bundle with the heap profile alone");
  const zip = await fetchHeapProfileBundle(feldera, pipeline_name);
  return { bytes: await heapProfileInBundle(zip, context), fetchedFrom: "support_bundle" };
}

async function heapProfileInBundle(zip: Uint8Array, { limits, cleaner }: ToolContext): Promise<Uint8Array> {
  try {
    const bundle = await openBundleBytes(zip, "the support bundle", {
      maxFileBytes: limits.heapProfileBytes,
      maxEntries: limits.bundleEntries,
    });
    return await bundle.read(chooseCollection(bundle), HEAP_PROFILE_FILE);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new ToolError(
      words`The heap profile passed the manager's limits (10 s, 50 MiB), and the support bundle tried in its place did not hold it: ${cleaner.text(error.message)}`,
      words`Try again when the pipeline is less busy.`,
    );
  }
}
