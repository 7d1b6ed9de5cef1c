import { nameInSql } from "../../sql-identifiers.ts";
import type { ProgramText } from "./program-text.ts";
import type { SqlSpan } from "./sql-graph.ts";

/** A view's statement in the program's text. */
export interface Statement {
  readonly span: SqlSpan;
  readonly name: string;
}

/** What may hold a semicolon or a word and mean neither, the beginning of a local view, and the end of a statement. */
const PIECE = /'(?:[^']|'')*'|\bCREATE\s+LOCAL\s+VIEW\s+("(?:[^"]|"")+"|\w+)|"(?:[^"]|"")*"|;/gi;

/** Local views are no outputs, so that only the program's text tells where they stand. */
export function localViews({ text, starts }: ProgramText): Statement[] {
  const found: Statement[] = [];
  let open: { readonly name: string; readonly at: number } | undefined;
  for (const { 0: piece, 1: name, index } of text.matchAll(PIECE)) {
    if (name !== undefined) open = { name: nameInSql(name), at: index };
    if (piece !== ";" || open === undefined) continue;
    const [start, end] = [placeIn(starts, open.at), placeIn(starts, index)];
    const span = {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.column,
    };
    found.push({ name: open.name, span });
    open = undefined;
  }
  return found;
}

/** Line and column from 1. */
function placeIn(starts: readonly number[], at: number): { line: number; column: number } {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return { line: low, column: at - (starts[low - 1] ?? 0) + 1 };
}
