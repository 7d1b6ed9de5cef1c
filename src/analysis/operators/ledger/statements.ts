/** The lines of a statement, from 1, the last one included. */
export interface StatementLines {
  readonly from: number;
  readonly to: number;
}

/** Strings, quoted names and comments, within which a semicolon ends nothing; what is not closed goes on to the end. */
const TOKEN = /'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|;|\n|[^\s]/g;

/** The statements of a program, in its order. One that begins in the line where another ends begins a line later. */
export function statementLines(program: string): StatementLines[] {
  const statements: StatementLines[] = [];
  let line = 1;
  let from: number | undefined;
  for (const [token] of program.matchAll(TOKEN)) {
    const first = line;
    line += token.split("\n").length - 1;
    if (token === "\n" || token.startsWith("--") || token.startsWith("/*")) continue;
    from ??= Math.max(first, (statements.at(-1)?.to ?? 0) + 1);
    if (token !== ";") continue;
    if (from <= line) statements.push({ from, to: line });
    from = undefined;
  }
  if (from !== undefined && from <= line) statements.push({ from, to: line });
  return statements;
}
