import type { LogBytes, LogNews } from "../source.ts";
import type { Feldera } from "./call.ts";

/**
 * `GET /v0/pipelines/{pipeline_name}/logs`: the log buffer. A manager from 0.370 on ends its answer there; an older one
 * does not know `follow`, and is read until it falls silent.
 */
export function readLogs({ source, scope }: Feldera, pipeline_name: string): Promise<LogBytes> {
  return source.readLog({ ...requestFor(pipeline_name), query: { follow: false } }, scope);
}

/** What a log has after a position; undefined from a manager before 0.350, which knows no positions. */
export function readLogsAfter(
  { source, scope }: Feldera,
  pipeline_name: string,
  position: string,
): Promise<LogNews | undefined> {
  return source.readLogAfter(requestFor(pipeline_name), position, scope);
}

/** The position of the end of a log that was just read; undefined where the manager gives none. */
export function positionOfLogEnd(
  { source, scope }: Feldera,
  pipeline_name: string,
  log: LogBytes,
): Promise<string | undefined> {
  return source.positionOfEnd(requestFor(pipeline_name), log, scope);
}

function requestFor(pipeline_name: string) {
  return { endpoint: "pipeline_logs", path: { pipeline_name } } as const;
}
