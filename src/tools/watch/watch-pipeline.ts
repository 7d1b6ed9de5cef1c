import * as z from "zod";
import { isReached, type Look, UNTIL, watchFacts } from "../../analysis/watch/watched.ts";
import { WatchAnswer } from "../../answers/watch.ts";
import { getCheckpointStatus } from "../../feldera/api/checkpoint-status.ts";
import { getPipeline, getPipelineStatus } from "../../feldera/api/pipelines.ts";
import { getStats } from "../../feldera/api/stats.ts";
import { withoutWaiting } from "../../feldera/api/within.ts";
import type { MissingPart } from "../../feldera/parts/missing-part.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { pause } from "../../feldera/pause.ts";
import { renderWatch } from "../../text/pipeline/watch.ts";
import { configurationOf } from "../pipeline/connectors.ts";
import { defineTool, pipeline_name, READ_ONLY, type ToolContext } from "../tool.ts";
import { logFromNow } from "./log-news.ts";

export const watchPipeline = defineTool({
  name: "watch_pipeline",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "pipeline_stats",
  offline: [],
  title: "Watch a pipeline",
  description:
    "What happens within some seconds, or until a state is reached: states, rates, growth, new warnings and errors of the log. Instead of polling others.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    window_secs: z.int().min(0).max(50).default(20).describe("Seconds at most; 0: one look"),
    until: z.enum(UNTIL).optional().describe("Ends as soon as it is so"),
  }),
  facts: WatchAnswer,
  timeLimitMs: ({ window_secs }, limits) => limits.callMs + window_secs * 1000,
  async run({ pipeline_name, window_secs, until }, context) {
    const { feldera } = context;
    const [news, pipeline] = await Promise.all([
      logFromNow(pipeline_name, context),
      partOf(getPipeline(feldera, pipeline_name)),
    ]);
    const { looks, reached, stats_missing } = await watch(
      { pipeline_name, windowMs: window_secs * 1000, until },
      context,
    );
    const configuration = pipeline.missing ? undefined : configurationOf(pipeline.value);
    return {
      pipeline_name,
      window_secs,
      ...(until && { until }),
      ...watchFacts(looks, reached, configuration),
      ...(await news()),
      ...(stats_missing && { stats_missing }),
    };
  },
  render: renderWatch,
});

interface Watch {
  readonly pipeline_name: string;
  readonly windowMs: number;
  readonly until: (typeof UNTIL)[number] | undefined;
}

async function watch(
  { pipeline_name, windowMs, until }: Watch,
  context: ToolContext,
): Promise<{ looks: Look[]; reached?: boolean; stats_missing?: MissingPart }> {
  const { feldera, limits, progress } = context;
  const { signal } = feldera.scope;
  const beganMs = performance.now();
  const endsMs = beganMs + windowMs;
  const looks: Look[] = [];
  for (;;) {
    const atMs = looks.length === 0 ? 0 : Math.round(performance.now() - beganMs);
    const { look, stats_missing } = await lookAt(pipeline_name, atMs, until, context);
    looks.push(look);
    const [first = look] = looks;
    const reached = until && isReached(until, look, first);
    const leftMs = endsMs - performance.now();
    if (reached || leftMs <= 0) {
      return { looks, ...(reached !== undefined && { reached }), ...(stats_missing && { stats_missing }) };
    }
    progress(`${Math.ceil(leftMs / 1000)} s left${until === undefined ? "" : `, waiting for ${until}`}`);
    await pause(Math.min(limits.watchPollMs, leftMs), signal, "pipeline_stats");
  }
}

/** The status must be there; what only a running process tells may be missing at any time. */
async function lookAt(
  pipeline_name: string,
  ms: number,
  until: Watch["until"],
  { feldera, limits }: ToolContext,
): Promise<{ look: Look; stats_missing?: MissingPart }> {
  const brief = withoutWaiting(feldera, limits.diagnosePartMs);
  const [status, stats, checkpoints] = await Promise.all([
    getPipelineStatus(brief, pipeline_name),
    partOf(getStats(brief, pipeline_name)),
    until === "checkpoint" ? partOf(getCheckpointStatus(brief, pipeline_name)) : undefined,
  ]);
  const checkpoint = checkpoints?.value?.success;
  const look = {
    ms,
    status,
    ...(stats.value && { stats: stats.value }),
    ...(checkpoint != null && { checkpoint }),
  };
  return { look, ...(stats.missing && { stats_missing: stats.missing }) };
}
