import { TimeSeries } from "../schemas/metrics.ts";
import { type Feldera, fetchJson } from "./call.ts";

/** `GET /v0/pipelines/{pipeline_name}/time_series`: a sample a second of the last minute, oldest first. */
export function getTimeSeries(feldera: Feldera, pipeline_name: string): Promise<TimeSeries> {
  return fetchJson(feldera, { endpoint: "time_series", path: { pipeline_name } }, TimeSeries);
}
