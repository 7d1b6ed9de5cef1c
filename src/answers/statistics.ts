import * as z from "zod";
import { MetricsFacts } from "../analysis/metrics/metrics-facts-schema.ts";
import { OtherRuntime } from "../analysis/pipeline/runtime.ts";
import { ConnectorErrors } from "../analysis/stats/connector-errors.ts";
import { ConnectorStats } from "../analysis/stats/connectors.ts";
import { MemoryLimit } from "../analysis/stats/memory-limit.ts";
import { StatsFacts } from "../analysis/stats/stats-facts.ts";
import { TimeSeriesFacts } from "../analysis/time-series/time-series-facts.ts";
import { MissingPart } from "../feldera/parts/missing-part.ts";
import { Causes, Finding } from "./diagnosis.ts";
import { EngineMissing, UnoptimizedProfile } from "./unoptimized.ts";

/** What get_stats answers. */
export const StatsAnswer = StatsFacts.extend({
  pipeline_name: z.string(),
  findings: z
    .array(Finding)
    .describe("What the rules of a diagnosis find in what was read here, and how many of them could look"),
  unoptimized: UnoptimizedProfile.optional(),
  other_runtime: OtherRuntime.optional(),
  causes: Causes,
  memory_limit: z
    .union([MemoryLimit, z.literal("none")])
    .optional()
    .describe("`none` where the process says so; absent where nothing that was read tells it"),
  metrics_missing: MissingPart.optional().describe(
    "Why the metrics were not read, which tell the limit that memory pressure is measured against",
  ),
  configuration_missing: MissingPart.optional().describe("Why the configuration was not read"),
  second_sample_missing: MissingPart.optional().describe(
    "Why there is no second sample although one was wanted: the figures are those of the first",
  ),
});

export type StatsAnswer = z.infer<typeof StatsAnswer>;

/** What get_metrics answers. */
export const MetricsAnswer = MetricsFacts.extend({
  pipeline_name: z.string(),
  pattern: z.string().optional(),
  labels: z.string().optional(),
  unoptimized: UnoptimizedProfile.optional(),
  engine_missing: EngineMissing.optional(),
  live: z.boolean().describe("Whether a second scrape could be made"),
});

export type MetricsAnswer = z.infer<typeof MetricsAnswer>;

/** What get_time_series answers. */
export const TimeSeriesAnswer = TimeSeriesFacts.extend({ pipeline_name: z.string() });

export type TimeSeriesAnswer = z.infer<typeof TimeSeriesAnswer>;

/** What get_connector_stats answers. */
export const ConnectorAnswer = z.object({
  pipeline_name: z.string(),
  connector: ConnectorStats,
  errors: ConnectorErrors,
  configuration: z
    .unknown()
    .optional()
    .describe("As the program declares it; absent where it does not, or was not read"),
  configuration_missing: MissingPart.optional(),
});

export type ConnectorAnswer = z.infer<typeof ConnectorAnswer>;
