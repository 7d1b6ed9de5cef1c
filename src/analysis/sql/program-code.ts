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

/** Code without comments on one line: what of it is white space is one blank. */
export function onOneLine(code: string): string {
  return code.replace(/\s+/g, " ").trim();
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

/** The names that a table is given in a statement, in lower case. */
export function aliasesOf(table: string, statement: string): string[] {
  const given = statement.matchAll(
    new RegExp(
      String.raw`(?:\b(?:FROM|JOIN)\s*\(?|,)\s*"?${inPattern(table)}"?\s+(?:AS\s+)?(?!${AFTER_TABLE})"?(\w+)`,
      "gi",
    ),
  );
  return [...given].flatMap(([, alias]) => alias?.toLowerCase() ?? []);
}

const READ = String.raw`\(?\s*"?(\w+)"?(?:\s+(?:AS\s+)?(?!${AFTER_TABLE})"?(\w+)"?)?`;
const EACH_READ = new RegExp(READ, "gi");
const READ_AFTER = new RegExp(String.raw`\b(?:FROM|JOIN)\b\s*${READ}(?:\s*,\s*${READ})*`, "gi");

/** What a statement reads after FROM and JOIN, with the name that it goes by there, both in lower case. */
export function sourcesIn(code: string): { source: string; alias: string }[] {
  return [...code.matchAll(READ_AFTER)].flatMap(([clause]) =>
    [...clause.replace(/^\w+/, "").matchAll(EACH_READ)].map(([, source = "", alias = source]) => ({
      source: source.toLowerCase(),
      alias: alias.toLowerCase(),
    })),
  );
}

/** All names that it goes by there, in lower case: its own, and those. */
export function namesOf(table: string, statement: string): string[] {
  return [table.toLowerCase(), ...aliasesOf(table, statement)];
}
