import type { Feldera } from "../../feldera/api/call.ts";
import { getPipeline } from "../../feldera/api/pipelines.ts";
import { partOf } from "../../feldera/parts/part.ts";
import { readProgramSettings, unoptimizedProfile } from "../../feldera/settings/program.ts";

/**
 * The compilation profile of a program without optimisation, where a support bundle tells it: of a running Feldera it
 * would take a request more, and get_stats tells it there.
 */
export async function unoptimizedOffline(
  feldera: Feldera,
  pipeline_name: string,
): Promise<string | undefined> {
  if (feldera.source.kind === "feldera") return undefined;
  const { value } = await partOf(getPipeline(feldera, pipeline_name));
  return value && unoptimizedProfile(readProgramSettings(value.program_config));
}
