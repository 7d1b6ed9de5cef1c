import { fetchHeapProfile, fetchHeapProfileBundle, isHeapProfileLimit } from "../../feldera/api/profiles.ts";
import { BundleError } from "../../feldera/bundle/errors.ts";
import { HEAP_PROFILE_FILE } from "../../feldera/bundle/members.ts";
import { words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";
import type { ToolContext } from "../tool.ts";

export interface HeapProfile {
  /** As Feldera sent it: a gzipped pprof. */
  readonly bytes: Uint8Array;
  readonly fetched_from: "endpoint" | "support_bundle";
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
    return { bytes: await fetchHeapProfile(feldera, pipeline_name), fetched_from: "endpoint" };
  } catch (error) {
    if (!isHeapProfileLimit(error)) throw error;
  }
  progress("the manager's 10 s were not enough; waiting for a support bundle with the heap profile alone");
  const zip = await fetchHeapProfileBundle(feldera, pipeline_name);
  return { bytes: await heapProfileInBundle(zip, context), fetched_from: "support_bundle" };
}

async function heapProfileInBundle(zip: Uint8Array, { limits, cleaner }: ToolContext): Promise<Uint8Array> {
  const [{ openBundleBytes }, { chooseCollection }] = await Promise.all([
    import("../../feldera/bundle/archive.ts"),
    import("../../feldera/bundle/choose.ts"),
  ]);
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
