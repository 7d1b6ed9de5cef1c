import { type LogOptions, logJob } from "../../analysis/jobs/log.ts";
import type { LogFacts } from "../../analysis/logs/log-facts.ts";
import { readLogs } from "../../feldera/api/logs.ts";
import type { MissingPart } from "../../feldera/parts/missing-part.ts";
import type { LogBytes } from "../../feldera/source.ts";
import type { ToolContext } from "../tool.ts";

export interface PipelineLog {
  readonly facts: LogFacts;
  readonly stoppedBy: LogBytes["stoppedBy"];
}

/** What is asked of a log; the rest is this server's limits. */
export type LogQuestion = Omit<LogOptions, "maxLineBytes" | "maxShownBytes">;

type Reading = Pick<ToolContext, "feldera" | "limits" | "cleaner" | "analyse">;

/**
 * Reads a pipeline's log. What its secrets are is known from then on, wherever else they turn up.
 *
 * @throws FelderaError, InvalidPattern, AnalysisStopped
 */
export async function pipelineLog(
  pipeline_name: string,
  question: LogQuestion,
  context: Reading,
): Promise<PipelineLog> {
  const log = await readLogs(context.feldera, pipeline_name);
  return { facts: await logFacts(log, question, context), stoppedBy: log.stoppedBy };
}

/** @throws InvalidPattern, AnalysisStopped */
export async function logFacts(
  { chunks, bytesDropped }: LogBytes,
  question: LogQuestion,
  { limits, cleaner, analyse }: Omit<Reading, "feldera">,
): Promise<LogFacts> {
  const { own, learned } = cleaner.known();
  const { facts, secrets } = await analyse(logJob, {
    bytes: Buffer.concat(chunks),
    startsMidLine: bytesDropped > 0,
    secrets: { own: [...own], learned: [...learned] },
    options: { ...question, maxLineBytes: limits.logLineBytes, maxShownBytes: limits.logShownBytes },
  });
  cleaner.takeOver(secrets);
  return facts;
}

/** Why a log was not read to its end, where that is so. */
export function cutShort(stoppedBy: PipelineLog["stoppedBy"]): MissingPart | undefined {
  const cutBy = CUT_BY[stoppedBy];
  return cutBy === undefined ? undefined : { kind: "truncated", message: `cut short by ${cutBy}` };
}

const CUT_BY: Readonly<Record<PipelineLog["stoppedBy"], string | undefined>> = {
  silence: undefined,
  end: undefined,
  "caught up": undefined,
  "silence within a line": "a silence within a line",
  "cut connection": "a cut connection",
  "time limit": "this server's time limit",
  "byte limit": "this server's byte limit",
};
