import { recordOf } from "../evidence.ts";
import type { RuleCase } from "./case.ts";

export const PROGRAM_CASES: readonly RuleCase[] = [
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
  {
    rule: "program/compiler-failed",
    when: "the program is to blame",
    evidence: () => recordOf("rust_error"),
  },
];
