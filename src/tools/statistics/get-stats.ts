import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { StatsFacts, statsFacts } from "../../analysis/stats/facts.ts";
import { aborted } from "../../feldera/aborted.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { getStats as fetchStats } from "../../feldera/api/stats.ts";
import { MissingPart } from "../../feldera/parts/missing-part.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { whyMissing } from "../../text/not-checked.ts";
import type { Page } from "../../text/page/page.ts";
import { words } from "../../text/page/words.ts";
import { renderStats } from "../../text/statistics/stats.ts";
import { configurationOf, connectorArguments } from "../pipeline/connectors.ts";
import { defineTool, pipeline_name, READ_ONLY, type ToolContext } from "../tool.ts";

const Facts = StatsFacts.extend({
  pipeline_name: z.string(),
  /** Why the configuration was not read. */
  configuration_missing: MissingPart.optional(),
  /** Why there is no second sample although one was wanted: the figures are those of the first. */
  second_sample_missing: MissingPart.optional(),
});

export const getStats = defineTool({
  name: "get_stats",
  toolset: "debug",
  changesFeldera: false,
  endpoint: "pipeline_stats",
  title: "Get statistics",
  description:
    "How a running pipeline does now: what stands out, throughput, memory and storage against limits, transaction, checkpoint blockers, and a line per connector (queue, errors, lag), missing ones included. For a pipeline that is slow or puts out nothing.",
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
  facts: Facts,
  timeLimitMs: ({ window_secs }, limits) => limits.callMs + window_secs * 1000,
  async run({ pipeline_name, window_secs }, context) {
    const { feldera } = context;
    const wanted = feldera.source.kind === "bundle" ? 0 : window_secs;
    const first = await fetchStats(feldera, pipeline_name);
    const [pipeline, second] = await Promise.all([
      partOf(getPipeline(feldera, pipeline_name)),
      wanted === 0 ? undefined : partOf(secondSample(pipeline_name, wanted, context)),
    ]);
    const configuration = pipeline.missing ? undefined : configurationOf(pipeline.value);
    const sampled = second !== undefined && !second.missing;
    return {
      ...statsFacts(sampled ? second.value : first, sampled ? first : undefined, configuration),
      pipeline_name,
      ...(pipeline.missing && { configuration_missing: pipeline.missing }),
      ...(second?.missing && { second_sample_missing: second.missing }),
    };
  },
  render(facts, page) {
    const { pipeline_name, configuration_missing, second_sample_missing } = facts;
    renderStats(pipeline_name, facts, page);
    if (second_sample_missing !== undefined) {
      page.line(
        words`The second sample was not had: ${whyMissing(second_sample_missing)}. These figures are the first one's.`,
      );
    }
    if (configuration_missing !== undefined) {
      page.line(
        words`Declared connectors and configured limits were not checked: ${whyMissing(configuration_missing)}.`,
      );
    } else if (!facts.configuration_known) {
      page.line(
        words`Declared connectors or configured limits were not checked: the pipeline's record does not hold them.`,
      );
    }
    suggestNext(facts, page);
  },
});

async function secondSample(pipeline_name: string, secs: number, { feldera, progress }: ToolContext) {
  const { signal } = feldera.scope;
  progress(`waiting ${secs} s for a second sample`);
  await sleep(secs * 1000, undefined, { signal }).catch(() => {
    throw aborted(signal, "pipeline_stats");
  });
  return fetchStats(feldera, pipeline_name);
}

function suggestNext({ pipeline_name, connectors, findings }: z.output<typeof Facts>, page: Page): void {
  const failing = connectors.find((one) => one.troubles.some(isToldByConnectorStats));
  const args = failing && connectorArguments(failing);
  if (args) {
    page.next("get_connector_stats", { pipeline_name, ...args }, words`for its errors and its configuration`);
  }
  if (findings.some(({ finding }) => finding === "connectors missing" || finding === "nothing received")) {
    const why = words`for what the log says of connectors that are missing or receive nothing`;
    page.next("get_pipeline_logs", { pipeline_name, level: "warn" }, why);
  }
}

function isToldByConnectorStats(trouble: ConnectorStats["troubles"][number]): boolean {
  return trouble !== "missing" && trouble !== "paused";
}
