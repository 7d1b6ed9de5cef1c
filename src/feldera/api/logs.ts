import type { LogBytes } from "../source.ts";
import type { Feldera } from "./call.ts";

/** `GET /v0/pipelines/{pipeline_name}/logs`: the log buffer, read until the endless stream falls silent. */
export function readLogs(feldera: Feldera, pipeline_name: string): Promise<LogBytes> {
  return feldera.source.readLog({ endpoint: "pipeline_logs", path: { pipeline_name } }, feldera.scope);
}
