import * as z from "zod";
import { metricsSigns } from "../../analysis/metrics/signs.ts";
import { pipelineFacts } from "../../analysis/pipeline/pipeline-facts.ts";
import { otherRuntime } from "../../analysis/pipeline/runtime.ts";
import { memoryLimit } from "../../analysis/stats/memory-limit.ts";
import { statsFacts } from "../../analysis/stats/stats-facts.ts";
import { StatsAnswer } from "../../answers/statistics.ts";
import { findingsAbout } from "../../diagnosis/diagnose.ts";
import { RULES } from "../../diagnosis/rules.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { getStats as fetchStats } from "../../feldera/api/stats.ts";
import { within } from "../../feldera/api/within.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { pause } from "../../feldera/pause.ts";
import { unoptimizedProfile } from "../../feldera/settings/program.ts";
import { renderStatsAnswer } from "../../text/statistics/stats-answer.ts";
import { configurationOf } from "../pipeline/connectors.ts";
import { defineTool, pipeline_name, READ_ONLY, type ToolContext } from "../tool.ts";
import { scrapeMetrics } from "./scrape.ts";

export const getStats = defineTool({
  name: "get_stats",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "pipeline_stats",
  title: "Get statistics",
  description:
    "How a running pipeline does now: what stands out, throughput, memory and storage against limits, transaction, checkpoint blockers, and a line per connector (queue, errors, lag), missing ones included.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    window_secs: z
      .int()
      .min(0)
      .max(10)
      .default(1)
      .describe("Seconds between two samples; 0: averages since the start"),
  }),
  facts: StatsAnswer,
  timeLimitMs: ({ window_secs }, limits) => limits.callMs + window_secs * 1000,
  async run({ pipeline_name, window_secs }, context) {
    const { feldera } = context;
    const wanted = feldera.source.kind === "bundle" ? 0 : window_secs;
    const first = await fetchStats(feldera, pipeline_name);
    const [pipeline, metrics, second] = await Promise.all([
      partOf(getPipeline(feldera, pipeline_name)),
      partOf(scrapeMetrics(within(feldera, context.limits.diagnosePartMs), pipeline_name)),
      wanted === 0 ? undefined : partOf(secondSample(pipeline_name, wanted, context)),
    ]);
    const configuration = pipeline.missing ? undefined : configurationOf(pipeline.value);
    const sampled = second !== undefined && !second.missing;
    const stats = statsFacts(sampled ? second.value : first, sampled ? first : undefined, configuration);
    const evidence = {
      nowMs: feldera.source.nowMs(),
      stats,
      ...(metrics.value && { metrics: metricsSigns(metrics.value) }),
      ...(pipeline.value && { pipeline: pipelineFacts(pipeline.value) }),
    };
    const limit = memoryLimit(evidence);
    const other_runtime = otherRuntime(evidence);
    const unoptimized = evidence.pipeline && unoptimizedProfile(evidence.pipeline, stats.runtime_version);
    return {
      ...stats,
      ...findingsAbout(["stats", "metrics"], RULES, evidence),
      pipeline_name,
      ...(unoptimized !== undefined && { unoptimized }),
      ...(other_runtime && { other_runtime }),
      ...(limit && { memory_limit: limit }),
      ...(metrics.missing && { metrics_missing: metrics.missing }),
      ...(pipeline.missing && { configuration_missing: pipeline.missing }),
      ...(second?.missing && { second_sample_missing: second.missing }),
    };
  },
  render: (answer, page) => renderStatsAnswer(answer, RULES, page),
  picture: ({ pipeline_name }) => ({ pipeline_name, picture: "history" }),
});

async function secondSample(pipeline_name: string, secs: number, { feldera, progress }: ToolContext) {
  const { signal } = feldera.scope;
  progress(`waiting ${secs} s for a second sample`);
  await pause(secs * 1000, signal, "pipeline_stats");
  return fetchStats(feldera, pipeline_name);
}
