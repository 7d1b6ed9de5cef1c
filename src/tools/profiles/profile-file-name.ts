import type { ToolContext } from "../tool.ts";

/** `payments-2026-11-21T07-47-46Z-heap_profile.pb.gz`: the moment that the profile describes, to the second. */
export function profileFileName(pipeline_name: string, kind: string, { feldera }: ToolContext): string {
  const moment = new Date(feldera.source.nowMs()).toISOString().replace(/\.\d+/, "").replaceAll(":", "-");
  return `${pipeline_name}-${moment}-${kind}`;
}
