import * as z from "zod";
import { diffFacts } from "../../analysis/program/diff.ts";
import { ProgramDiffAnswer } from "../../answers/sql.ts";
import { diffProgram as diff } from "../../feldera/api/programs.ts";
import { FelderaError } from "../../feldera/errors.ts";
import { joined, words } from "../../text/page/words.ts";
import { renderDiff } from "../../text/pipeline/program.ts";
import type { Cleaner } from "../../untrusted/cleaner.ts";
import { ToolError } from "../errors.ts";
import { defineTool, pipeline_name, READ_ONLY } from "../tool.ts";
import { compilerError } from "./compiler-errors.ts";
import { program_code, runtime_version } from "./program-arguments.ts";

export const diffProgram = defineTool({
  name: "diff_program",
  toolset: "sql",
  changesFeldera: false,
  endpoint: "diff_program",
  title: "Diff a program",
  description:
    "What deploying a changed program would add, remove and modify in a pipeline: tables, views and connectors, and so what Feldera would compute again. Changes nothing, and compiles the SQL, which takes some seconds. Call validate_program for compile errors. The key needs the role write.",
  hints: READ_ONLY,
  input: z.strictObject({
    pipeline_name,
    program_code: program_code.optional().describe("The new SQL program, whole; default: the pipeline's own"),
    runtime_version,
  }),
  facts: ProgramDiffAnswer,
  async run({ pipeline_name, ...program }, { feldera, cleaner, progress }) {
    progress("waiting for the SQL compiler");
    const answer = await diff(feldera, pipeline_name, program).catch((error: unknown) => {
      throw diffError(error, pipeline_name, cleaner);
    });
    return { pipeline_name, ...diffFacts(answer) };
  },
  render: renderDiff,
});

const Details = z.object({ error: z.string() });

function diffError(error: unknown, pipeline_name: string, cleaner: Cleaner): unknown {
  if (!(error instanceof FelderaError)) return error;
  if (error.errorCode === "BootstrapNotAllowed") {
    const reasons = Details.safeParse(error.details).data?.error ?? error.message;
    return new ToolError(
      words`${pipeline_name} could not keep its state over this change: Feldera would not bootstrap it. ${listed(reasons, cleaner)}`,
      words`Deploying it takes clearing the pipeline's storage and reading its input again from the start.`,
    );
  }
  if (error.kind === "bad_request") {
    return new ToolError(
      words`Feldera did not compare the programs: ${listed(error.message, cleaner)}`,
      words`validate_program with the same program_code tells compile errors with their lines.`,
    );
  }
  return compilerError(error, cleaner);
}

/** A reason in several lines, on one. */
function listed(reasons: string, { text }: Cleaner) {
  const lines = text(reasons)
    .split("\n")
    .map((line) => line.replace(/^- /, "").trim())
    .filter((line) => line !== "");
  return joined(
    lines.map((line) => words`${line}`),
    words`; `,
  );
}
