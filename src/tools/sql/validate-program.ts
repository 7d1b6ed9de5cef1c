import * as z from "zod";
import { keptStateJob } from "../../analysis/jobs/kept-state.ts";
import { validationFacts } from "../../analysis/program/validation.ts";
import { ProgramValidationAnswer } from "../../answers/sql.ts";
import { validateProgram as validate } from "../../feldera/api/programs.ts";
import { renderValidation } from "../../text/pipeline/program.ts";
import { materializedOf, sqlSources } from "../profiles/sql-sources.ts";
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
    "Has Feldera's SQL compiler check a program without creating or changing a pipeline: valid, with its tables, views, connectors and what bounds its state, or every error and warning with line, column and source. Takes some seconds; no Rust is compiled. The key needs the role write.",
  hints: READ_ONLY,
  input: z.strictObject({
    program_code: program_code.describe("The SQL program, whole"),
    runtime_version,
  }),
  facts: ProgramValidationAnswer,
  async run(program, { feldera, cleaner, analyse, progress }) {
    progress("waiting for the SQL compiler");
    const answer = await validate(feldera, program).catch((error: unknown) => {
      throw compilerError(error, cleaner);
    });
    const facts = validationFacts(answer, program.program_code);
    const { dataflow, ...program_info } = answer.Success?.program_info ?? {};
    if (!dataflow) return facts;
    const sql = sqlSources(dataflow, { program_code: program.program_code, program_info });
    const materialized = materializedOf({ program_info });
    const { kept } = await analyse(keptStateJob, { sql, ...(materialized && { materialized }) });
    return { ...facts, ...(kept && { state: kept }) };
  },
  render: renderValidation,
});
