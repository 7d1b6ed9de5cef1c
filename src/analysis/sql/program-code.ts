/** Comments, strings and quoted names, in which no operation and no clause stands. */
const NO_CODE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;

const COMMENT = /^(?:--|\/\*)/;

/** SQL of the same length and on the same lines, in whose place no comment stands. */
export function withoutComments(sql: string): string {
  return sql.replace(NO_CODE, (piece) => (COMMENT.test(piece) ? blank(piece) : piece));
}

/** The same, nor a string. */
export function withoutTexts(sql: string): string {
  return sql.replace(NO_CODE, (piece) => (piece.startsWith('"') ? piece : blank(piece)));
}

/** The same, nor a quoted name. */
export function codeOnly(sql: string): string {
  return sql.replace(NO_CODE, (piece) =>
    piece.startsWith('"') ? piece.replace(/[^\n]/g, "_") : blank(piece),
  );
}

function blank(piece: string): string {
  return piece.replace(/[^\n]/g, " ");
}

/** The line, from 1, on which what begins there stands. */
export function lineAt(code: string, index: number): number {
  return code.slice(0, index).split("\n").length;
}

/** Code without comments on one line: what of it is white space is one blank. */
export function onOneLine(code: string): string {
  return code.replace(/\s+/g, " ").trim();
}

interface Piece {
  readonly text: string;
  readonly start: number;
}

/** The pieces between what matches, outside of all brackets and of names in quotes. @param separator with the flag y */
export function splitOutside(code: string, separator: RegExp): Piece[] {
  const pieces: Piece[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < code.length; at++) {
    const char = code[at];
    if (char === '"') at = Math.max(at, code.indexOf('"', at + 1));
    if (char === "(") depth += 1;
    if (char === ")") depth -= 1;
    separator.lastIndex = at;
    const [found] = depth === 0 && char !== '"' ? (separator.exec(code) ?? []) : [];
    if (found === undefined) continue;
    pieces.push({ text: code.slice(start, at), start });
    start = at + found.length;
    at = start - 1;
  }
  return [...pieces, { text: code.slice(start), start }];
}

/** The pieces between the commas that stand in no brackets of their own, nor in a name in quotes. */
export function byComma(code: string): string[] {
  return splitOutside(code, /,/y).map(({ text }) => text);
}

/** Up to the bracket that closes what the code begins within, or the end. */
export function untilClosed(code: string): string {
  let depth = 0;
  for (let at = 0; at < code.length; at++) {
    if (code[at] === "(") depth += 1;
    if (code[at] === ")" && depth-- === 0) return code.slice(0, at);
  }
  return code;
}

/** A name as it stands within a pattern. */
export function inPattern(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What may follow a table's name that is no other name for it. */
const AFTER_TABLE =
  "(?:WHERE|GROUP|ORDER|HAVING|ON|USING|JOIN|INNER|LEFT|RIGHT|FULL|CROSS|NATURAL|ASOF|UNION|INTERSECT|EXCEPT|QUALIFY|WINDOW|LIMIT|SELECT|AS)\\b";

const NAME = String.raw`(?:"([^"]+)"|(\w+))`;
const READ = new RegExp(String.raw`^[\s(]*${NAME}(?:\s+(?:AS\s+)?(?!${AFTER_TABLE})${NAME})?`, "i");

/** What a statement reads after FROM and JOIN, with the name that it goes by there, both in lower case. */
export function sourcesIn(code: string): { source: string; alias: string }[] {
  return [...code.matchAll(/\b(?:FROM|JOIN)\b/gi)].flatMap(({ 0: word, index }) => {
    const clause = clauseFrom(code, index + word.length);
    // What stands after a comma is of the FROM, also where joins come before it.
    const items = byComma(clause);
    return (/^from$/i.test(word) ? items : items.slice(0, 1)).flatMap((item) => {
      const [, quoted, plain, quotedAlias, plainAlias] = READ.exec(item) ?? [];
      const source = quoted ?? plain;
      const alias = quotedAlias ?? plainAlias ?? source;
      return source === undefined || alias === undefined
        ? []
        : [{ source: source.toLowerCase(), alias: alias.toLowerCase() }];
    });
  });
}

/** What ends a FROM, outside of brackets that it opens. */
const NEXT_CLAUSE =
  /"[^"]*"|'[^']*'|[();]|\b(?:WHERE|GROUP|ORDER|HAVING|UNION|INTERSECT|EXCEPT|QUALIFY|WINDOW|LIMIT)\b/gi;

/** From there to the clause that comes next, or to the end of what the brackets hold in which that stands. */
function clauseFrom(code: string, start: number): string {
  const rest = code.slice(start);
  let depth = 0;
  for (const { 0: piece, index } of rest.matchAll(NEXT_CLAUSE)) {
    if (/^["']/.test(piece)) continue;
    if (piece === "(") depth += 1;
    else if (piece === ")") depth -= 1;
    const isOver = piece === ")" ? depth < 0 : piece !== "(" && depth === 0;
    if (isOver) return rest.slice(0, index);
  }
  return rest;
}

/** The names that a table is given in a statement, in lower case. */
export function aliasesOf(table: string, statement: string): string[] {
  const name = table.toLowerCase();
  return sourcesIn(statement).flatMap(({ source, alias }) =>
    source === name && alias !== name ? [alias] : [],
  );
}

/** All names that it goes by there, in lower case: its own, and those. */
export function namesOf(table: string, statement: string): string[] {
  return [table.toLowerCase(), ...aliasesOf(table, statement)];
}
