import type { LogBytes } from "../source.ts";
import type { Feldera } from "./call.ts";

/**
 * `GET /v0/pipelines/{pipeline_name}/logs`: the log buffer. A manager from 0.370 on ends its answer there; an older one
 * does not know `follow`, and is read until it falls silent.
 */
export function readLogs(feldera: Feldera, pipeline_name: string): Promise<LogBytes> {
  const request = { endpoint: "pipeline_logs", path: { pipeline_name }, query: { follow: false } } as const;
  return feldera.source.readLog(request, feldera.scope);
}
