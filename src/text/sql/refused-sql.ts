import type { Refusal, RefusedSql } from "../../analysis/sql/refused.ts";
import { type Words, words } from "../page/words.ts";

const ONE_QUERY = words`Write one SELECT, WITH … SELECT, VALUES or EXPLAIN of these.`;
const QUOTE_NAMES = words`Names stand in double quotes ("…"), strings in single ones.`;
const NO_END = words`Close it.`;

/** What is wrong, and what to write instead. */
const REFUSALS: Readonly<Record<Refusal, readonly [problem: Words, remedy: Words]>> = {
  nothing: [words`there is no statement`, ONE_QUERY],
  "control character": [words`a control character`, words`Leave it out.`],
  "strange character": [words`a character outside of strings and quoted names:`, QUOTE_NAMES],
  "string after word": [
    words`a quote right after a word, as in E'…' or U&'…':`,
    words`Put a space before it.`,
  ],
  "escaped quote": [
    words`a backslash before a quote, an escape to some and not to others:`,
    words`Double the quote to have it in a string; chr(92) is a backslash.`,
  ],
  "endless string": [words`a string without end:`, NO_END],
  "endless name": [words`a quoted name without end:`, NO_END],
  "endless comment": [words`a comment without end (they nest):`, NO_END],
  "unopened comment": [words`the end of a comment that did not begin:`, words`Leave it out.`],
  "comment to be run": [words`a comment that some databases run:`, words`Leave it out.`],
  "comment beyond ASCII": [words`a comment with characters beyond ASCII:`, words`Leave it out.`],
  parameter: [
    words`the sign of a parameter or a dollar quote:`,
    words`Write the value as a literal; a space after a single colon makes it one of a slice.`,
  ],
  "pipe operator": [words`the pipe operator:`, ONE_QUERY],
  "unpaired bracket": [words`a bracket without its counterpart:`, words`Pair them up.`],
  "several statements": [words`several statements:`, words`Send one at a time; a semicolon may only end it.`],
  change: [
    words`a word that may change data:`,
    words`This tool only reads. Where it is a name, put it in double quotes.`,
  ],
  "not a query": [words`no query where one should begin or go on:`, ONE_QUERY],
  fetch: [words`a clause in place of LIMIT:`, words`Write LIMIT and a number.`],
  limit: [
    words`a LIMIT that is not a plain number at the end:`,
    words`Write LIMIT 10, or LIMIT 10 OFFSET 20, once and last. Where it is a name, put it in double quotes.`,
  ],
};

export function refusalWords({ refusal, found, line, column }: RefusedSql): { what: Words; next: Words } {
  const [problem, next] = REFUSALS[refusal];
  const sign = found === "" ? undefined : words` ${found}`;
  return { what: words`The SQL was not sent: ${problem}${sign} (line ${line}, column ${column}).`, next };
}
