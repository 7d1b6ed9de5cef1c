import * as z from "zod";
import { isBefore } from "../../feldera/versions.ts";
import type { StatsFacts } from "../stats/stats-facts.ts";
import type { PipelineFacts } from "./pipeline-facts.ts";

/** What tells which runtime a pipeline has; each is absent where it was not read. */
export interface RuntimeSources {
  readonly stats?: Pick<StatsFacts, "platform_version" | "runtime_version"> | undefined;
  readonly pipeline?:
    | (Pick<PipelineFacts, "runtime_version"> & {
        readonly state: Pick<PipelineFacts["state"], "platform_version">;
      })
    | undefined;
}

/** A runtime that is not its platform's own. */
export const OtherRuntime = z.object({
  /** A tag, a commit, or `gen2` for another engine. */
  runtime: z.string(),
  platform: z.string().optional(),
  /** The process's statistics, or the record. */
  told_by: z.enum(["stats", "pipeline"]),
});

export type OtherRuntime = z.infer<typeof OtherRuntime>;

/** The runtime of a pipeline where it is not its platform's own; the process's word goes before the record's. */
export function otherRuntime({ stats, pipeline }: RuntimeSources): OtherRuntime | undefined {
  const ofProcess = stats?.runtime_version;
  const runtime = ofProcess ?? pipeline?.runtime_version;
  const platform = stats?.platform_version ?? pipeline?.state.platform_version;
  if (runtime === undefined || (platform !== undefined && isSame(runtime, platform))) return undefined;
  return {
    runtime,
    ...(platform !== undefined && { platform }),
    told_by: ofProcess === undefined ? "pipeline" : "stats",
  };
}

/** A tag has a `v` before the version that the platform goes by. */
function isSame(runtime: string, platform: string): boolean {
  const isEqual = isBefore(runtime, platform) === false && isBefore(platform, runtime) === false;
  return runtime === platform || isEqual;
}

/** The version by which a pipeline's answers are to be understood; a commit, or an engine, has none to compare. */
export function runtimeOf(sources: RuntimeSources): string | undefined {
  return (
    otherRuntime(sources)?.runtime ??
    sources.stats?.platform_version ??
    sources.pipeline?.state.platform_version
  );
}
