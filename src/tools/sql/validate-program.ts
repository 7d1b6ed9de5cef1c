import * as z from "zod";
import { ValidationFacts, validationFacts } from "../../analysis/program/validation.ts";
import { validateProgram as validate } from "../../feldera/api/programs.ts";
import { renderValidation } from "../../text/pipeline/program.ts";
import { defineTool, READ_ONLY } from "../tool.ts";
import { compilerError } from "./compiler-errors.ts";
import { program_code, runtime_version } from "./program-arguments.ts";

export const validateProgram = defineTool({
  name: "validate_program",
  toolset: "sql",
  changesFeldera: false,
  endpoint: "validate_program",
  title: "Validate a program",
  description:
    "Has Feldera's SQL compiler check a program without creating or changing a pipeline: valid, with its tables, views and connectors, or every error and warning with line, column and source. Takes some seconds; no Rust is compiled. The key needs the role write.",
  hints: READ_ONLY,
  input: z.strictObject({
    program_code: program_code.describe("The SQL program, whole"),
    runtime_version,
  }),
  facts: ValidationFacts,
  async run(program, { feldera, cleaner, progress }) {
    progress("waiting for the SQL compiler");
    const answer = await validate(feldera, program).catch((error: unknown) => {
      throw compilerError(error, cleaner);
    });
    return validationFacts(answer, program.program_code);
  },
  render: renderValidation,
});
