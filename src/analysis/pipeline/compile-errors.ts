import * as z from "zod";
import type { ProgramError } from "../../feldera/schemas/program.ts";

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
});

export const RustDiagnostic = z.object({
  /** E0308. */
  code: z.string().optional(),
  message: z.string(),
  /** FILE:LINE:COLUMN, the file without the directories of the compiler. */
  location: z.string().optional(),
  /** The compiler's whole text for this error. */
  excerpt: z.string(),
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

/** SQL and Rust compile errors out of a `program_error`; errors before warnings, each in the compiler's order. */
export function compileErrors(error: ProgramError, programCode: string): CompileErrors {
  const sourceLines = programCode.split("\n");
  const sql = (error.sql_compilation?.messages ?? []).map((message) => sqlDiagnostic(message, sourceLines));
  const rustFailed = (error.rust_compilation?.exit_code ?? 0) !== 0;
  const stderr = rustFailed ? (error.rust_compilation?.stderr ?? "") : "";
  const rust = rustDiagnostics(stderr);
  return {
    sql: [
      ...sql.filter((one) => one.severity === "error"),
      ...sql.filter((one) => one.severity === "warning"),
    ],
    rust,
    ...(rustFailed && rust.length === 0 && { rust_output: stderr || (error.rust_compilation?.stdout ?? "") }),
    ...(error.system_error && { system_error: error.system_error }),
  };
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

/** Errors that only count others. */
const SUMMARY = /^(?:could not compile|aborting due to) /;

/** rustc's errors, each from its `error` line to the empty line before the next. */
function rustDiagnostics(stderr: string): z.infer<typeof RustDiagnostic>[] {
  return stderr
    .split(/\n(?=(?:error|warning)(?:\[\w+\])?: )/)
    .map((text) => text.split("\n\n", 1)[0]?.trim() ?? "")
    .flatMap((excerpt) => {
      const [, code, message] = /^error(?:\[(\w+)\])?: (.*)/.exec(excerpt) ?? [];
      if (message === undefined || SUMMARY.test(message)) return [];
      const location = /^ *--> (?:\S*\/)?(\S+:\d+:\d+)$/m.exec(excerpt)?.[1];
      return [
        {
          message,
          excerpt,
          ...(code !== undefined && { code }),
          ...(location !== undefined && { location }),
        },
      ];
    });
}
