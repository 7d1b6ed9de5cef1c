import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
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

/** The arguments of get_connector_stats for a connector; undefined where its name cannot be taken apart. */
export function connectorArguments({
  name,
  direction,
  relation = name.slice(0, name.indexOf(".")),
}: Pick<ConnectorStats, "name" | "direction" | "relation">): Record<string, string> | undefined {
  if (relation === "" || !name.startsWith(`${relation}.`)) return undefined;
  const connector_name = name.slice(relation.length + 1);
  return direction === "input"
    ? { table_name: relation, connector_name }
    : { view_name: relation, connector_name };
}
