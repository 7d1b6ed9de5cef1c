import * as z from "zod";
import type { Pipeline } from "../../feldera/schemas/pipeline.ts";
import { isCompiledSince } from "./compiled-since.ts";

/** The expression of the SQL that a panic's own words place: "line 7 column 31: …". */
export const PanicExpression = z.object({
  line: z.int(),
  column: z.int(),
  /** From there on: a function's call whole, otherwise the rest of the line. */
  code: z.string(),
});

export type PanicExpression = z.infer<typeof PanicExpression>;

const PLACE = /^line (\d{1,6}) column (\d{1,6}): /;
const CODE_CHARS = 80;

/** Undefined also where the program was compiled since. */
export function panicExpression(cause: string, pipeline: Pipeline): PanicExpression | undefined {
  const [, line, column] = PLACE.exec(cause) ?? [];
  if (line === undefined || column === undefined || isCompiledSince(pipeline)) return undefined;
  const rest = pipeline.program_code?.split("\n")[Number(line) - 1]?.slice(Number(column) - 1);
  const code = rest && (callAt(rest) ?? rest).trim().slice(0, CODE_CHARS);
  return code ? { line: Number(line), column: Number(column), code } : undefined;
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
