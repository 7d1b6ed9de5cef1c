import { RefusedSql } from "./refused.ts";

export interface Token {
  readonly kind: "word" | "name" | "string" | "number" | "symbol";
  /** As it stands in the statement, quotes included. */
  readonly text: string;
  /** In UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/**
 * The tokens of a SQL text, without comments. Feldera's ad-hoc SQL is parsed by DataFusion in its generic dialect:
 * `''` and `""` double their quote, and block comments nest. What other dialects, or other versions of it, would
 * cut differently is refused: backslashes before quotes, prefixed strings (`E'…'`), backticks, dollar quotes,
 * parameters, `#`, and control characters.
 *
 * @throws RefusedSql
 */
export function tokensOf(sql: string): Token[] {
  const unseen = UNSEEN.exec(sql);
  if (unseen) throw new RefusedSql("control character", "", sql, unseen.index);
  const tokens: Token[] = [];
  for (let start = 0; start < sql.length; ) {
    const next = after(sql, start);
    if (next.kind !== undefined) {
      tokens.push({ kind: next.kind, text: sql.slice(start, next.end), start, end: next.end });
    }
    start = next.end;
  }
  return tokens;
}

/** Control characters, of which tabs and line breaks alone have a place in SQL, and halves of surrogate pairs. */
const UNSEEN = /(?!\r\n)[\0-\x08\v-\x1f\x7f-\x9f]|\p{Surrogate}/u;

interface Lexeme {
  /** Undefined for white space and comments. */
  readonly kind: Token["kind"] | undefined;
  readonly end: number;
}

function after(sql: string, start: number): Lexeme {
  const rest = (pattern: RegExp) => {
    pattern.lastIndex = start;
    return start + (pattern.exec(sql)?.[0].length ?? 0);
  };
  const char = sql.charAt(start);
  if (/[\t\n\r ]/.test(char)) return { kind: undefined, end: rest(/[\t\n\r ]+/y) };
  if (sql.startsWith("--", start)) return comment(sql, start, rest(/[^\n]*/y));
  if (sql.startsWith("/*", start)) return comment(sql, start, endOfBlockComment(sql, start));
  if (char === "'" || char === '"') {
    return { kind: char === "'" ? "string" : "name", end: endOfQuoted(sql, start, char) };
  }
  if (/[A-Za-z_]/.test(char)) return { kind: "word", end: rest(/\w+/y) };
  if (/\d/.test(char)) return { kind: "number", end: rest(/\d+/y) };
  return { kind: "symbol", end: endOfSymbol(sql, start) };
}

/** The end of a string or a quoted name, the doubled quotes in it included. */
function endOfQuoted(sql: string, start: number, quote: string): number {
  if (/[\w&]/.test(sql.charAt(start - 1))) {
    throw new RefusedSql("string after word", quote, sql, start);
  }
  for (let at = start + 1; at < sql.length; at++) {
    const char = sql.charAt(at);
    if (char === "\\" && sql.charAt(at + 1) === quote) {
      throw new RefusedSql("escaped quote", `\\${quote}`, sql, at);
    }
    if (char !== quote) continue;
    if (sql.charAt(at + 1) !== quote) return at + 1;
    at++;
  }
  throw new RefusedSql(quote === "'" ? "endless string" : "endless name", quote, sql, start);
}

/** It must be of ASCII: some readers take other characters for line breaks. */
function comment(sql: string, start: number, end: number): Lexeme {
  const strange = sql.slice(start, end).search(/[^\0-\x7f]/);
  if (strange < 0) return { kind: undefined, end };
  throw new RefusedSql("comment beyond ASCII", characterAt(sql, start + strange), sql, start + strange);
}

/** Block comments nest. */
function endOfBlockComment(sql: string, start: number): number {
  if (sql.startsWith("/*!", start)) {
    throw new RefusedSql("comment to be run", "/*!", sql, start);
  }
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let mark = marks.exec(sql); mark !== null; mark = marks.exec(sql)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  throw new RefusedSql("endless comment", "/*", sql, start);
}

/** Signs that are operators and punctuation in every dialect. */
const SYMBOL = /[()[\],;.+\-*/%=<>!|&^~:]/;

function endOfSymbol(sql: string, start: number): number {
  const char = sql.charAt(start);
  const pair = sql.slice(start, start + 2);
  if (pair === "::") return start + 2;
  if (pair === "*/") throw new RefusedSql("unopened comment", pair, sql, start);
  if (pair === "|>") throw new RefusedSql("pipe operator", pair, sql, start);
  if (char === "?" || char === "$" || /^:[A-Za-z_]$/.test(pair)) {
    throw new RefusedSql("parameter", char, sql, start);
  }
  if (!SYMBOL.test(char)) {
    throw new RefusedSql("strange character", characterAt(sql, start), sql, start);
  }
  return start + 1;
}

function characterAt(sql: string, at: number): string {
  return String.fromCodePoint(sql.codePointAt(at) ?? 0);
}

/** In upper case; empty for what is no word. */
export function wordOf(token: Token | undefined): string {
  return token?.kind === "word" ? token.text.toUpperCase() : "";
}

export function isSymbol(token: Token | undefined, text: string): boolean {
  return token?.kind === "symbol" && token.text === text;
}
