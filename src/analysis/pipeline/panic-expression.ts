import * as z from "zod";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";
import { isCompiledSince } from "./compiled-since.ts";
import { OPERATIONS, operationIn, operationsIn } from "./sql-operations.ts";

/** An expression of the SQL that panicked, or may have. */
export const PanicExpression = z.object({
  line: z.int(),
  column: z.int(),
  /** From there on: a function's call whole, an operation with its operands, otherwise the rest of the line. */
  code: z.string(),
  /** Where the panic's own words do not place it, and tell only what it computed. */
  operation: z.enum(OPERATIONS).optional(),
});

export type PanicExpression = z.infer<typeof PanicExpression>;

const PLACE = /^line (\d{1,6}) column (\d{1,6}): /;
const CODE_CHARS = 80;

/**
 * The expression that a panic's own words place ("line 7 column 31: …"); where they tell only what was computed, such as
 * a division, all of the program that compute that. None where neither is told, or the program was compiled since.
 */
export function panicExpressions(cause: string, pipeline: Pipeline, location?: string): PanicExpression[] {
  return isCompiledSince(pipeline) ? [] : expressionsBehind(cause, pipeline.program_code ?? "", location);
}

/** The same, of a program that is known to be the one that panicked. */
export function expressionsBehind(cause: string, program: string, location?: string): PanicExpression[] {
  const [, line, column] = PLACE.exec(cause) ?? [];
  if (line !== undefined && column !== undefined) {
    const rest = program.split("\n")[Number(line) - 1]?.slice(Number(column) - 1);
    const code = rest && (callAt(rest) ?? rest).trim().slice(0, CODE_CHARS);
    return code ? [{ line: Number(line), column: Number(column), code }] : [];
  }
  const operation = operationIn(cause, location);
  if (operation === undefined) return [];
  return operationsIn(program, operation).map(({ start, end }) => {
    const before = program.slice(0, start);
    return {
      line: before.split("\n").length,
      column: start - before.lastIndexOf("\n"),
      code: program.slice(start, end).replace(/\s+/g, " ").slice(0, CODE_CHARS),
      operation,
    };
  });
}

/** The call that a text begins with, up to its closing parenthesis. */
function callAt(text: string): string | undefined {
  if (!/^\w+\s*\(/.test(text)) return undefined;
  let depth = 0;
  for (const [index, char] of [...text].entries()) {
    if (char === "(") depth++;
    if (char === ")" && --depth === 0) return [...text].slice(0, index + 1).join("");
  }
  return undefined;
}
