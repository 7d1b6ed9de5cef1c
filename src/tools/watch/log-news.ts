import type { WatchAnswer } from "../../answers/watch.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { logAfter, wholeLog } from "../pipeline/log-reading.ts";
import { cutShort, logFacts } from "../pipeline/pipeline-log.ts";
import type { ToolContext } from "../tool.ts";

const NEWS_SHOWN = 20;

const QUESTION = { level: "warn", run: "all", tail: NEWS_SHOWN } as const;

type LogNews = Pick<WatchAnswer, "log_news" | "log_missing">;

/** Reads where a log ends now, and returns what reads what came after: by its position, or else by its newest time. */
export async function logFromNow(
  pipeline_name: string,
  context: ToolContext,
): Promise<() => Promise<LogNews>> {
  const begun = await partOf(wholeLog(context.feldera, pipeline_name));
  if (begun.missing) return async () => ({ log_missing: begun.missing });
  const { log, position } = begun.value;
  if (position !== undefined)
    return () => newsOf(logAfter(context.feldera, pipeline_name, position), {}, context);
  const { newest } = await logFacts(log, { run: "all", tail: 1 }, context);
  // Feldera's own clock: a record of that very moment has been read already.
  const since = newest?.epochMs === undefined ? {} : { since: newest.epochMs + 1 };
  return () => newsOf(wholeLog(context.feldera, pipeline_name), since, context);
}

async function newsOf(
  reading: ReturnType<typeof logAfter>,
  since: { readonly since?: number },
  context: ToolContext,
): Promise<LogNews> {
  const read = await partOf(reading);
  if (read.missing) return { log_missing: read.missing };
  const { log, after } = read.value;
  const { records, counts } = await logFacts(log, { ...QUESTION, ...since }, context);
  const lines_lost = after?.lines_lost;
  const missing = cutShort(log.stoppedBy);
  return {
    log_news: { records, matched: counts.matched, ...(lines_lost ? { lines_lost } : {}) },
    ...(missing && { log_missing: missing }),
  };
}
