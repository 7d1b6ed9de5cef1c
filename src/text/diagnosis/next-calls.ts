import type { Page } from "../page/page.ts";
import type { NextCall } from "./rule-words.ts";

/** What only a pipeline that is deployed can answer. */
const OF_DEPLOYED: ReadonlySet<string> = new Set([
  "get_checkpoint_status",
  "get_connector_stats",
  "get_metrics",
  "get_stats",
  "get_time_series",
  "query_pipeline",
  "start_samply_profile",
  "summarize_circuit_profile",
  "summarize_heap_profile",
  "summarize_samply_profile",
  "watch_pipeline",
]);

/**
 * Prints calls about a pipeline, each once, and none that it cannot answer.
 *
 * @param isDeployed undefined where that is not known
 */
export function renderNextCalls(
  pipeline_name: string,
  calls: readonly NextCall[],
  page: Page,
  isDeployed?: boolean,
): void {
  const printed = new Set<string>();
  for (const { tool, args, ofCluster, why } of calls) {
    const isDeep = tool === "diagnose_pipeline" && args.depth === "deep";
    if (isDeployed === false && (isDeep || OF_DEPLOYED.has(tool))) continue;
    const call = JSON.stringify([tool, args]);
    if (printed.has(call)) continue;
    printed.add(call);
    page.next(tool, ofCluster ? args : { pipeline_name, ...args }, why);
  }
}
