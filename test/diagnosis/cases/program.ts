import { recordOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

const notBuilt = (stderr: string) =>
  recordOf("idle", {
    program_status: "RustError",
    program_error: { rust_compilation: { exit_code: 101, stdout: "", stderr } },
  });

/** What a build ends with that fails for another reason than its code, and what the answer says of it. */
const BUILDS: readonly (readonly [stderr: string, ...says: [RegExp, ...RegExp[]]])[] = [
  [
    "error: could not compile `a` (lib)\n\nCaused by:\n  process didn't exit successfully: `rustc lib.rs` (signal: 9, SIGKILL: kill)\nwarning: build failed, waiting for other jobs to finish...\n",
    /was killed: .*SIGKILL/,
    /for want of memory/,
  ],
  [
    "error: linking with `cc` failed: exit status: 1\n  = note: collect2: fatal error: ld terminated with signal 9 [Killed]\n",
    /for want of memory/,
  ],
  ["error: failed to write `/x/y.rmeta`: No space left on device (os error 28)\n", /disk is full/],
  ["error: the compiler unexpectedly panicked. this is a bug.\n", /defect of the Rust compiler/],
  ["error: no matching package named `geoo` found\n", /name or version in udf_toml/],
  [
    "error: failed to get `geo` as a dependency of package `a v0.1.0 (/x)`\n\nCaused by:\n  download of config.json failed\n\nCaused by:\n  [6] Could not resolve hostname\n",
    /could not be downloaded: .*download of config\.json/,
  ],
  ["error: linking with `cc` failed\n  = note: ld: cannot find -lssl\n", /a library of the system/],
];

/** The same of a compiler that fails itself. */
const COMPILERS: readonly (readonly [system_error: string, ...says: [RegExp, ...RegExp[]]])[] = [
  ["Platform version 0.337.0 is not equal to current 0.338.0", /^Compile it again/m],
  [
    "The program configuration:\n{}\n\n... is not valid due to: unknown variant `x`.\n\nThis indicates an upgrade.",
    /: "The program configuration is not valid due to: unknown variant/,
    /correct the setting/,
  ],
  [
    "Failed to checkout requested runtime version (check that the given SHA or version tag exists): 'v9'.",
    /correct runtime_version/,
  ],
  [
    "SQL compiler process returned with exit status code (1) and stderr which cannot be deserialized due to x:\nerror='Not enough space' (errno=12)",
    /Not enough space/,
    /Give it more/,
  ],
  ["I/O error writing file '/x/lib.rs': No space left on device (os error 28)", /Make room/],
  ["Failed to upload binary to 'http://x': 500 Internal Server Error (x)", /What keeps compiled programs/],
];

/** A program whose view is emit_final on what is made of two tables, and what 0.337's compiler says of it. */
const united = (program_status: string) =>
  recordOf("idle", {
    program_status,
    program_code:
      "CREATE TABLE lab (at TIMESTAMP NOT NULL LATENESS INTERVAL 1 MINUTE);\nCREATE TABLE poc (at TIMESTAMP NOT NULL);\nCREATE VIEW v WITH ('emit_final' = 'at') AS SELECT at FROM lab UNION ALL SELECT at FROM poc;",
    program_error: {
      sql_compilation: {
        exit_code: 1,
        messages: [
          {
            start_line_number: 3,
            start_column: 1,
            end_line_number: 3,
            end_column: 90,
            warning: false,
            error_type: "Compilation error",
            message: "Could not infer a waterline for column 'v'.'at' which has an 'emit_final' annotation",
            snippet: "",
          },
        ],
      },
    },
  });

export const PROGRAM_CASES: readonly RuleCase[] = [
  {
    rule: "program/sql-error",
    when: "a column has no waterline for one of two tables, which is named",
    evidence: () => united("SqlError"),
    says: [/annotation": poc\.at has no LATENESS .*, unlike lab\.at/, /declare LATENESS on poc\.at/],
  },
  {
    rule: "program/sql-error",
    when: "that program compiles by now",
    evidence: () => united("CompilingRust"),
  },
  {
    rule: "program/sql-error",
    when: "a recorded program names a column that is not there",
    evidence: () => recordOf("broken_sql"),
    says: [/does not compile on line 6, columns 44-49: .*amuont/, /validate_program/],
  },
  {
    rule: "program/sql-error",
    when: "the SQL was refused and no message is kept",
    evidence: () => recordOf("idle", { program_status: "SqlError" }),
    says: [/the SQL does not compile: Feldera keeps no message$/m],
  },
  {
    rule: "program/sql-error",
    when: "messages of an older version are still there, and the program compiles",
    evidence: () => recordOf("broken_sql", { program_status: "CompilingRust" }),
  },
  {
    rule: "program/compiling",
    when: "its start was asked for, and a compiler is at its Rust",
    evidence: () =>
      recordOf("idle", { program_status: "CompilingRust", deployment_desired_status: "Running" }),
    says: [
      /its program is not compiled yet: CompilingRust for [^,]+, and its start waits for that/,
      /The Rust of a program takes minutes/,
    ],
  },
  {
    rule: "program/compiling",
    when: "no compiler has taken it yet, and how the compiler is was not read",
    evidence: () => recordOf("idle", { program_status: "Pending" }),
    says: [
      /not compiled yet: Pending for [^,]+$/m,
      /It waits for its turn: .*; whether the compiler is well is not known/,
    ],
  },
  {
    rule: "program/compiling",
    when: "it is compiled, and its start was asked for",
    evidence: () => recordOf("idle", { deployment_desired_status: "Running" }),
  },
  {
    rule: "program/rust-error",
    when: "a recorded function does not compile",
    evidence: () => recordOf("rust_error"),
    says: [/udf\.rs:3:18: "mismatched types".*in the user-defined functions/, /The SQL is accepted/],
  },
  {
    rule: "program/rust-error",
    when: "the SQL was refused, so that there was no Rust",
    evidence: () => recordOf("broken_sql"),
  },
  {
    rule: "program/compiler-failed",
    when: "the compiler itself failed",
    evidence: () =>
      recordOf("idle", {
        program_status: "SystemError",
        program_error: { system_error: "disk full\nat step 3" },
      }),
    says: [/the compiler itself failed, not the program: "disk full"$/m, /compiling again may help/],
  },
  ...BUILDS.map(
    ([stderr, ...says]): RuleCase => ({
      rule: "program/rust-error",
      when: `its build ends with: ${stderr}`,
      evidence: () => notBuilt(stderr),
      says: [/^the program was not built: /, ...says],
    }),
  ),
  ...COMPILERS.map(
    ([system_error, ...says]): RuleCase => ({
      rule: "program/compiler-failed",
      when: `the compiler says: ${system_error}`,
      evidence: () => recordOf("idle", { program_status: "SystemError", program_error: { system_error } }),
      says,
    }),
  ),
  {
    rule: "program/rust-error",
    when: "an error of a function speaks of a disk",
    evidence: () =>
      notBuilt(
        'error[E0308]: expected `&str`, found `"No space left on device"`\n --> src/udf.rs:3:5\n\nerror: could not compile `x` (lib)\n',
      ),
    says: [
      /^the Rust code of the program does not compile at udf\.rs:3:5/,
      /in the Rust of a user-defined function/,
    ],
  },
  {
    rule: "program/rust-error",
    when: "a function uses a crate that is not among its dependencies",
    evidence: () =>
      notBuilt(
        "error[E0432]: unresolved import `regex`\n --> src/udf.rs:3:5\n\nerror: could not compile `x` (lib)\n",
      ),
    says: [/^the Rust code .* at udf\.rs:3:5: .*regex/, /Name it, with its version, in udf_toml/],
  },
  {
    rule: "program/rust-error",
    when: "a function uses what its own code does not have",
    evidence: () =>
      notBuilt(
        "error[E0432]: unresolved import `crate::helpers`\n --> src/udf.rs:3:5\n\nerror: could not compile `x` (lib)\n",
      ),
    says: [/in the Rust of a user-defined function/],
  },
  {
    rule: "program/rust-error",
    when: "the SQL declares a function that is not defined",
    evidence: () =>
      notBuilt(
        "error[E0425]: cannot find function `check_condition` in module `udf`\n  --> crates/feldera_pipe_pipeline_01a1_globals/src/stubs.rs:12:10\n\nerror: could not compile `x` (lib)\n",
      ),
    says: [
      /The SQL declares the function check_condition, and the user-defined functions \(udf_rust\) do not define it/,
    ],
  },
  {
    rule: "program/compiler-failed",
    when: "the program is to blame",
    evidence: () => recordOf("rust_error"),
  },
];
