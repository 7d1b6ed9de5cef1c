import * as z from "zod";
import { Quantile } from "./quantile.ts";
import { MetricUnit } from "./unit.ts";

/** A number, a bigint where a double could not hold it, or the name of what JSON has no number for. */
const MetricValue = z.union([z.number(), z.bigint(), z.enum(["NaN", "Infinity", "-Infinity"])]);

const HistogramFacts = z.object({
  count: z.number(),
  /** Sum divided by count. */
  mean: z.number().optional(),
  p50: Quantile.optional(),
  p90: Quantile.optional(),
  p99: Quantile.optional(),
});

const SeriesRow = z.object({
  name: z.string(),
  unit: MetricUnit.optional(),
  /** Without those that every series has. */
  labels: z.record(z.string(), z.string()),
  /** One of the two. */
  value: MetricValue.optional(),
  histogram: HistogramFacts.optional(),
  /** Of a counter, or of a histogram's count, between two scrapes. */
  per_sec: z.number().optional(),
  /** Why there is no rate although two scrapes were made and the series has one. */
  no_rate: z.enum(["new", "fell", "sliding window"]).optional(),
});

const FamilyRow = z.object({
  name: z.string(),
  type: z.string(),
  description: z.string().optional(),
  series: z.number(),
});

export const MetricsFacts = z.object({
  families_in_all: z.number(),
  /** Whether there is nothing but what the manager itself tells of a pipeline that is not deployed. */
  managers_only: z.boolean(),
  /** Those that match `pattern`, all of them without one. */
  families: z.array(FamilyRow),
  /** Absent where only the families were asked for. */
  series: z.array(SeriesRow).optional(),
  /** Of the series that stay 0 while all is well, those that are not; only where the families alone were asked for. */
  trouble: z.object({ series: z.array(SeriesRow), of: z.number() }).optional(),
  /** Of the matching families, before `labels` and `limit`. */
  series_of_families: z.number(),
  /** Those that match `labels` too, before `limit`. */
  series_in_all: z.number(),
  /** Labels that every series of the scrape has, with the same value. */
  common_labels: z.record(z.string(), z.string()),
  /** Between the two scrapes, where there were two. */
  window_secs: z.number().optional(),
  /** Lines or values that could not be read. */
  unread: z.object({ count: z.number(), examples: z.array(z.string()) }),
});

export type MetricsFacts = z.infer<typeof MetricsFacts>;
export type SeriesRow = z.infer<typeof SeriesRow>;
export type FamilyRow = z.infer<typeof FamilyRow>;
export type MetricValue = z.infer<typeof MetricValue>;
