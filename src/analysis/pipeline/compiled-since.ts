import type { Pipeline } from "../../feldera/schemas/pipeline.ts";

/** Whether the program was compiled after the pipeline stopped: its lines may be other ones than those that ran. */
export function isCompiledSince({
  program_status_since,
  deployment_resources_status_since,
}: Pipeline): boolean {
  return Date.parse(program_status_since ?? "") > Date.parse(deployment_resources_status_since ?? "");
}
