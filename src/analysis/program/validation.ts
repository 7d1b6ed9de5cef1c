import * as z from "zod";
import type { ProgramValidation, Relation } from "../../feldera/schemas/program.ts";
import { CompileErrors, compileErrors } from "../pipeline/compile-errors.ts";
import { BUILT_IN_VIEW } from "../pipeline/pipeline-facts.ts";

const RelationFacts = z.object({ name: z.string(), columns: z.number(), materialized: z.boolean() });

const ConnectorFacts = z.object({
  /** `table.connector` or `view.connector`. */
  name: z.string(),
  transport: z.string().optional(),
});

export const ValidationFacts = z.object({
  outcome: z.enum(["valid", "invalid", "not validated"]),
  errors: CompileErrors.optional(),
  /** Of a valid program, as these all. */
  tables: z.array(RelationFacts).optional(),
  /** Without the compiler's own. */
  views: z.array(RelationFacts).optional(),
  connectors: z.array(ConnectorFacts).optional(),
});

export type ValidationFacts = z.infer<typeof ValidationFacts>;

/** An answer that has none of the three outcomes says nothing of the program, which is then not validated. */
export function validationFacts(
  { Success, SqlError, SystemError }: ProgramValidation,
  programCode: string,
): ValidationFacts {
  if (SqlError) {
    return { outcome: "invalid", errors: compileErrors({ sql_compilation: SqlError.info }, programCode) };
  }
  if (!Success) {
    return {
      outcome: "not validated",
      errors: compileErrors({ system_error: SystemError?.error }, programCode),
    };
  }
  const { schema, input_connectors, output_connectors } = Success.program_info ?? {};
  if (!schema) return { outcome: "valid" };
  return {
    outcome: "valid",
    tables: (schema.inputs ?? []).map(relationFacts),
    views: (schema.outputs ?? []).filter(({ name }) => name !== BUILT_IN_VIEW).map(relationFacts),
    connectors: Object.entries({ ...input_connectors, ...output_connectors }).map(
      ([name, { transport }]) => ({
        name,
        ...(transport?.name && { transport: transport.name }),
      }),
    ),
  };
}

function relationFacts({ name, fields, materialized }: Relation): z.infer<typeof RelationFacts> {
  return { name, columns: fields?.length ?? 0, materialized: materialized === true };
}
