import {
  LISTED,
  LISTED_PIPELINES,
  type ListedPipeline,
  Pipeline,
  PipelineStatus,
} from "../schemas/pipeline.ts";
import { type Feldera, fetchJson } from "./call.ts";
import { fetchRows } from "./rows.ts";

/** `GET /v0/pipelines?selector=status_with_connectors`: every pipeline without its program and configuration. */
export function listPipelines(feldera: Feldera): Promise<ListedPipeline[]> {
  const query = { selector: "status_with_connectors" };
  return fetchRows(
    feldera,
    { endpoint: "list_pipelines", query },
    { wanted: LISTED, list: LISTED_PIPELINES },
  );
}

/** `GET /v0/pipelines/{pipeline_name}?selector=all`. */
export function getPipeline(feldera: Feldera, pipeline_name: string): Promise<Pipeline> {
  const request = { endpoint: "get_pipeline", path: { pipeline_name }, query: { selector: "all" } } as const;
  return fetchJson(feldera, request, Pipeline);
}

/** `GET /v0/pipelines/{pipeline_name}?selector=status_with_connectors`. */
export function getPipelineStatus(feldera: Feldera, pipeline_name: string): Promise<PipelineStatus> {
  const query = { selector: "status_with_connectors" };
  return fetchJson(feldera, { endpoint: "get_pipeline", path: { pipeline_name }, query }, PipelineStatus);
}
