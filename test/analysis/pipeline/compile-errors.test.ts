import { describe, expect, test } from "vitest";
import * as z from "zod";
import { compileErrors } from "../../../src/analysis/pipeline/compile-errors.ts";
import { Pipeline } from "../../../src/feldera/schemas/pipeline.ts";
import { ProgramError } from "../../../src/feldera/schemas/program.ts";
import { recording } from "../../support/responses.ts";
import { withMessages } from "../../support/versions/rust-messages.ts";

function errorsOf(name: string) {
  const pipeline = Pipeline.parse(JSON.parse(recording(name).body.toString()));
  return compileErrors(pipeline.program_error ?? {}, pipeline.program_code ?? "");
}

describe("compile errors", () => {
  test("of SQL have their place and the source line, and say the place once", () => {
    expect(errorsOf("broken_sql_pipeline_all")).toEqual({
      sql: [
        {
          severity: "error",
          error_type: "Compilation error",
          message: "Column 'amuont' not found in any table",
          line: 6,
          column: 44,
          end_line: 6,
          end_column: 49,
          source_line:
            "CREATE VIEW totals AS SELECT customer, SUM(amuont) AS total FROM orders GROUP BY customer;",
        },
      ],
      rust: [],
    });
  });

  test("of Rust have code, message, file and the compiler's excerpt, without its summary", () => {
    const { rust, sql } = errorsOf("rust_error_pipeline_all");
    expect(sql).toEqual([]);
    expect(rust.map(({ code, message }) => [code, message])).toEqual([
      ["E0308", "mismatched types"],
      [
        "E0599",
        "no method named `to_uppercase_typo` found for struct `feldera_sqllib::SqlString` in the current scope",
      ],
    ]);
    expect(rust.map(({ location }) => location)).toEqual(["udf.rs:3:18", "udf.rs:4:20"]);
    expect(rust[0]?.excerpt).toMatch(/^error\[E0308\]: .*expected due to this$/s);
  });

  test("of a connector's declaration come before the warnings, and span lines", () => {
    const { sql } = errorsOf("pipeline_connector_generation_error_all");
    expect(sql.map(({ severity }) => severity)).toEqual([
      "error",
      "warning",
      "warning",
      "warning",
      "warning",
    ]);
    expect(sql[0]).toMatchObject({
      error_type: "ConnectorGenerationError",
      line: 10,
      column: 20,
      end_line: 20,
      end_column: 7,
      source_line: "    'connectors' = '[{",
    });
    expect(sql[0]?.message).toContain("unknown variant `free_email`");
  });

  test("keep a message's own place where its fields have none, and a line outside the program has no source", () => {
    const message = "From line 1, column 2 to line 3, column 4: bad";
    const messages = [{ message }, { message, start_line_number: 99 }];
    expect(compileErrors({ sql_compilation: { messages } }, "select").sql).toEqual([
      { severity: "error", error_type: "", message },
      { severity: "error", error_type: "", message: "bad", line: 99 },
    ]);
  });

  test("of a Rust build without an error of its own keep its output", () => {
    const rust_compilation = {
      exit_code: 101,
      stdout: "",
      stderr: "error: could not compile `x` due to 1 error\nSIGKILL",
    };
    expect(compileErrors({ rust_compilation }, "")).toEqual({
      sql: [],
      rust: [],
      rust_output: rust_compilation.stderr,
    });
  });

  test("take no warning of a build that succeeded for an error", () => {
    const stderr = "warning: unused variable: `x`\n --> src/udf.rs:1:1\n\n";
    expect(compileErrors({ rust_compilation: { exit_code: 0, stderr } }, "")).toEqual({ sql: [], rust: [] });
  });

  test("tell an error from the warning before it", () => {
    const stderr =
      "warning: unused\n --> src/udf.rs:1:1\n\nerror: cannot find `y`\n --> src/udf.rs:2:5\n\nerror: aborting due to 1 previous error";
    const { rust } = compileErrors({ rust_compilation: { exit_code: 1, stderr } }, "");
    expect(rust).toEqual([
      {
        message: "cannot find `y`",
        location: "udf.rs:2:5",
        source: "udf_rust",
        excerpt: "error: cannot find `y`\n --> src/udf.rs:2:5",
      },
    ]);
  });

  test("keep an error of the compiler itself", () => {
    expect(compileErrors({ system_error: "no space left" }, "")).toEqual({
      sql: [],
      rust: [],
      system_error: "no space left",
    });
  });

  describe("of Rust that a manager from 0.363 on keeps as messages", () => {
    const message = { warning: false, error_type: "E0308", message: "mismatched types", start_column: 18 };
    const rustOf = (messages: object[], stderr = "error: could not compile `x` (lib)") =>
      compileErrors(
        ProgramError.parse({ rust_compilation: { exit_code: 101, stdout: "", stderr, messages } }),
        "",
      );

    test("are those of stderr before 0.363, word for word", () => {
      const { rust_compilation } = ProgramError.parse(
        z
          .object({ program_error: z.unknown() })
          .parse(JSON.parse(recording("rust_error_pipeline_all").body.toString())).program_error,
      );
      const today = ProgramError.parse({ rust_compilation: withMessages({ ...rust_compilation }) });
      expect(today.rust_compilation?.stderr).not.toContain("E0308]");
      expect(compileErrors(today, "").rust).toEqual(errorsOf("rust_error_pipeline_all").rust);
    });

    test.each([
      ["crates/p_globals/src/udf.rs", 3, "udf_rust", "udf.rs:3:18", undefined],
      ["crates/p_globals/src/stubs.rs", 3, "stubs", "stubs.rs:3:18", undefined],
      ["crates/p_globals/Cargo.toml", 17, "udf_toml", "Cargo.toml:17:18", 7],
      ["crates/p_globals/Cargo.toml", 4, "udf_toml", "Cargo.toml:4:18", undefined],
      ["crates/feldera_pipe_operator_00/src/lib.rs", 3, "generated", "lib.rs:3:18", undefined],
    ])("have their place in %s at line %i", (file, line, source, location, udf_toml_line) => {
      const { rust } = rustOf([{ ...message, file, start_line_number: line, rendered: "error[E0308]: it" }]);
      const line_of_toml = udf_toml_line === undefined ? {} : { udf_toml_line };
      expect(rust).toEqual([
        {
          code: "E0308",
          message: "mismatched types",
          excerpt: "error[E0308]: it",
          location,
          source,
          ...line_of_toml,
        },
      ]);
    });

    test("without a place tell none, and have an excerpt without a rendering", () => {
      const zeros = { start_line_number: 0, start_column: 0, end_line_number: 0, end_column: 0, file: null };
      const { rust } = rustOf([{ ...message, ...zeros, error_type: "error", rendered: null }]);
      expect(rust).toEqual([{ message: "mismatched types", excerpt: "error: mismatched types" }]);
    });

    test("leave out warnings and what only counts the others", () => {
      const summary = { ...message, message: "aborting due to 1 previous error", file: null };
      expect(rustOf([{ ...message, warning: true }, summary, message]).rust).toHaveLength(1);
    });

    test("are read from stderr where the list is empty", () => {
      const { rust } = rustOf([], "error: linker failed\n --> src/main.rs:1:1\n");
      expect(rust.map(({ message, source }) => [message, source])).toEqual([["linker failed", "generated"]]);
    });
  });
});
