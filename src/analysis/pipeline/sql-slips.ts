import leven from "leven";
import * as z from "zod";
import { nearestName } from "../nearest-name.ts";
import { statementAt } from "./sql-statement.ts";

/** What of a statement is not as SQL is written, where its parser stops. */
export const Slip = z.object({
  is: z.enum([
    "open parenthesis",
    "closing parenthesis",
    /** A text in single quotes that does not end, or has one within it. */
    "open text",
    "open CASE",
    "missing comma",
    "missing AS",
    /** A keyword: `word` for `meant`. */
    "misspelt",
    "recursive",
    /** A word that is none of the user's own, as a name. */
    "reserved",
  ]),
  word: z.string().optional(),
  meant: z.string().optional(),
});

export type Slip = z.infer<typeof Slip>;

const STOPPED =
  /^(?:Encountered "(?<found>(?:[^"\\]|\\.)*)" at line|Incorrect syntax near the keyword '(?<keyword>\w+)' at line|Non-query expression encountered|Lexical error)/;

const KEYWORDS = ["SELECT", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "JOIN", "UNION", "VALUES"];
const CREATED = ["MATERIALIZED", "TABLE", "VIEW", "LOCAL", "FUNCTION", "INDEX", "TYPE", "AGGREGATE"];

/** @param line and column where the parser stopped, from 1 */
export function slipAt(message: string, program: string, line: number, column: number): Slip | undefined {
  const stopped = STOPPED.exec(message);
  if (stopped === null) return undefined;
  const { found = "", keyword = "" } = stopped.groups ?? {};
  const expects = (token: string) => message.includes(`\n    ${token} ...`);
  const { code, before } = statementAt(program, line, column);
  const { [line - 1]: text = "" } = program.split("\n");
  if (((text.split("--")[0] ?? "").match(/'/g) ?? []).length % 2 === 1 && !keyword)
    return { is: "open text" };
  const count = (pattern: RegExp) => code.match(pattern)?.length ?? 0;
  const created = /^\s*CREATE\s+(\w+)/i.exec(code)?.[1]?.toUpperCase() ?? "";
  if (keyword === "CREATE") {
    if (created === "RECURSIVE") return { is: "recursive" };
    const meant = CREATED.includes(created) ? undefined : nearestName(created, CREATED);
    return meant === undefined ? undefined : { is: "misspelt", word: created, meant };
  }
  const word = /^\w+/.exec(text.slice(column - 1))?.[0] ?? "";
  const isOfQuery = found === "" && keyword === "";
  if (keyword === "AS" && message.includes('"AS" <IDENTIFIER>')) {
    return { is: "reserved", word: /^AS\s+(\w+)/i.exec(text.slice(column - 1))?.[1] ?? "" };
  }
  const misspelt = misspeltIn(isOfQuery ? word : (/(\w+)\s*$/.exec(before)?.[1] ?? ""));
  if (misspelt !== undefined) return misspelt;
  if (isOfQuery)
    return /^\w+\s+AS\s*\(/i.test(text.slice(column - 1)) ? { is: "missing comma", word } : undefined;
  const [opened, closed] = [count(/\(/g), count(/\)/g)];
  if (opened > closed) return { is: "open parenthesis", word: found || keyword };
  if (closed > opened && found.startsWith(")")) return { is: "closing parenthesis" };
  if (expects('"END"') && count(/\bCASE\b/gi) > count(/\bEND\b/gi)) return { is: "open CASE" };
  if (found === "SELECT" && expects('"AS"')) return { is: "missing AS" };
  const isOfList = !/\b(?:FROM|WHERE|WITH)\b(?![\s\S]*\bSELECT\b)/i.test(before);
  // Behind a column's type other databases have words of their own.
  const isOfTable = /\bTABLE\b/i.test(before) && !/^\w+\s+[A-Za-z]/.test(text.slice(column - 1));
  const isWord = /^\w+$/.test(found) && !KEYWORDS.includes(found.toUpperCase());
  return expects('","') && isWord && isOfList && !isOfTable
    ? { is: "missing comma", word: found }
    : undefined;
}

/** A keyword but for one letter, or for the order of its letters; many a table is called orders. */
function misspeltIn(word: string): Slip | undefined {
  const upper = word.toUpperCase();
  const meant = KEYWORDS.find((one) => isNearly(upper, one));
  return meant === undefined || KEYWORDS.some((one) => [one, `${one}S`].includes(upper))
    ? undefined
    : { is: "misspelt", word, meant };
}

function isNearly(word: string, keyword: string): boolean {
  const sorted = (text: string) => [...text].toSorted().join("");
  return leven(word, keyword) === 1 || sorted(word) === sorted(keyword);
}
