import * as z from "zod";
import type { ProgramError, Relation } from "../../feldera/schemas/program.ts";
import { RustDiagnostic, rustDiagnostics } from "./rust-diagnostics.ts";

export const SqlDiagnostic = z.object({
  severity: z.enum(["error", "warning"]),
  error_type: z.string(),
  message: z.string(),
  /** Counted from 1, as the compiler does. */
  line: z.number().optional(),
  column: z.number().optional(),
  end_line: z.number().optional(),
  end_column: z.number().optional(),
  /** The line of `program_code` that the message is about. */
  source_line: z.string().optional(),
  /** The table or view whose properties it is about, such as its connectors. */
  relation: z.string().optional(),
});

export const CompileErrors = z.object({
  sql: z.array(SqlDiagnostic),
  rust: z.array(RustDiagnostic),
  /** Rust output of a failed build in which no error could be told apart. */
  rust_output: z.string().optional(),
  system_error: z.string().optional(),
});

export type CompileErrors = z.infer<typeof CompileErrors>;
export type SqlDiagnostic = z.infer<typeof SqlDiagnostic>;

/**
 * SQL and Rust compile errors out of a `program_error`; errors before warnings, each in the compiler's order.
 *
 * @param relations those of the program, where it compiled
 */
export function compileErrors(
  error: ProgramError,
  programCode: string,
  relations: readonly Relation[] = [],
): CompileErrors {
  const sourceLines = programCode.split("\n");
  const sql = (error.sql_compilation?.messages ?? []).map((message) => {
    const diagnostic = sqlDiagnostic(message, sourceLines);
    const relation = relations.find((one) => hasInProperties(one, diagnostic))?.name;
    return relation === undefined ? diagnostic : { ...diagnostic, relation };
  });
  const build = error.rust_compilation;
  const rustFailed = (build?.exit_code ?? 0) !== 0;
  const rust = rustFailed && build ? rustDiagnostics(build) : [];
  return {
    sql: [
      ...sql.filter((one) => one.severity === "error"),
      ...sql.filter((one) => one.severity === "warning"),
    ],
    rust,
    ...(rustFailed && rust.length === 0 && { rust_output: build?.stderr || (build?.stdout ?? "") }),
    ...(error.system_error && { system_error: error.system_error }),
  };
}

function hasInProperties({ properties }: Relation, { line, column }: SqlDiagnostic): boolean {
  if (line === undefined || column === undefined) return false;
  return Object.values(properties ?? {}).some(({ value_position: at }) => {
    const { start_line_number: first, end_line_number: last, start_column, end_column } = at ?? {};
    if (first == null || last == null || start_column == null || end_column == null) return false;
    const isAfter = line > first || (line === first && column >= start_column);
    return isAfter && (line < last || (line === last && column <= end_column));
  });
}

/** The place that the message's own fields give as well. */
const PLACE = /^From line \d+, column \d+ to line \d+, column \d+: /;

type SqlMessage = NonNullable<NonNullable<ProgramError["sql_compilation"]>["messages"]>[number];

function sqlDiagnostic(message: SqlMessage, sourceLines: readonly string[]): SqlDiagnostic {
  const line = message.start_line_number ?? undefined;
  const sourceLine = line === undefined ? undefined : sourceLines[line - 1];
  return {
    severity: message.warning ? "warning" : "error",
    error_type: message.error_type ?? "",
    message: (message.message ?? "").replace(line === undefined ? "" : PLACE, ""),
    ...(line !== undefined && { line }),
    ...(message.start_column != null && { column: message.start_column }),
    ...(message.end_line_number != null && { end_line: message.end_line_number }),
    ...(message.end_column != null && { end_column: message.end_column }),
    ...(sourceLine !== undefined && { source_line: sourceLine }),
  };
}
