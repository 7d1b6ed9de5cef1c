import { closingBrackets, requireQuery } from "./grammar.ts";
import { RefusedSql } from "./refused.ts";
import { isSymbol, type Token, tokensOf, wordOf } from "./tokens.ts";

export interface BoundedQuery {
  readonly kind: "query" | "explain";
  /** The statement to send: without comments and closing semicolon, on the same lines. */
  readonly sql: string;
}

/**
 * The one statement in `sql`, if it is a SELECT, a VALUES, either with WITH, or an EXPLAIN of these, with a LIMIT of
 * `rows` rows at most: its own where that is lower, otherwise one put in. What EXPLAIN tells is as long as the plan,
 * so it gets none.
 *
 * @throws RefusedSql for any other statement, and for one that is not surely one of these
 */
export function boundedQuery(sql: string, rows: number): BoundedQuery {
  const tokens = oneStatement(sql, tokensOf(sql));
  const closing = closingBrackets(sql, tokens);
  refuseChanges(sql, tokens);
  const start = afterExplain(tokens);
  requireQuery(sql, tokens, start, closing);
  return start > 0
    ? { kind: "explain", sql: spelled(sql, tokens) }
    : { kind: "query", sql: limited(sql, tokens, closing, rows) };
}

/** All tokens but a semicolon at the end. */
function oneStatement(sql: string, tokens: readonly Token[]): readonly Token[] {
  const statement = isSymbol(tokens.at(-1), ";") ? tokens.slice(0, -1) : tokens;
  if (statement.length === 0) throw new RefusedSql("nothing", "", sql, 0);
  const second = statement.find((token) => isSymbol(token, ";"));
  if (second === undefined) return statement;
  throw new RefusedSql("several statements", second.text, sql, second.start);
}

/** Words that begin a statement, or a part of one, which changes something. No query needs them unquoted. */
const CHANGES: ReadonlySet<string> = new Set(
  `INSERT UPDATE DELETE MERGE TRUNCATE COPY UNLOAD CREATE DROP ALTER SET RESET CALL EXECUTE PREPARE DEALLOCATE
   GRANT REVOKE RETURNING INTO`.split(/\s+/),
);

/** Words after a FOR that make the query lock rows; FOR UPDATE is among the changes. */
const LOCKS: ReadonlySet<string> = new Set(["SHARE", "NO", "KEY"]);

function refuseChanges(sql: string, tokens: readonly Token[]): void {
  for (const [i, token] of tokens.entries()) {
    const word = wordOf(token);
    const isLock = LOCKS.has(word) && wordOf(tokens[i - 1]) === "FOR";
    if (!CHANGES.has(word) && !isLock) continue;
    throw new RefusedSql("change", token.text, sql, token.start);
  }
}

/** The index of what DataFusion's `EXPLAIN [ANALYZE] [VERBOSE] [FORMAT name]` is followed by; 0 without one. */
function afterExplain(tokens: readonly Token[]): number {
  if (wordOf(tokens[0]) !== "EXPLAIN") return 0;
  let at = 1;
  if (wordOf(tokens[at]) === "ANALYZE") at += 1;
  if (wordOf(tokens[at]) === "VERBOSE") at += 1;
  if (wordOf(tokens[at]) === "FORMAT") at += 2;
  return at;
}

function limited(
  sql: string,
  tokens: readonly Token[],
  closing: ReadonlyMap<number, number>,
  rows: number,
): string {
  const top = topLevel(tokens, closing);
  const fetch = top.find((token) => wordOf(token) === "FETCH");
  if (fetch !== undefined) throw new RefusedSql("fetch", fetch.text, sql, fetch.start);
  const limit = top.findIndex((token) => wordOf(token) === "LIMIT");
  if (limit < 0) return `${spelled(sql, tokens)}\nLIMIT ${rows}`;
  const clause = top.slice(limit);
  const [word, count] = clause;
  if (!LIMIT_CLAUSE.test(clause.map(shapeOf).join(" ")) || count === undefined) {
    throw new RefusedSql("limit", word?.text ?? "", sql, word?.start ?? 0);
  }
  const lowered = BigInt(count.text) > BigInt(rows) ? String(rows) : count.text;
  return spelled(
    sql,
    tokens.map((token) => (token === count ? { ...token, text: lowered } : token)),
  );
}

const LIMIT_CLAUSE = /^LIMIT #(?: OFFSET #(?: ROWS?)?)?$/;

/** A word as it is, # for a number, ? for all else. */
function shapeOf(token: Token): string {
  return token.kind === "number" ? "#" : wordOf(token) || "?";
}

/** The tokens outside of all brackets, and the brackets that open there. */
function topLevel(tokens: readonly Token[], closing: ReadonlyMap<number, number>): Token[] {
  const top: Token[] = [];
  for (let at = 0; at < tokens.length; at = (closing.get(at) ?? at) + 1) {
    const token = tokens[at];
    if (token !== undefined) top.push(token);
  }
  return top;
}

/** The tokens with the white space between them; of a comment, only its line breaks are left. */
function spelled(sql: string, tokens: readonly Token[]): string {
  return tokens
    .map(({ text, start }, i) => {
      const gap = i === 0 ? "" : sql.slice(tokens[i - 1]?.end, start);
      return (/^\s*$/.test(gap) ? gap : gap.replace(/[^\n]/g, "") || " ") + text;
    })
    .join("");
}
