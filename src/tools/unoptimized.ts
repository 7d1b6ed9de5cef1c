import type { Unoptimized } from "../answers/unoptimized.ts";
import { getPipeline } from "../feldera/api/pipelines.ts";
import { getStats } from "../feldera/api/stats.ts";
import { within } from "../feldera/api/within.ts";
import { partOf } from "../feldera/parts/part.ts";
import type { Pipeline } from "../feldera/schemas/pipeline.ts";
import { readProgramSettings, unoptimizedProfile } from "../feldera/settings/program.ts";
import type { ToolContext } from "./tool.ts";

type Context = Pick<ToolContext, "feldera" | "limits">;

/**
 * The compilation profile of a program without optimisation. Of one whose record calls it so, the process is asked for
 * its engine: Gen-2 runs no compiled program, whatever the record says.
 *
 * @param pipeline undefined where it could not be read
 */
export async function unoptimizedOf(
  { feldera, limits }: Context,
  pipeline_name: string,
  pipeline: Pick<Pipeline, "program_config"> | undefined,
): Promise<Unoptimized> {
  const settings = readProgramSettings(pipeline?.program_config);
  if (unoptimizedProfile(settings, undefined) === undefined) return {};
  const stats = await partOf(getStats(within(feldera, limits.programPlacesMs), pipeline_name));
  const ofProcess = stats.value?.global_metrics?.runtime_version ?? undefined;
  const unoptimized = unoptimizedProfile(settings, ofProcess);
  return {
    ...(unoptimized !== undefined && { unoptimized }),
    ...(stats.missing && { engine_missing: stats.missing }),
  };
}

/** The same where a support bundle tells it: of a running Feldera it takes requests more, and get_stats tells it there. */
export async function unoptimizedOffline(context: Context, pipeline_name: string): Promise<Unoptimized> {
  const { feldera } = context;
  if (feldera.source.kind === "feldera") return {};
  const { value } = await partOf(getPipeline(feldera, pipeline_name));
  return unoptimizedOf(context, pipeline_name, value);
}
