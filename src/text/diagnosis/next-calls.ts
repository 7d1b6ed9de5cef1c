import type { Page } from "../page/page.ts";
import type { NextCall } from "./rule-words.ts";

/** Prints calls about a pipeline, each once. */
export function renderNextCalls(pipeline_name: string, calls: readonly NextCall[], page: Page): void {
  const printed = new Set<string>();
  for (const { tool, args, ofCluster, why } of calls) {
    const call = JSON.stringify([tool, args]);
    if (printed.has(call)) continue;
    printed.add(call);
    page.next(tool, ofCluster ? args : { pipeline_name, ...args }, why);
  }
}
