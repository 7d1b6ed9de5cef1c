import type { Configuration } from "../../analysis/stats/stats-facts.ts";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";
import { readRuntimeSettings } from "../../feldera/settings/runtime.ts";

/** The connectors that the program declares, and the settings that hold limits. */
export function configurationOf(pipeline: Pipeline): Configuration {
  const { program_info, runtime_config } = pipeline;
  const runtime = pipeline.platform_version ?? undefined;
  const settings = readRuntimeSettings(runtime_config, runtime);
  return {
    settings,
    declared: program_info
      ? {
          input: program_info.input_connectors ?? {},
          output: program_info.output_connectors ?? {},
          ...(runtime !== undefined && { runtime }),
          ...(settings?.hosts !== undefined && { hosts: settings.hosts }),
        }
      : undefined,
  };
}
