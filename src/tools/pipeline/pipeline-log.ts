import type { LogInput } from "../../analysis/logs/records.ts";
import { readLogs } from "../../feldera/api/logs.ts";
import type { LogBytes } from "../../feldera/source.ts";
import type { ToolContext } from "../tool.ts";

/** A pipeline's log, ready to be told: its records come out cleaned of all secrets that the whole log shows. */
export async function pipelineLog(
  { feldera, cleaner }: Pick<ToolContext, "feldera" | "cleaner">,
  pipeline_name: string,
): Promise<{ readonly log: LogInput; readonly stoppedBy: LogBytes["stoppedBy"] }> {
  const { chunks, bytesDropped, stoppedBy } = await readLogs(feldera, pipeline_name);
  // A secret that spans lines is known only from the whole; records are cleaned one by one.
  cleaner.learn(Buffer.concat(chunks).toString("utf8"));
  return { log: { chunks, startsMidLine: bytesDropped > 0, clean: cleaner.text }, stoppedBy };
}
