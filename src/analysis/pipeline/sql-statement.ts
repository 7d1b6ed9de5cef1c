import { withoutTexts } from "./sql-operations.ts";

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
    line: code.slice(0, start + blank).split("\n").length,
  };
}

/** The pieces between the commas that stand in no parentheses of their own. */
export function byComma(code: string): string[] {
  const pieces = [""];
  let depth = 0;
  for (const char of code) {
    if (char === "(") depth += 1;
    if (char === ")") depth -= 1;
    if (char === "," && depth === 0) pieces.push("");
    else pieces.push(`${pieces.pop() ?? ""}${char}`);
  }
  return pieces;
}

/** What stands between a parenthesis and the one that closes it, or the end. */
export function withinParentheses(code: string, opening: number): string {
  let depth = 0;
  for (let at = opening; at < code.length; at++) {
    if (code[at] === "(") depth += 1;
    if (code[at] === ")" && --depth === 0) return code.slice(opening + 1, at);
  }
  return code.slice(opening + 1);
}
