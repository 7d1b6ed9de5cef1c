import type { Feldera } from "./call.ts";

/** What a collection can hold, each a query parameter that says whether to collect it. */
export const BUNDLE_PARTS = [
  "circuit_profile",
  "heap_profile",
  "metrics",
  "logs",
  "stats",
  "pipeline_config",
  "system_config",
  "dataflow_graph",
  "pipeline_events",
] as const;

export type BundlePart = (typeof BUNDLE_PARTS)[number];

export interface BundleChoice {
  /** False for what Feldera has kept, without collecting anew. */
  readonly collect: boolean;
  /** Collections, the newest first; at least 1. */
  readonly limit: number;
  readonly skip: readonly BundlePart[];
}

/**
 * `GET /v0/pipelines/{pipeline_name}/support_bundle`: works whatever the pipeline's state. Not tried again, since
 * collecting costs the pipeline some work and the call up to two minutes.
 *
 * @returns the zip file
 */
export async function fetchSupportBundle(
  feldera: Feldera,
  pipeline_name: string,
  { collect, limit, skip }: BundleChoice,
): Promise<Uint8Array> {
  const parts = Object.fromEntries(BUNDLE_PARTS.map((part) => [part, !skip.includes(part)]));
  const query = { ...(!collect && { collect }), limit, ...parts };
  const request = { endpoint: "support_bundle", path: { pipeline_name }, query, retry: false } as const;
  return (await feldera.source.fetch(request, feldera.scope)).body;
}
