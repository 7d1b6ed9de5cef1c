import type { Members } from "./json.ts";

/**
 * `rust_compilation` as a manager from 0.363 on keeps it: rustc's diagnostics in `messages`, each with the compiler's
 * rendering; of stderr only what cargo itself says remains.
 */
export function withMessages(compilation: Members): Members {
  const stderr = typeof compilation.stderr === "string" ? compilation.stderr : "";
  const parts = stderr.split(/\n(?=(?:error|warning)(?:\[\w+\])?: )/);
  const messages = parts.flatMap((part) => messageOf(part.split("\n\n", 1)[0] ?? ""));
  const cargo = parts.flatMap((part) => (messageOf(part.split("\n\n", 1)[0] ?? "").length > 0 ? [] : [part]));
  return { ...compilation, stderr: cargo.join("\n"), messages };
}

/** A diagnostic of rustc has a place in a file; what only counts the others has none, and is cargo's. */
function messageOf(rendered: string): Members[] {
  const [, level, code, message] = /^(error|warning)(?:\[(\w+)\])?: (.*)/.exec(rendered) ?? [];
  const [, file, line, column] = /^ *--> (\S+):(\d+):(\d+)$/m.exec(rendered) ?? [];
  if (level === undefined || file === undefined) return [];
  return [
    {
      start_line_number: Number(line),
      start_column: Number(column),
      end_line_number: Number(line),
      end_column: Number(column),
      warning: level === "warning",
      error_type: code ?? level,
      message,
      file,
      rendered,
    },
  ];
}
