import type { SqlSources } from "../../analysis/operators/sql-places.ts";
import type { Pipeline, PipelineConfig } from "../../feldera/schemas/pipeline.ts";
import type { DataflowGraph, Relation } from "../../feldera/schemas/program.ts";

type Program = Pick<Pipeline | PipelineConfig, "program_code" | "program_info">;

/** What places operators in the SQL; a program that was not read leaves them without the names of tables and code. */
export function sqlSources(
  graph: DataflowGraph,
  { program_code, program_info }: Partial<Program>,
): SqlSources {
  const inputs = program_info?.schema?.inputs ?? [];
  return {
    graph,
    tables: inputs.map(({ name }) => name),
    ...(program_info?.schema && {
      time_columns: Object.fromEntries(inputs.map(timeColumns)),
      nullable_columns: Object.fromEntries(inputs.map(nullableColumns)),
      column_types: Object.fromEntries(inputs.map(columnTypes)),
      view_types: Object.fromEntries((program_info.schema.outputs ?? []).map(viewTypes)),
      primary_keys: Object.fromEntries(
        inputs.flatMap(({ name, primary_key }) => (primary_key == null ? [] : [[name, primary_key]])),
      ),
    }),
    ...(program_code != null && { programCode: program_code }),
  };
}

/** The tables and views that keep all their rows for queries; undefined where the program's schema does not tell. */
export function materializedOf({
  program_info,
}: Partial<Pick<Pipeline, "program_info">>): string[] | undefined {
  const { inputs, outputs } = program_info?.schema ?? {};
  if (!inputs || !outputs) return undefined;
  return [...inputs, ...outputs].flatMap(({ name, materialized }) => (materialized === true ? [name] : []));
}

function timeColumns({ name, fields }: Relation): [table: string, columns: string[]] {
  const times = (fields ?? []).filter(({ columntype }) =>
    /^(?:TIMESTAMP|DATE|TIME)/.test(columntype?.type ?? ""),
  );
  return [name, times.flatMap((field) => field.name ?? [])];
}

function nullableColumns({ name, fields }: Relation): [table: string, columns: string[]] {
  const nullable = (fields ?? []).filter(({ columntype }) => columntype?.nullable === true);
  return [name, nullable.flatMap((field) => field.name ?? [])];
}

function columnTypes({ name, fields }: Relation): [table: string, types: Record<string, string>] {
  const typed = (fields ?? []).flatMap(({ name: column, columntype }) =>
    column && columntype?.type ? [[column, columntype.type] as const] : [],
  );
  return [name, Object.fromEntries(typed)];
}

function viewTypes({ name, fields }: Relation): [view: string, columns: { name: string; type: string }[]] {
  return [
    name,
    (fields ?? []).map((field) => ({ name: field.name ?? "", type: field.columntype?.type ?? "" })),
  ];
}
