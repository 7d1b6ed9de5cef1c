import { onOneLine, withoutTexts } from "../sql/program-code.ts";
import type { SqlPlace } from "./sql-places.ts";

const COMPARES = /[<>=]|\b(?:IN|IS|LIKE|RLIKE|BETWEEN|NOT|EXISTS|OR|AND)\b/i;
const STATEMENT = /^\s*(?:CREATE|SELECT|WITH)\b/i;
const CHOICE = /^CASE\b/i;

/** `a.k = b.k AND …`, of columns alone. */
const COLUMN = String.raw`[\w$".]+`;
const EQUALS = new RegExp(String.raw`^\(?${COLUMN} ?= ?${COLUMN}(?: AND ${COLUMN} ?= ?${COLUMN})*\)?$`, "i");

/** A column of truth values stands for itself as the condition of a filter. */
const FLAG = /^[\w$".]+$/;

/** Whether an operator is placed at a whole statement or subquery, and not at a piece of one. */
export function isStatement(code: string): boolean {
  return STATEMENT.test(code);
}

/** The condition that an operator itself is placed at, on one line; undefined where it is at none, or at several. */
export function conditionOf({ positions, rule, operation }: SqlPlace): string | undefined {
  if (rule !== "exact") return undefined;
  const code = positions.map(({ code }) => onOneLine(code ?? ""));
  const isCondition = (text: string) => COMPARES.test(text) || (operation === "filter" && FLAG.test(text));
  const conditions = code.filter((text) => isCondition(text) && !isStatement(text));
  // What a CASE chooses by is not asked of the row, where something else is.
  const asked = conditions.filter((text) => !CHOICE.test(text));
  const [only, ...others] = asked.length > 0 ? asked : conditions;
  return others.length === 0 ? only : undefined;
}

/** A word or two, and no number, key or time. */
const WORD = "'[a-z][a-z _-]*'";
const ASKS_FOR_WORD = String.raw`(?:\w+ ?\()?${COLUMN}\)? ?(?:= ?${WORD}|IN ?\( ?${WORD}(?:, ?${WORD})* ?\))`;
const ASKS_FOR_WORDS = new RegExp(String.raw`^\(*${ASKS_FOR_WORD}(?: OR ${ASKS_FOR_WORD})*\)*$`, "i");

/** Whether a condition asks no more than that a column be one of some words: `severity = 'CRITICAL'`. */
export function asksForWords(condition: string): boolean {
  return ASKS_FOR_WORDS.test(condition);
}

const WHERE = /\bWHERE\b/gi;
const NEXT_CLAUSE = /^(?:WHERE|GROUP|HAVING|ORDER|LIMIT|UNION|EXCEPT|INTERSECT|QUALIFY|WINDOW)\b/i;

/** The one WHERE of a statement, or that which names any of these columns, on one line; undefined of several. */
export function onlyWhere(statement: string, columns?: readonly string[]): string | undefined {
  const line = lineOf(statement);
  const clauses = wheresOf(line).map((start) => clauseAt(line, start));
  const [only, ...others] = clauses.filter(
    (clause) => columns === undefined || columnsIn(clause, columns).length > 0,
  );
  return others.length === 0 ? only : undefined;
}

const BARE_FLAG = /^(?:NOT )?[\w$".]+$/i;

/** The one WHERE of a statement that has no position in the compiler's graph, where it is of NULL, or of a column alone. */
export function unplacedWhere(statement: string, nullable: readonly string[]): string | undefined {
  const where = onlyWhere(statement);
  return onlyWhere(statement, nullable) ?? (where !== undefined && BARE_FLAG.test(where) ? where : undefined);
}

const JOIN = /\bJOIN\b/gi;
const ON = /\b(?:ON|USING)\b/i;

/** `a.x = b.y`, of two columns: in a WHERE a join compares by it as well. */
const COLUMNS_MEET = /[\w"] ?= ?[a-z_"]/i;

/**
 * What the one JOIN of a statement compares by, on one line; undefined where it has none, or several, or where it may
 * compare by its WHERE too.
 */
export function onlyOn(statement: string): string | undefined {
  const line = lineOf(statement);
  const [join, ...others] = line.code.matchAll(JOIN);
  if (join === undefined || others.length > 0) return undefined;
  if (wheresOf(line).some((start) => COLUMNS_MEET.test(clauseAt(line, start)))) return undefined;
  const on = ON.exec(line.code.slice(join.index));
  return on === null ? undefined : clauseAt(line, join.index + on.index + on[0].length);
}

const SELECT = /\bSELECT\b/gi;
const OUTER = /\b(LEFT|RIGHT|FULL) (?:OUTER )?JOIN\b/i;

/** The outer join of a statement of one SELECT with no other join, and its WHERE; undefined of any other. */
export function outerJoin(statement: string): { side: string; where: string } | undefined {
  const { code } = lineOf(statement);
  const isPlain = [SELECT, JOIN].every((word) => [...code.matchAll(word)].length === 1);
  const side = isPlain ? OUTER.exec(code)?.[1] : undefined;
  const where = onlyWhere(statement);
  return side === undefined || where === undefined ? undefined : { side: side.toUpperCase(), where };
}

/** A statement on one line, and of the same length without its texts: in those no clause begins or ends. */
interface Line {
  readonly text: string;
  readonly code: string;
}

function lineOf(statement: string): Line {
  const text = onOneLine(statement);
  return { text, code: withoutTexts(text) };
}

/** Where what each WHERE asks begins. */
function wheresOf({ code }: Line): number[] {
  return [...code.matchAll(WHERE)].map(({ index, 0: word }) => index + word.length);
}

/** Up to the next such clause, or the end of what it stands within. */
function clauseAt({ text, code }: Line, start: number, clause = NEXT_CLAUSE): string {
  let depth = 0;
  let at = start;
  for (; at < code.length; at++) {
    const next = code[at];
    if (next === "(") depth++;
    if (next === ")" && depth-- === 0) break;
    if (next === ";" || (depth === 0 && code[at - 1] === " " && clause.test(code.slice(at, at + 10)))) break;
  }
  return text.slice(start, at).trim();
}

const NO_CLAUSE = /(?!)/;

const NOT_IN = /(?:(?<![\w$."])[\w$."]+|\([^()]{0,200}\)) NOT IN ?\( ?SELECT\b/gi;

/** The one `NOT IN (SELECT …)` of a statement, on one line; undefined where it has none, or several. */
export function onlyNotIn(statement: string): string | undefined {
  const line = lineOf(statement);
  const [only, ...others] = [...line.code.matchAll(NOT_IN)];
  if (only === undefined || others.length > 0) return undefined;
  const open = only.index + only[0].lastIndexOf("(") + 1;
  return `${line.text.slice(only.index, open)}${clauseAt(line, open, NO_CLAUSE)})`;
}

const ASKED_APART = /\b(?:AND|OR|WHERE|ON|HAVING|QUALIFY)\b/i;
const CLOCK = /\bNOW ?\( ?\)/i;
const BEFORE = /^[^<>=]*<=?[^<>=]*$/;
const AFTER = /^[^<>=]*>=?[^<>=]*$/;

/**
 * Whether a statement asks of times only that they be earlier than the clock by so much: `t < NOW() - INTERVAL 1 HOUR`.
 * What is too new for that grows old enough.
 */
export function asksForOld(statement: string): boolean {
  const pieces = lineOf(statement).code.split(ASKED_APART);
  const ofClock = pieces.filter((piece) => CLOCK.test(piece));
  const isOfOld = (piece: string) => {
    const [before = "", after = ""] = piece.split(CLOCK);
    return BEFORE.test(before) && !/[<>=]/.test(after) ? true : AFTER.test(after) && !/[<>=]/.test(before);
  };
  return ofClock.length > 0 && ofClock.every(isOfOld);
}

/**
 * Whether a view gives a column of what goes by these names there, and nothing else, by the column's own name.
 *
 * @param statement that makes the view, with one SELECT
 */
export function givesAsItself(statement: string, column: string, aliases: readonly string[]): boolean {
  const [, given, ...others] = onOneLine(statement).split(/\bSELECT (?:DISTINCT )?/i);
  const [list = ""] = (given ?? "").split(/ FROM /i);
  if (others.length > 0) return false;
  const items = list
    .toLowerCase()
    .split(",")
    .map((item) => item.trim().replaceAll('"', ""));
  const named = items.filter((item) => item.split(/[ .]/).at(-1) === column.toLowerCase());
  const [only, ...more] = named;
  const of = aliases.map((alias) => `${alias}.${column.toLowerCase()}`);
  return more.length === 0 && only !== undefined && (only === column.toLowerCase() || of.includes(only));
}

/** Whether a condition asks for nothing but columns that are equal. */
export function isOfEqualColumns(condition: string): boolean {
  return EQUALS.test(condition);
}

/** The columns of a table that a condition compares by equality alone, in lower case; none of any other condition. */
export function columnsCompared(condition: string, aliases: readonly string[]): string[] {
  if (!isOfEqualColumns(condition)) return [];
  return [...condition.toLowerCase().matchAll(/"?(\w+)"?\."?(\w+)/g)].flatMap(
    ([, table = "", column = ""]) => (aliases.includes(table) ? [column] : []),
  );
}

const TAKES_NULL =
  /(?:[\w$".]+ IS (?:NULL|(?:NOT )?(?:TRUE|FALSE|UNKNOWN))|[\w$".]+ IS (?:NOT )?DISTINCT FROM [\w$".']+|[\w$".]+ ?<=> ?[\w$".']+|\b(?:COALESCE|IFNULL|NVL) ?\((?:[^()]|\([^()]*\))*\))/gi;

/** A condition without what it asks of NULL as of any other value: `x IS NULL`, `COALESCE(x, 0) > 1`. */
export function withoutNullTests(condition: string): string {
  return condition.replace(TAKES_NULL, " ");
}

const UNEQUAL = /<>|!=|\bNOT\b/i;
const EITHER = /\b(?:OR|CASE)\b/i;

/** What a condition asks to be other than something, and of NULL is not true; empty where another way leads through it. */
export function unequalColumns(condition: string): string {
  const { text, code } = lineOf(condition);
  if (EITHER.test(code)) return "";
  return withoutNullTests(text)
    .split(/\bAND\b/i)
    .filter((piece) => UNEQUAL.test(withoutTexts(piece)))
    .join(" ");
}

const ONLY_NOT_NULL = /^\(?[\w$".]+ IS NOT NULL\)?$/i;

/** Whether a condition asks for nothing but that a column is not NULL. */
export function isOfNotNull(condition: string): boolean {
  return ONLY_NOT_NULL.test(condition);
}

/** Those of these columns that a piece of SQL names, as themselves or within a table or an alias. */
export function columnsIn(code: string, columns: readonly string[]): string[] {
  const named = code.replace(/'[^']*'/g, " ").split(/[^\p{L}\p{N}_$]+/u);
  const lower = new Set(named.map((word) => word.toLowerCase()));
  return columns.filter((column) => lower.has(column.toLowerCase()));
}
