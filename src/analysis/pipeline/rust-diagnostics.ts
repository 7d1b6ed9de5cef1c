import * as z from "zod";
import type { ProgramError } from "../../feldera/schemas/program.ts";

/** What of a program's Rust the user wrote, and what was made from the SQL. */
const RUST_SOURCES = ["udf_rust", "udf_toml", "stubs", "generated"] as const;

export const RustDiagnostic = z.object({
  /** E0308. */
  code: z.string().optional(),
  message: z.string(),
  /** FILE:LINE:COLUMN, the file without the directories of the compiler. */
  location: z.string().optional(),
  /** Absent where the compiler tells no file. */
  source: z.enum(RUST_SOURCES).optional(),
  /** The line of `udf_toml`, which stands within a longer Cargo.toml. */
  udf_toml_line: z.int().optional(),
  /** The compiler's whole text for this error. */
  excerpt: z.string(),
});

export type RustDiagnostic = z.infer<typeof RustDiagnostic>;

type Build = NonNullable<ProgramError["rust_compilation"]>;

/**
 * The errors of a failed Rust build, in the compiler's order: out of `messages`, which managers keep since 0.363, or
 * out of stderr where there are none.
 */
export function rustDiagnostics({ messages, stderr }: Build): RustDiagnostic[] {
  return messages && messages.length > 0 ? ofMessages(messages) : ofOutput(stderr ?? "");
}

/** Errors that only count others. */
const SUMMARY = /^(?:could not compile|aborting due to) /;

function ofMessages(messages: NonNullable<Build["messages"]>): RustDiagnostic[] {
  return messages.flatMap(({ warning, message, rendered, error_type, file, ...position }) => {
    if (warning || !message || SUMMARY.test(message)) return [];
    const { start_line_number: line, start_column: column } = position;
    const code = error_type && /^E\d+$/.test(error_type) ? error_type : undefined;
    return [
      {
        message,
        excerpt: rendered?.trim() || `error${code === undefined ? "" : `[${code}]`}: ${message}`,
        ...(code !== undefined && { code }),
        ...(file && placeOf(file, line || undefined, column || undefined)),
      },
    ];
  });
}

/** Under it stands why cargo could not go on, which no error of rustc's says. */
const CAUSED = "\n\nCaused by:\n";

/** rustc's errors, each from its `error` line to the empty line before the next; cargo's own with what caused them. */
function ofOutput(stderr: string): RustDiagnostic[] {
  return stderr
    .split(/\n(?=(?:error|warning)(?:\[\w+\])?: )/)
    .map((text) => (text.includes(CAUSED) ? text : (text.split("\n\n", 1)[0] ?? "")).trim())
    .flatMap((excerpt) => {
      const [, code, message] = /^error(?:\[(\w+)\])?: (.*)/.exec(excerpt) ?? [];
      if (message === undefined || (SUMMARY.test(message) && !excerpt.includes(CAUSED))) return [];
      const [, file, line, column] = /^ *--> (\S+?):(\d+):(\d+)$/m.exec(excerpt) ?? [];
      return [
        {
          message,
          excerpt,
          ...(code !== undefined && { code }),
          ...(file !== undefined && placeOf(file, Number(line), Number(column))),
        },
      ];
    });
}

/** The program's Cargo.toml begins with as many lines of Feldera's own. */
const CARGO_TOML_LINES = 10;

function placeOf(
  path: string,
  line: number | undefined,
  column: number | undefined,
): Pick<RustDiagnostic, "location" | "source" | "udf_toml_line"> {
  const file = path.split("/").at(-1) ?? path;
  const source = sourceOf(file);
  const ofToml = source === "udf_toml" && line !== undefined ? line - CARGO_TOML_LINES : 0;
  return {
    location: [file, line, column].filter((part) => part !== undefined).join(":"),
    source,
    ...(ofToml > 0 && { udf_toml_line: ofToml }),
  };
}

function sourceOf(file: string): RustDiagnostic["source"] {
  switch (file) {
    case "udf.rs":
      return "udf_rust";
    case "stubs.rs":
      return "stubs";
    case "Cargo.toml":
      return "udf_toml";
    default:
      return "generated";
  }
}
