import type { SqlSources } from "../../analysis/circuit/sql-join.ts";
import type { Pipeline, PipelineConfig } from "../../feldera/schemas/pipeline.ts";
import type { DataflowGraph } from "../../feldera/schemas/program.ts";

type Program = Pick<Pipeline | PipelineConfig, "program_code" | "program_info">;

/** What places operators in the SQL; a program that was not read leaves them without the names of tables and code. */
export function sqlSources(
  graph: DataflowGraph,
  { program_code, program_info }: Partial<Program>,
): SqlSources {
  return {
    graph,
    tables: (program_info?.schema?.inputs ?? []).map(({ name }) => name),
    ...(program_code != null && { programCode: program_code }),
  };
}
