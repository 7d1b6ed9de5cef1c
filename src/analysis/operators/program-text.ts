import { withoutComments } from "../sql/program-code.ts";
import type { SqlSpan } from "./sql-graph.ts";

/** A program's text without its comments, by its lines. */
export interface ProgramText {
  readonly text: string;
  /** Where each line starts, and where one more would. */
  readonly starts: readonly number[];
}

export function programText(program: string | undefined): ProgramText {
  if (program === undefined) return { text: "", starts: [] };
  const text = withoutComments(program);
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  starts.push(text.length + 1);
  return { text, starts };
}

/**
 * The program's text in a span; undefined where the program has no such lines. A slice of the program, which takes
 * no memory of its own: many operators share a statement.
 */
export function textOf(
  { startLine, startColumn, endLine, endColumn }: SqlSpan,
  { text, starts }: ProgramText,
): string | undefined {
  const at = (line: number, column: number) => {
    const [start, next] = [starts[line - 1], starts[line]];
    return start === undefined || next === undefined ? undefined : Math.min(start + column, next - 1);
  };
  const from = at(startLine, startColumn - 1);
  const to = at(endLine, endColumn);
  return startLine > endLine || from === undefined || to === undefined ? undefined : text.slice(from, to);
}
