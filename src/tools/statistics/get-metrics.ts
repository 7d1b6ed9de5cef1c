import * as z from "zod";
import { metricsFacts } from "../../analysis/metrics/metrics-facts.ts";
import type { Scrape } from "../../analysis/metrics/model.ts";
import { compilePattern } from "../../analysis/pattern.ts";
import { MetricsAnswer } from "../../answers/statistics.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { pause } from "../../feldera/pause.ts";
import { words } from "../../text/page/words.ts";
import { renderMetrics } from "../../text/statistics/metrics.ts";
import { ToolError } from "../errors.ts";
import { defineTool, pipeline_name, READ_ONLY, type ToolContext } from "../tool.ts";
import { unoptimizedOffline } from "../unoptimized.ts";
import { scrapeMetrics } from "./scrape.ts";

const pattern = z.string().min(1).max(1000).optional();

export const getMetrics = defineTool({
  name: "get_metrics",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "metrics",
  title: "Get metrics",
  description:
    "A pipeline's metrics by a pattern: counters and gauges with units, histograms as count, mean, percentiles. Without arguments: what is unusual, and which families there are.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    pattern: pattern.describe("RE2 on families' names, such as latency or ^records_"),
    labels: pattern.describe("RE2 on labels, written endpoint=orders.kafka,worker=0"),
    delta_secs: z.int().min(0).max(20).default(0).describe("Seconds between two scrapes, for rates"),
    limit: z.int().min(1).max(1000).default(40).describe("Series"),
  }),
  facts: MetricsAnswer,
  timeLimitMs: ({ delta_secs }, limits) => limits.callMs + delta_secs * 1000,
  async run({ pipeline_name, delta_secs, limit, ...chosen }, context) {
    const { feldera } = context;
    const live = feldera.source.kind === "feldera";
    if (delta_secs > 0 && !live) throw noSecondScrape();
    const options = {
      ...(chosen.pattern !== undefined && { pattern: compilePattern(chosen.pattern) }),
      ...(chosen.labels !== undefined && { labels: compilePattern(chosen.labels) }),
    };
    const listsFamilies = chosen.pattern === undefined && chosen.labels === undefined && delta_secs === 0;
    const first = await scrapeOf(feldera, pipeline_name);
    const second = delta_secs > 0 ? await secondScrape(pipeline_name, first, delta_secs, context) : undefined;
    return {
      pipeline_name,
      live,
      ...metricsFacts(second?.scrape ?? first.scrape, {
        ...options,
        ...(!listsFamilies && { limit }),
        ...(second && { before: { scrape: first.scrape, secs: second.secs } }),
      }),
      ...(chosen.pattern !== undefined && { pattern: chosen.pattern }),
      ...(chosen.labels !== undefined && { labels: chosen.labels }),
      ...(await unoptimizedOffline(context, pipeline_name)),
    };
  },
  render: renderMetrics,
});

function noSecondScrape(): ToolError {
  return new ToolError(
    words`A support bundle holds one scrape of the metrics, so there are no rates.`,
    words`Call again without delta_secs; another collection of the bundle holds the values of another time.`,
  );
}

interface TimedScrape {
  readonly scrape: Scrape;
  /** When it had come, on the clock of `performance.now()`. */
  readonly atMs: number;
}

async function scrapeOf(feldera: Feldera, pipeline_name: string): Promise<TimedScrape> {
  const scrape = await scrapeMetrics(feldera, pipeline_name);
  return { scrape, atMs: performance.now() };
}

async function secondScrape(
  pipeline_name: string,
  first: TimedScrape,
  delta_secs: number,
  { feldera, progress }: ToolContext,
): Promise<{ scrape: Scrape; secs: number }> {
  const { signal } = feldera.scope;
  progress(`waiting ${delta_secs} s for the second scrape`);
  await pause(delta_secs * 1000, signal, "metrics");
  const { scrape, atMs } = await scrapeOf(feldera, pipeline_name);
  return { scrape, secs: (atMs - first.atMs) / 1000 };
}
