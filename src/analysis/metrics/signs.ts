import * as z from "zod";
import { Integer } from "../../feldera/schemas/values.ts";
import type { Scrape } from "./model.ts";

/** What a diagnosis takes from a pipeline's metrics. */
export const MetricsSigns = z.object({
  /** What memory pressure is measured against; 0 where nothing limits it, absent where the runtime does not tell. */
  max_rss_bytes: Integer.optional(),
});

export type MetricsSigns = z.infer<typeof MetricsSigns>;

export function metricsSigns(scrape: Scrape): MetricsSigns {
  const max_rss_bytes = least(scrape, "max_rss_bytes");
  return max_rss_bytes === undefined ? {} : { max_rss_bytes };
}

/** The least value of a gauge, which has one for each host of a pipeline. */
function least({ families }: Scrape, name: string): number | bigint | undefined {
  const values = families
    .filter((family) => family.name === name)
    .flatMap(({ series }) => series.flatMap(({ value }) => Integer.safeParse(value).data ?? []));
  return values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))[0];
}
