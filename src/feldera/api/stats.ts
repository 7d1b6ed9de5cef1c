import { InputStats, OutputStats, Stats } from "../schemas/stats.ts";
import { type Feldera, fetchJson } from "./call.ts";

/** `GET /v0/pipelines/{pipeline_name}/stats`, with the connectors' last errors; needs a deployed pipeline. */
export function getStats(feldera: Feldera, pipeline_name: string): Promise<Stats> {
  const query = { include_connector_errors: true };
  return fetchJson(feldera, { endpoint: "pipeline_stats", path: { pipeline_name }, query }, Stats);
}

/** `GET …/tables/{table_name}/connectors/{connector_name}/stats`: one input, with its last errors. */
export function getInputStats(
  feldera: Feldera,
  path: { pipeline_name: string; table_name: string; connector_name: string },
): Promise<InputStats> {
  return fetchJson(feldera, { endpoint: "input_connector_stats", path }, InputStats);
}

/** `GET …/views/{view_name}/connectors/{connector_name}/stats`: one output, with its last errors. */
export function getOutputStats(
  feldera: Feldera,
  path: { pipeline_name: string; view_name: string; connector_name: string },
): Promise<OutputStats> {
  return fetchJson(feldera, { endpoint: "output_connector_stats", path }, OutputStats);
}
