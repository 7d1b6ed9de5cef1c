import type { Configuration } from "../../analysis/stats/facts.ts";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";

/** The connectors that the program declares, and the settings that hold limits. */
export function configurationOf({ program_info, runtime_config }: Pipeline): Configuration {
  return {
    runtime: runtime_config,
    declared: program_info
      ? { input: program_info.input_connectors ?? {}, output: program_info.output_connectors ?? {} }
      : undefined,
  };
}
