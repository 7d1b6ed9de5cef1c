import { MetricFamilies } from "../schemas/metrics.ts";
import { type Feldera, readJson } from "./call.ts";

/** The two formats in which metrics come. */
export type MetricsBody = { readonly families: MetricFamilies } | { readonly prometheus: string };

/**
 * `GET /v0/pipelines/{pipeline_name}/metrics?format=json`. A support bundle holds Prometheus' text instead, and a
 * runtime that does not know the parameter sends it too.
 */
export async function getMetrics(feldera: Feldera, pipeline_name: string): Promise<MetricsBody> {
  const request = { endpoint: "metrics", path: { pipeline_name }, query: { format: "json" } } as const;
  const { body } = await feldera.source.fetch(request, feldera.scope);
  if (feldera.source.kind === "bundle" || body[0] === NUMBER_SIGN) {
    return { prometheus: new TextDecoder().decode(body) };
  }
  return { families: readJson(feldera, "metrics", body, MetricFamilies) };
}

/** What Prometheus' text begins with, and no JSON. */
const NUMBER_SIGN = 0x23;
