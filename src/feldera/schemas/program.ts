import * as z from "zod";
import { count, text } from "./values.ts";

const Position = {
  start_line_number: z.number().nullish(),
  start_column: z.number().nullish(),
  end_line_number: z.number().nullish(),
  end_column: z.number().nullish(),
};

export const SqlMessage = z.looseObject({
  ...Position,
  warning: z.boolean().nullish(),
  error_type: text,
  message: text,
  snippet: text,
});

/** One of rustc's, from 0.363 on; without a place `file` is null and the numbers are 0. */
export const RustMessage = z.looseObject({
  ...Position,
  warning: z.boolean().nullish(),
  /** E0308, or the level where there is no code. */
  error_type: text,
  message: text,
  file: text,
  /** As the compiler prints it. */
  rendered: text,
});

export const ProgramError = z.looseObject({
  sql_compilation: z
    .looseObject({ exit_code: z.number().nullish(), messages: z.array(SqlMessage).nullish() })
    .nullish(),
  rust_compilation: z
    .looseObject({
      exit_code: z.number().nullish(),
      stdout: text,
      stderr: text,
      messages: z.array(RustMessage).nullish(),
    })
    .nullish(),
  system_error: text,
});

const Field = z.looseObject({
  name: text,
  lateness: text,
  columntype: z.looseObject({ type: text, nullable: z.boolean().nullish() }).nullish().catch(undefined),
});

/** What WITH says of a table or view. */
const Property = z.looseObject({
  value: text,
  value_position: z.looseObject(Position).nullish().catch(undefined),
});

export const Relation = z.looseObject({
  name: z.string(),
  properties: z.record(z.string(), Property).nullish().catch(undefined),
  fields: z.array(Field).nullish().catch(undefined),
  primary_key: z.array(z.string()).nullish().catch(undefined),
  materialized: z.boolean().nullish(),
});

export const Connector = z.looseObject({
  stream: text,
  transport: z.looseObject({ name: text, config: z.unknown().optional() }).nullish(),
  format: z.looseObject({ name: text, config: z.unknown().optional() }).nullish(),
  paused: z.boolean().nullish(),
  labels: z.array(z.string()).nullish().catch(undefined),
  /** Inputs: it starts once those with these labels have come to their end. */
  start_after: z
    .union([z.string().transform((label) => [label]), z.array(z.string())])
    .nullish()
    .catch(undefined),
  max_queued_records: count,
  /** Inputs: how many records one step takes of it. */
  max_batch_size: count,
  /** Outputs: whether changes are gathered, until so many have come or for so long. */
  enable_output_buffer: z.boolean().nullish(),
  max_output_buffer_size_records: count,
});

/** The clock of NOW(), which the compiler lists among the tables of a program that calls it; a reserved name. */
export const CLOCK_TABLE = "now";

/** The tables of a program, without the clock. */
export const Tables = z
  .array(Relation)
  .transform((tables) => tables.filter(({ name }) => name !== CLOCK_TABLE));

/** What the compiler made of a program. */
const compiled = {
  schema: z.looseObject({ inputs: Tables.nullish(), outputs: z.array(Relation).nullish() }).nullish(),
  input_connectors: z.record(z.string(), Connector).nullish(),
  output_connectors: z.record(z.string(), Connector).nullish(),
};

export const ProgramInfo = z.looseObject(compiled).nullish();

/** A node of the compiler's dataflow graph; a region (`operation: "nested"`) holds its own among its members. */
export const DataflowNode = z.looseObject({
  operation: text,
  table: text,
  view: text,
  /** 64 hex digits. */
  persistent_id: text,
  inputs: z.array(z.looseObject({ node: z.string(), output: z.number().nullish() })).nullish(),
  outputs: z.array(z.looseObject({ node: z.string(), output: z.number().nullish() }).nullish()).nullish(),
  positions: z.array(z.looseObject(Position)).nullish(),
  calcite: z.unknown().optional(),
});

/** Calcite's plan of a view; the numbers of its nodes are unique within the program. */
const Plan = z.looseObject({
  rels: z
    .array(
      z.looseObject({
        id: z.number(),
        relOp: text,
        joinType: text,
        inputs: z.array(z.number()).nullish(),
        /** The names of what a projection gives. */
        fields: z.array(z.string()).nullish(),
        /** Of an aggregate: which of its input's fields it groups by. */
        group: z.array(z.number()).nullish(),
        /** Of functions over a window: the values that its bounds name after the fields of its input. */
        constants: z.array(z.unknown()).nullish().catch(undefined),
        /** With GROUPING SETS, ROLLUP or CUBE: the fields of each. */
        groups: z.array(z.array(z.number())).nullish(),
      }),
    )
    .nullish(),
});

export const DataflowGraph = z.looseObject({
  mir: z.record(z.string(), DataflowNode).nullish(),
  calcite_plan: z.record(z.string(), Plan).nullish().catch(undefined),
  /** The program's lines, in some versions. */
  sources: z.array(z.string()).nullish(),
});

/** Which of the three there is says how it went. */
export const ProgramValidation = z.looseObject({
  Success: z
    .looseObject({
      program_info: z.looseObject({ ...compiled, dataflow: DataflowGraph.nullish() }).nullish(),
    })
    .nullish(),
  SqlError: z.looseObject({ info: ProgramError.shape.sql_compilation }).nullish(),
  SystemError: z.looseObject({ error: text }).nullish(),
});

const names = z.array(z.string()).nullish();

export const ProgramDiff = z.looseObject({
  program_diff: z
    .looseObject({
      added_tables: names,
      removed_tables: names,
      modified_tables: names,
      added_views: names,
      removed_views: names,
      modified_views: names,
    })
    .nullish(),
  program_diff_error: text,
  added_input_connectors: names,
  modified_input_connectors: names,
  removed_input_connectors: names,
  added_output_connectors: names,
  modified_output_connectors: names,
  removed_output_connectors: names,
});

export type ProgramError = z.infer<typeof ProgramError>;
export type Relation = z.infer<typeof Relation>;
export type Connector = z.infer<typeof Connector>;
export type DataflowNode = z.infer<typeof DataflowNode>;
export type DataflowGraph = z.infer<typeof DataflowGraph>;
export type ProgramValidation = z.infer<typeof ProgramValidation>;
export type ProgramDiff = z.infer<typeof ProgramDiff>;
