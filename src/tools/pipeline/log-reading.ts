import type { LogAnswer } from "../../answers/pipeline.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { positionOfLogEnd, readLogs, readLogsAfter } from "../../feldera/api/logs.ts";
import { FelderaError } from "../../feldera/errors.ts";
import type { LogBytes, LogNews } from "../../feldera/source.ts";
import { words } from "../../text/page/words.ts";
import { ToolError } from "../errors.ts";

export interface LogReading {
  readonly log: LogBytes;
  readonly position?: string;
  readonly after?: LogAnswer["after"];
}

/** The whole log, and where it ends; its position is worth no error. @throws FelderaError */
export async function wholeLog(feldera: Feldera, pipeline_name: string): Promise<LogReading> {
  const log = await readLogs(feldera, pipeline_name);
  const position = await positionOfLogEnd(feldera, pipeline_name, log).catch((error: unknown) => {
    if (error instanceof FelderaError) return undefined;
    throw error;
  });
  return { log, ...(position !== undefined && { position }) };
}

/**
 * What a log has after a position.
 *
 * @throws ToolError where there are no positions, FelderaError
 */
export async function logAfter(feldera: Feldera, pipeline_name: string, after: string): Promise<LogReading> {
  const news = await readLogsAfter(feldera, pipeline_name, after);
  if (news === undefined) throw noPositions(feldera);
  return { log: news, position: news.end, after: whatBecameOf(after, news) };
}

function whatBecameOf(after: string, { start }: LogNews): LogAnswer["after"] {
  return {
    lines_lost: start.gap,
    is_new_log: !after.toLowerCase().startsWith(`${start.epoch.toLowerCase()}:`),
  };
}

function noPositions({ source }: Feldera): ToolError {
  return source.kind === "bundle"
    ? new ToolError(
        words`A support bundle holds one log as it was: no position was given of it, and nothing came after it.`,
        words`Call without after.`,
      )
    : new ToolError(
        words`The manager of this Feldera is older than 0.350: it does not number the lines of a log, so that there is no position to read on from.`,
        words`Call without after; since narrows the log down.`,
      );
}
