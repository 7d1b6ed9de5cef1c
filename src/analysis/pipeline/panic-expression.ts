import * as z from "zod";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";
import { codeOnly, onOneLine, withoutComments } from "../sql/program-code.ts";
import { isCompiledSince } from "./compiled-since.ts";
import { isByZero, OPERATIONS, operationIn, operationsIn } from "./sql-operations.ts";

/** An expression of the SQL that panicked, or may have. */
export const PanicExpression = z.object({
  line: z.int(),
  column: z.int(),
  /** As far as it goes there, line breaks as spaces. */
  code: z.string(),
  /** Where the panic's own words do not place it, and tell only what it computed. */
  operation: z.enum(OPERATIONS).optional(),
  /** Whether the program computes others of the kind as well, which cannot be it: by a number that is not zero. */
  besides: z.literal(true).optional(),
});

export type PanicExpression = z.infer<typeof PanicExpression>;

const PLACE = /^line (\d{1,6}) column (\d{1,6}): /;
const CODE_CHARS = 80;

/**
 * The expression that a panic's own words place ("line 7 column 31: …"); where they tell only what was computed, such as
 * a division, all of the program that compute that and can be it. None where neither is told, or the program was compiled
 * since.
 */
export function panicExpressions(cause: string, pipeline: Pipeline, location?: string): PanicExpression[] {
  return isCompiledSince(pipeline) ? [] : expressionsBehind(cause, pipeline.program_code ?? "", location);
}

/** The same, of a program that is known to be the one that panicked. */
export function expressionsBehind(cause: string, program: string, location?: string): PanicExpression[] {
  const [, line, column] = PLACE.exec(cause) ?? [];
  if (line !== undefined && column !== undefined) {
    const code = expressionAt(program, Number(line), Number(column));
    return code === "" ? [] : [{ line: Number(line), column: Number(column), code }];
  }
  const operation = operationIn(cause, location);
  if (operation === undefined) return [];
  const all = operationsIn(program, operation);
  const may = isByZero(cause) ? all.filter(({ by_number }) => !by_number) : all;
  return may.map(({ start, end }) => {
    const before = program.slice(0, start);
    return {
      line: before.split("\n").length,
      column: start - before.lastIndexOf("\n"),
      code: told(program.slice(start, end)),
      operation,
      ...(may.length < all.length && { besides: true as const }),
    };
  });
}

/** A text of the program, with its first line and column. */
interface Piece {
  readonly start_line: number;
  readonly start_column: number;
  readonly code?: string | undefined;
}

/** The same, each whole where the compiler has a piece of the program that begins there. */
export function wholeExpressions(
  expressions: readonly PanicExpression[],
  pieces: readonly Piece[],
): PanicExpression[] {
  return expressions.map((one) => {
    const piece = pieces.find(
      ({ start_line, start_column }) => start_line === one.line && start_column === one.column,
    );
    return piece?.code === undefined ? one : { ...one, code: told(piece.code) };
  });
}

/** As it is told. */
function told(piece: string): string {
  return onOneLine(withoutComments(piece)).slice(0, CODE_CHARS);
}

/** What ends an expression, where it is in no parentheses of its own. */
const ENDS = /[,;)]|\b(?:AS|FROM|WHERE|GROUP|ORDER|HAVING|UNION|WHEN|THEN|ELSE|END|LIMIT)\b/i;

/** What stands at a place of the program, up to the end of the expression; empty where it has no such place. */
function expressionAt(program: string, line: number, column: number): string {
  const lines = program.split("\n");
  if ((lines[line - 1] ?? "").length < column) return "";
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? column : column - 1);
  const code = codeOnly(program).slice(start);
  let depth = 0;
  for (const { 0: part, index } of code.matchAll(new RegExp(`\\(|${ENDS.source}`, "gi"))) {
    if (depth === 0 && part !== "(") return told(program.slice(start, start + index));
    if (part === "(") depth += 1;
    if (part === ")") depth -= 1;
  }
  return told(program.slice(start));
}
