import { runtimeOf } from "../../analysis/pipeline/runtime.ts";
import { isBefore } from "../../feldera/versions.ts";
import type { Evidence } from "../evidence.ts";

/** The first runtime that lets go the sums of COUNT, SUM and AVG with their results. */
export const LETS_GO_SUMS = "0.364";

/** Whether the runtime keeps the sums of linear aggregates, whatever LATENESS says; false where its version is not known. */
export function keepsSums(evidence: Evidence): boolean {
  const runtime = runtimeOf(evidence);
  return runtime !== undefined && isBefore(runtime, `${LETS_GO_SUMS}.0`) === true;
}
