import { RefusedSql } from "./refused.ts";
import { isSymbol, type Token, wordOf } from "./tokens.ts";

const PAIRS = [
  ["(", ")"],
  ["[", "]"],
] as const;

/**
 * The index of every opening bracket, with that of the one that closes it.
 *
 * @throws RefusedSql where they do not pair up
 */
export function closingBrackets(sql: string, tokens: readonly Token[]): ReadonlyMap<number, number> {
  const closing = new Map<number, number>();
  const open: { readonly token: Token; readonly at: number; readonly closedBy: string }[] = [];
  for (const [at, token] of tokens.entries()) {
    const opened = PAIRS.find(([bracket]) => isSymbol(token, bracket));
    if (opened !== undefined) open.push({ token, at, closedBy: opened[1] });
    if (!PAIRS.some(([, bracket]) => isSymbol(token, bracket))) continue;
    const last = open.pop();
    if (last?.closedBy !== token.text) throw unpaired(sql, token);
    closing.set(last.at, at);
  }
  const [unclosed] = open;
  if (unclosed !== undefined) throw unpaired(sql, unclosed.token);
  return closing;
}

function unpaired(sql: string, { text, start }: Token): RefusedSql {
  return new RefusedSql("unpaired bracket", text, sql, start);
}

/**
 * Passes where a query begins at `at`: SELECT or VALUES, in brackets or not, or WITH and queries with names before
 * one of these.
 *
 * @throws RefusedSql where anything else does
 */
export function requireQuery(
  sql: string,
  tokens: readonly Token[],
  at: number,
  closing: ReadonlyMap<number, number>,
): void {
  let start = at;
  while (isSymbol(tokens[start], "(")) start += 1;
  const word = wordOf(tokens[start]);
  if (word === "SELECT" || word === "VALUES") return;
  if (word !== "WITH") throw noQuery(sql, tokens[start]);
  const first = wordOf(tokens[start + 1]) === "RECURSIVE" ? start + 2 : start + 1;
  let end = endOfNamedQuery(sql, tokens, first, closing);
  while (isSymbol(tokens[end], ",")) end = endOfNamedQuery(sql, tokens, end + 1, closing);
  requireQuery(sql, tokens, end, closing);
}

/** `name [(columns)] AS [[NOT] MATERIALIZED] (query)`, from `at` on; the index after it. */
function endOfNamedQuery(
  sql: string,
  tokens: readonly Token[],
  at: number,
  closing: ReadonlyMap<number, number>,
): number {
  const name = tokens[at];
  if (name?.kind !== "word" && name?.kind !== "name") throw noQuery(sql, name);
  let next = (closing.get(at + 1) ?? at) + 1;
  if (wordOf(tokens[next]) !== "AS") throw noQuery(sql, tokens[next]);
  next += 1;
  if (wordOf(tokens[next]) === "NOT") next += 1;
  if (wordOf(tokens[next]) === "MATERIALIZED") next += 1;
  const end = closing.get(next);
  if (end === undefined || !isSymbol(tokens[next], "(")) throw noQuery(sql, tokens[next]);
  requireQuery(sql, tokens, next + 1, closing);
  return end + 1;
}

function noQuery(sql: string, token: Token | undefined): RefusedSql {
  return new RefusedSql("not a query", token?.text ?? "", sql, token?.start ?? sql.length);
}
