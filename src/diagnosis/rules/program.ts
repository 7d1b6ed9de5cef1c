import * as z from "zod";
import { withoutItsConfiguration } from "../../analysis/pipeline/deployment-error.ts";
import { RustDiagnostic } from "../../analysis/pipeline/rust-diagnostics.ts";
import { Declared, declaredFor } from "../../analysis/pipeline/sql-names.ts";
import { Slip, slipAt } from "../../analysis/pipeline/sql-slips.ts";
import { Unclear, unclearAt } from "../../analysis/pipeline/sql-unclear.ts";
import { Waterlines, waterlinesFor } from "../../analysis/pipeline/sql-waterlines.ts";
import { plural } from "../../text/page/format.ts";
import { gist } from "../../text/page/gist.ts";
import { type Words, words } from "../../text/page/words.ts";
import { buildError, compilerError } from "../build-errors.ts";
import { defineRule } from "../rule.ts";
import { isErrorItself, sqlErrorAdvice, sqlErrorReason, withoutProperty } from "../sql-error-advice.ts";
import { waterlineBrief, waterlineCause } from "../waterline-advice.ts";

export const MESSAGES_CALL = {
  tool: "get_pipeline",
  args: { section: "errors" },
  why: words`for every compiler message`,
};
const QUOTED_ERRORS = 3;

const SqlErrors = z.object({
  errors: z.int(),
  is_program_read: z.boolean(),
  /** Absent where Feldera keeps none. */
  message: z.string().optional(),
  kind: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  end_column: z.int().optional(),
  source_line: z.string().optional(),
  declared: Declared.optional(),
  slip: Slip.optional(),
  unclear: Unclear.optional(),
  waterlines: Waterlines.optional(),
});

function doesNotCompile(about: z.infer<typeof SqlErrors>): Words {
  const { errors, message, line, column, end_column, waterlines } = about;
  const columns = end_column === undefined || end_column === column ? undefined : words`-${end_column}`;
  const place =
    line === undefined
      ? undefined
      : words` on line ${line}${column === undefined ? undefined : words`, ${columns === undefined ? words`column` : words`columns`} ${column}${columns}`}`;
  const others = errors <= 1 ? undefined : words` (the first of ${errors} errors)`;
  return words`the SQL does not compile${place}: ${message === undefined ? words`Feldera keeps no message` : sqlErrorReason(message)}${others}${waterlines && words`: ${waterlineCause(waterlines)}`}`;
}

const sqlError = defineRule({
  id: "program/sql-error",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`SQL that does not compile`,
  about: SqlErrors,
  find({ pipeline }) {
    const errors = (pipeline?.compile_errors?.sql ?? []).filter(({ severity }) => severity === "error");
    const [first] = errors;
    if (pipeline?.state.program.status !== "SqlError") return [];
    const { message, error_type: kind, line, column, end_line, end_column, source_line } = first ?? {};
    const program = pipeline.program_code ?? "";
    const declared = declaredFor(message ?? "", program, line ?? 1, column);
    const slip = slipAt(message ?? "", program, line ?? 1, column ?? 1);
    const unclear = unclearAt(message ?? "", program, line ?? 1);
    const waterlines = waterlinesFor(message ?? "", program);
    return [
      {
        about: {
          errors: errors.filter((one) => isErrorItself(one.message)).length,
          is_program_read: pipeline.program_code !== undefined,
          ...(source_line !== undefined && { source_line }),
          ...(declared && { declared }),
          ...(slip && { slip }),
          ...(unclear && { unclear }),
          ...(waterlines && { waterlines }),
          ...(message !== undefined && { message }),
          ...(kind !== undefined && { kind }),
          ...(line !== undefined && { line }),
          ...(column !== undefined && { column }),
          ...(end_column !== undefined && (end_line ?? line) === line && { end_column }),
        },
        signs: [
          {
            part: "pipeline",
            field: "program_status",
            value: { text: pipeline.state.program.status },
            ...(pipeline.state.program.since !== undefined && { at: pipeline.state.program.since }),
          },
        ],
        quotes:
          first === undefined
            ? []
            : [
                {
                  part: "pipeline",
                  texts: errors
                    .slice(0, QUOTED_ERRORS)
                    .map(
                      (one) =>
                        `${one.error_type}: ${withoutProperty(one.message)}${one.source_line === undefined ? "" : `\n  ${one.line}| ${one.source_line}`}`,
                    ),
                },
              ],
      },
    ];
  },
  what: doesNotCompile,
  brief: (about) =>
    about.waterlines === undefined
      ? doesNotCompile(about)
      : words`the SQL does not compile${about.line === undefined ? undefined : words` on line ${about.line}`}: ${waterlineBrief(about.waterlines)}`,
  cause: ({ message, is_program_read, ...about }) =>
    words`${sqlErrorAdvice(message ?? "", about) ?? words`Correct the line`}${is_program_read ? undefined : words` (what the program has there is not known without its text)`}. Once that is done, validate_program says whether it compiles. Until then the program as it stands cannot run; what runs, if anything, is an older version of it`,
  next: () => [MESSAGES_CALL],
});

const IN_UDF = words`The SQL is accepted: the error is in the Rust of a user-defined function (udf_rust), or in its declared types`;

const RUST_CAUSES: Readonly<Record<NonNullable<RustDiagnostic["source"]> | "unknown", Words>> = {
  udf_rust: IN_UDF,
  stubs: IN_UDF,
  udf_toml: words`The SQL is accepted: the error is in the dependencies of the user-defined functions (udf_toml)`,
  generated: words`The error is in Rust that the SQL compiler made: a missing dependency (udf_toml), or a defect of the compiler`,
  unknown: words`The compiler names no place: a missing dependency (udf_toml), a build that was ended from outside, or a defect of the compiler`,
};

/** Of a name that is no path: one of the code itself would have `crate::` before it. */
const NO_CRATE =
  /^unresolved import `\w+`|\buse of (?:undeclared crate or module|unresolved module or unlinked crate) `|\bcannot find module or crate `|^can't find crate for `/;

const WITHOUT_CRATE = words`The SQL is accepted: the user-defined functions (udf_rust) use a crate that is not among their dependencies. Name it, with its version, in udf_toml`;

/** Of a function that the SQL declares, as the compiler's own code calls it. */
const NOT_DEFINED = /^cannot find function `(\w+)` in module `udf`/;

function undefinedWords(name: string): Words {
  return words`The SQL declares the function ${name}, and the user-defined functions (udf_rust) do not define it: write it there, as public (pub fn), with the types of the stub that the compiler makes of its declaration (udf_stubs)`;
}

function troubleIn(output: string): string | undefined {
  return output
    .split("\n")
    .find((line) => buildError(line) !== undefined)
    ?.trim();
}

function notBuilt(not_for: string): Words {
  return words`the program was not built: ${buildError(not_for)?.brief}`;
}

const rustError = defineRule({
  id: "program/rust-error",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`Rust code that does not compile`,
  about: z.object({
    errors: z.int(),
    message: z.string(),
    location: z.string().optional(),
    source: RustDiagnostic.shape.source,
    udf_toml_line: RustDiagnostic.shape.udf_toml_line,
    /** The line that says why it was not built, where that is not for the program's code. */
    not_for: z.string().optional(),
  }),
  find({ pipeline }) {
    const errors = pipeline?.compile_errors?.rust ?? [];
    const [first] = errors;
    if (pipeline?.state.program.status !== "RustError") return [];
    const output = pipeline.compile_errors?.rust_output ?? "";
    const not_for = troubleIn(errors.length === 0 ? output : errors.map(({ excerpt }) => excerpt).join("\n"));
    const message = first?.message ?? output.trim().split("\n").at(-1) ?? "";
    return [
      {
        about: {
          errors: Math.max(errors.length, 1),
          message,
          ...(first?.location !== undefined && { location: first.location }),
          ...(first?.source !== undefined && { source: first.source }),
          ...(first?.udf_toml_line !== undefined && { udf_toml_line: first.udf_toml_line }),
          ...(first?.location === undefined && not_for !== undefined && { not_for }),
        },
        signs: [
          {
            part: "pipeline",
            field: "program_status",
            value: { text: pipeline.state.program.status },
            ...(pipeline.state.program.since !== undefined && { at: pipeline.state.program.since }),
          },
        ],
        quotes: first === undefined ? [] : [{ part: "pipeline", texts: [first.excerpt] }],
      },
    ];
  },
  what({ errors, message, location, source, udf_toml_line, not_for }) {
    if (not_for !== undefined) return words`${notBuilt(not_for)}: ${not_for}`;
    const line = udf_toml_line === undefined ? undefined : words` (line ${udf_toml_line} of udf_toml)`;
    const place = location === undefined ? undefined : words` at ${location}${line}`;
    const count = errors > 1 ? words` (${plural(errors, words`error`, words`errors`)})` : undefined;
    const udf =
      source === "udf_rust" || source === "stubs" ? words`; it is in the user-defined functions` : undefined;
    return words`the Rust code of the program does not compile${place}: ${message}${count}${udf}`;
  },
  brief: ({ message, location, not_for }) =>
    not_for !== undefined
      ? notBuilt(not_for)
      : words`the program's Rust code does not compile${location === undefined ? undefined : words` at ${location}`}: ${gist(message)}`,
  cause({ source, not_for, message }) {
    const built = buildError(not_for ?? "");
    if (built) return built.means;
    const [, missing] = NOT_DEFINED.exec(message) ?? [];
    if (missing !== undefined) return undefinedWords(missing);
    return source === "udf_rust" && NO_CRATE.test(message) ? WITHOUT_CRATE : RUST_CAUSES[source ?? "unknown"];
  },
  next: () => [MESSAGES_CALL],
});

const systemError = defineRule({
  id: "program/compiler-failed",
  severity: "error",
  parts: ["pipeline"],
  looksFor: words`a compiler that failed itself`,
  about: z.object({ message: z.string() }),
  find({ pipeline }) {
    if (pipeline?.state.program.status !== "SystemError") return [];
    const message = withoutItsConfiguration(pipeline.compile_errors?.system_error ?? "no message");
    const told = message.split("\n").find((line) => compilerError(line)) ?? message.split("\n", 1)[0] ?? "";
    return [
      {
        about: { message: told },
        signs: [{ part: "pipeline", field: "program_status", value: { text: "SystemError" } }],
        quotes: [{ part: "pipeline", texts: [message] }],
      },
    ];
  },
  what: ({ message }) => words`the compiler itself failed, not the program: ${message}`,
  brief: ({ message }) =>
    compilerError(message)?.brief ?? words`the compiler itself failed: ${gist(message)}`,
  cause: ({ message }) =>
    compilerError(message)?.means ??
    words`What the compiler says is all that is known of it; compiling again may help`,
  next: () => [
    { tool: "get_cluster_health", args: {}, ofCluster: true, why: words`for the compiler's health` },
  ],
});

export const PROGRAM_RULES = [sqlError, rustError, systemError];
