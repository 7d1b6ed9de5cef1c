import { BundleError } from "../bundle/errors.ts";
import { PIPELINE_CONFIG_FILE } from "../bundle/members.ts";
import { FelderaError } from "../errors.ts";
import { PipelineConfig } from "../schemas/pipeline.ts";
import { type Feldera, fetchJson, readJson } from "./call.ts";
import { BUNDLE_PARTS, fetchSupportBundle } from "./support-bundle.ts";

/**
 * A pipeline's whole record with the generated Rust, which `GET /v0/pipelines/{pipeline_name}` strips: from
 * `GET …/support_bundle` with the configuration alone, some 100 kB, whatever the pipeline's state.
 *
 * @throws FelderaError
 */
export async function fetchPipelineConfig(feldera: Feldera, pipeline_name: string): Promise<PipelineConfig> {
  if (feldera.source.kind === "bundle") {
    return fetchJson(feldera, { endpoint: "get_pipeline", path: { pipeline_name } }, PipelineConfig);
  }
  const skip = BUNDLE_PARTS.filter((part) => part !== "pipeline_config");
  const zip = await fetchSupportBundle(feldera, pipeline_name, { collect: true, limit: 1, skip });
  return readJson(feldera, "support_bundle", await configInBundle(zip, feldera), PipelineConfig);
}

async function configInBundle(zip: Uint8Array, { limits }: Feldera): Promise<Uint8Array> {
  const [{ openBundleBytes }, { chooseCollection }] = await Promise.all([
    import("../bundle/archive.ts"),
    import("../bundle/choose.ts"),
  ]);
  try {
    const bundle = await openBundleBytes(zip, "the support bundle", {
      maxFileBytes: limits.jsonBytes,
      maxEntries: limits.bundleEntries,
    });
    return await bundle.read(chooseCollection(bundle), PIPELINE_CONFIG_FILE);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    const kind = error.kind === "missing_file" ? "not_in_bundle" : "bundle";
    const { message } = error;
    throw new FelderaError({ kind, message, endpoint: "support_bundle", retryable: false }, error);
  }
}
