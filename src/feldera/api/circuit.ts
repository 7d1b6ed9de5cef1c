import { FelderaError } from "../errors.ts";
import { DataflowGraph } from "../schemas/program.ts";
import { type Feldera, fetchJson } from "./call.ts";

/**
 * `GET /v0/pipelines/{pipeline_name}/circuit_json_profile`: JSON of up to hundreds of MB, as bytes, for it must not be
 * parsed as a whole.
 */
export async function fetchCircuitProfile(feldera: Feldera, pipeline_name: string): Promise<Uint8Array> {
  const endpoint = "circuit_json_profile";
  const { body, status } = await feldera.source.fetch({ endpoint, path: { pipeline_name } }, feldera.scope);
  if (body.length > 0) return body;
  throw new FelderaError({
    kind: "truncated",
    message: "the profile is empty",
    endpoint,
    status,
    retryable: false,
  });
}

/** `GET /v0/pipelines/{pipeline_name}/dataflow_graph`: what the SQL compiler made of the program. */
export function getDataflowGraph(feldera: Feldera, pipeline_name: string): Promise<DataflowGraph> {
  return fetchJson(feldera, { endpoint: "dataflow_graph", path: { pipeline_name } }, DataflowGraph);
}
