import { lineAt, withoutTexts } from "../sql/program-code.ts";

/** Around a place of a program. */
export interface Statement {
  /** The whole of it, without comments and texts. */
  readonly code: string;
  /** What of it stands before the place. */
  readonly before: string;
  /** The first line of the program that it stands on, from 1. */
  readonly line: number;
}

/** @param line and column from 1 */
export function statementAt(program: string, line: number, column = 1): Statement {
  const code = withoutTexts(program);
  const lines = code.split("\n");
  const at = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  const start = code.lastIndexOf(";", at - 1) + 1;
  const end = code.indexOf(";", at);
  const whole = code.slice(start, end === -1 ? code.length : end);
  const blank = /^\s*/.exec(whole)?.[0].length ?? 0;
  return {
    code: whole,
    before: code.slice(start, Math.max(start, at)),
    line: lineAt(code, start + blank),
  };
}
