import { scrapeOfJson } from "../../analysis/metrics/json.ts";
import type { Scrape } from "../../analysis/metrics/model.ts";
import { scrapeOfPrometheus } from "../../analysis/metrics/prometheus.ts";
import type { Feldera } from "../../feldera/api/call.ts";
import { getMetrics } from "../../feldera/api/metrics.ts";

/** A pipeline's metrics now, in whichever format they come. @throws FelderaError */
export async function scrapeMetrics(feldera: Feldera, pipeline_name: string): Promise<Scrape> {
  const body = await getMetrics(feldera, pipeline_name);
  return "families" in body ? scrapeOfJson(body.families) : scrapeOfPrometheus(body.prometheus);
}
