import type * as z from "zod";
import type { Column } from "../../analysis/stats/parse-mismatch-kinds.ts";
import type { Configuration } from "../../analysis/stats/stats-facts.ts";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";
import type { Relation } from "../../feldera/schemas/program.ts";
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
          columns: columnsOf(program_info.schema?.inputs ?? []),
          ...(runtime !== undefined && { runtime }),
          ...(settings?.hosts !== undefined && { hosts: settings.hosts }),
        }
      : undefined,
  };
}

/** A table whose columns are not all named is left out. */
function columnsOf(tables: readonly z.infer<typeof Relation>[]): Record<string, Column[]> {
  return Object.fromEntries(
    tables.flatMap(({ name, fields }) => {
      const columns = (fields ?? []).flatMap(({ name: column, columntype }) =>
        column == null
          ? []
          : [
              {
                name: column,
                ...(columntype?.type != null && { type: columntype.type }),
                ...(columntype?.nullable != null && { is_nullable: columntype.nullable }),
              },
            ],
      );
      return columns.length > 0 && columns.length === fields?.length ? [[name, columns]] : [];
    }),
  );
}
