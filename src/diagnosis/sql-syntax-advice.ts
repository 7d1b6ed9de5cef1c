import type { Slip } from "../analysis/pipeline/sql-slips.ts";
import { type Words, words } from "../text/page/words.ts";

/** What Calcite's parser stopped at, with its quotes escaped. */
const ENCOUNTERED = /^Encountered "((?:[^"\\]|\\.)*)" at line/;
const STATEMENT = /^(?:CREATE|DROP|DECLARE)\b/;
const COMMA_TOO_MANY = /^, (\)|FROM|WHERE|GROUP|ORDER|UNION)(?: |$)/;
/** What may follow INTERVAL. */
const OF_INTERVAL = '<QUOTED_STRING> "MINUTE"';
const UNIT = /^(?:YEAR|QUARTER|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?\b/;

/** What other databases have where the parser stopped, and what stands around it there: each is written otherwise here, or not at all. */
const OF_OTHERS: readonly (readonly [at: RegExp, around: RegExp, meant: Words])[] = [
  [/^->/, /->/, words`What a VARIANT holds is read as doc['key'], and made of a type by CAST`],
  [/^\d+\b/, /\bTOP\s+\d/i, words`The first rows are taken at the end of the query: ORDER BY c LIMIT 5`],
  [
    /^TIME\b/,
    /\bAT\s+TIME\s+ZONE\b/i,
    words`A time of another zone is CONVERT_TIMEZONE('UTC', 'Europe/Berlin', t)`,
  ],
  [
    /^REFERENCES\b/,
    /\bREFERENCES\b/i,
    words`A column that refers to another has FOREIGN KEY before it: FOREIGN KEY REFERENCES t(id)`,
  ],
  [/^\w/, /\bPRIMARY\s+KEY\s+\w/i, words`The columns of a key stand in brackets: PRIMARY KEY (id)`],
  [
    /^(?:AUTO_?INCREMENT|IDENTITY|GENERATED)\b/i,
    /\S/,
    words`Feldera makes no numbers for rows: take that out, and have them sent with each row`,
  ],
  [
    /^(?:CHECK|UNIQUE)\b/i,
    /\S/,
    words`Feldera has no such constraint: take it out. PRIMARY KEY alone tells rows apart`,
  ],
  [/^REFRESH\b/i, /\bVIEW\b/i, words`A view is always up to date: take REFRESH out`],
  [/^NOT\b/i, /\bVIEW\s+IF\s+NOT\b/i, words`A program declares each view once: take IF NOT EXISTS out`],
  [/^\[/, /\[\s*\]/, words`The type of an array is written INT ARRAY`],
  [/^\(/, /\bENUM\s*\(/i, words`Feldera has no ENUM: VARCHAR holds such words`],
];

/**
 * What the commonest slips look like to Calcite's parser, as that of Feldera 0.337 tells them.
 *
 * @param line of the program, which the error is about
 * @returns undefined where it is none of these
 */
export function syntaxAdvice(message: string, line: string): Words | undefined {
  if (/^Lexical error\b.*"`"/.test(message))
    return words`Feldera takes no \`: a name that needs quotes stands in double ones`;
  if (/^Lexical error\b.*"#"/.test(message)) return words`A comment begins with --`;
  const [, found] = ENCOUNTERED.exec(message) ?? [];
  if (found === undefined) return undefined;
  if (STATEMENT.test(found) && message.includes('";"'))
    return words`The statement before it is not ended: put ; behind it`;
  const [, next] = COMMA_TOO_MANY.exec(found) ?? [];
  if (next !== undefined) return words`The comma before ${next} is one too many`;
  if (found.startsWith("\\'") && message.includes(OF_INTERVAL))
    return words`An INTERVAL has its unit outside of the quotes: INTERVAL '30' MINUTE, or INTERVAL 30 MINUTES`;
  const [unit] = UNIT.exec(found) ?? [];
  if (unit !== undefined && new RegExp(`(?<!INTERVAL )(?:\\b\\d+|'[^']*') +${unit}\\b`, "i").test(line))
    return words`A span of time has INTERVAL before it: INTERVAL 30 MINUTES`;
  const other = OF_OTHERS.find(([at, around]) => at.test(found) && around.test(line));
  if (other !== undefined) return other[2];
  if (found.startsWith("= =")) return words`What is equal is written with one =`;
  if (/^\\'\w+\\'/.test(found) && /\b(?:TRUNC|FLOOR|CEIL|DIFF|ADD)\b|_(?:TRUNC|DIFF)\b/i.test(line))
    return words`The unit of time stands there without quotes: DAY, HOUR`;
  if (found === "," && /\bEXTRACT\s*\(/i.test(line)) return words`It is written EXTRACT(YEAR FROM …)`;
  if (/\bUNNEST$/.test(found)) return words`UNNEST stands in FROM: FROM t, UNNEST(t.items) AS u(item)`;
  if (/\bWITH\s*\(\s*\w/i.test(line) && message.includes("<QUOTED_STRING>"))
    return words`In WITH both the name of a property and its value stand in single quotes: 'materialized' = 'true'`;
  return undefined;
}

/** What a statement lacks, or has too much of. */
export function slipWords({ is, word = "", meant = "" }: Slip): Words {
  switch (is) {
    case "open parenthesis":
      return words`The statement has a ( that is not closed, before ${word} most likely`;
    case "closing parenthesis":
      return words`The statement has a ) too many`;
    case "open text":
      return words`The line has a ' too many or too few: a text begins and ends with one, and one within it is written twice ('')`;
    case "open CASE":
      return words`A CASE is not ended there: END is missing`;
    case "missing comma":
      return words`A comma is missing before ${word}, most likely`;
    case "missing AS":
      return words`AS is missing before SELECT`;
    case "misspelt":
      return words`${word} is no word of SQL there: ${meant} is nearest to it`;
    case "recursive":
      return RECURSIVE;
    case "reserved":
      return reservedWords(word);
  }
}

/** What reads itself is declared first. */
export const RECURSIVE = words`A view that reads itself is declared before it is made: DECLARE RECURSIVE VIEW v (column type, …); CREATE VIEW v AS …`;

export function reservedWords(word: string): Words {
  return words`A name is wanted there, and ${word} is a reserved word: write it in quotes wherever it is a name, or choose another`;
}
