import { TimeSeries } from "../schemas/metrics.ts";
import { type Feldera, fetchJson, readJson } from "./call.ts";

/** `GET /v0/pipelines/{pipeline_name}/time_series`: a sample a second of the last minute, oldest first. */
export function getTimeSeries(feldera: Feldera, pipeline_name: string): Promise<TimeSeries> {
  return fetchJson(feldera, { endpoint: "time_series", path: { pipeline_name } }, TimeSeries);
}

/** The same, as they were saved with a bundle; undefined where none were. @throws FelderaError where they cannot be read */
export async function getTimeSeriesBeside(feldera: Feldera): Promise<TimeSeries | undefined> {
  const body = await feldera.source.timeSeriesBeside?.();
  return body && readJson(feldera, "time_series", body, TimeSeries);
}
