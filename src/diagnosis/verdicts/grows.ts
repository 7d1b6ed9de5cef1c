import * as z from "zod";
import { MemoryLimit, memoryLimit } from "../../analysis/stats/memory-limit.ts";
import { SeriesFacts } from "../../analysis/time-series/trend.ts";
import { Integer } from "../../feldera/schemas/values.ts";
import { bytes, percent, span } from "../../text/page/format.ts";
import { joined, type Words, words } from "../../text/page/words.ts";
import { defineVerdict } from "../verdict.ts";

const Trend = SeriesFacts.shape.trend.unwrap();

/** Does memory, storage or state grow, and towards which limit. */
export const grows = defineVerdict({
  verdict: "grows",
  label: words`Grows`,
  parts: ["stats", "time_series"],
  about: z.object({
    rss_bytes: Integer.optional(),
    limit: MemoryLimit.optional(),
    storage_bytes: Integer.optional(),
    /** What the time series say, and over how long. */
    window_ms: z.number().optional(),
    memory: Trend.optional(),
    storage: Trend.optional(),
  }),
  judge(evidence, findings) {
    const { stats, time_series } = evidence;
    if (stats === undefined) return undefined;
    const limit = memoryLimit(evidence);
    const memory = time_series?.memory?.trend;
    const storage = time_series?.storage?.trend;
    const isTrouble = findings.some(
      ({ rule, severity }) =>
        severity !== "info" &&
        (rule.startsWith("memory/") || rule.startsWith("storage/") || rule === "engine/unbounded-state"),
    );
    return {
      standing: isTrouble ? ("trouble" as const) : ("unknown" as const),
      about: {
        ...(stats.memory.rss_bytes !== undefined && { rss_bytes: stats.memory.rss_bytes }),
        ...(limit !== undefined && limit !== "none" && { limit }),
        ...(stats.storage.bytes !== undefined && { storage_bytes: stats.storage.bytes }),
        ...(time_series?.window && { window_ms: time_series.window.ms }),
        ...(memory && { memory }),
        ...(storage && { storage }),
      },
    };
  },
  tell({ rss_bytes, limit, storage_bytes, window_ms, memory, storage }) {
    const of =
      limit?.share === undefined
        ? undefined
        : words` (${percent(limit.share)} of its limit of ${bytes(Number(limit.bytes))})`;
    const parts: Words[] = [
      ...(rss_bytes === undefined
        ? []
        : [words`memory ${bytes(Number(rss_bytes))}${of}${trendWords(memory)}`]),
      ...(storage_bytes === undefined
        ? []
        : [words`storage ${bytes(Number(storage_bytes))}${trendWords(storage)}`]),
    ];
    const over = window_ms === undefined ? undefined : words` over the last ${span(window_ms)}`;
    return words`${joined(parts, words`, `)}${over}; whether state grows without end is not known`;
  },
});

function trendWords(trend: z.infer<typeof Trend> | undefined): Words | undefined {
  return trend && words`, ${trend.direction}`;
}
