import { nearestName } from "../analysis/nearest-name.ts";
import type { Declared } from "../analysis/pipeline/sql-names.ts";
import type { Slip } from "../analysis/pipeline/sql-slips.ts";
import type { Unclear } from "../analysis/pipeline/sql-unclear.ts";
import type { Waterlines } from "../analysis/pipeline/sql-waterlines.ts";
import { joined, nameList, type Words, words } from "../text/page/words.ts";
import { RECURSIVE, reservedWords, slipWords, syntaxAdvice } from "./sql-syntax-advice.ts";
import { waterlineAdvice } from "./waterline-advice.ts";

/** Calcite's list of all that it would have taken, which is quoted with the whole message. */
const EXPECTED = /\s*\nWas expecting (?:one of)?:?.*$/s;

/** The compiler tells the whole of a property, as all of a table's connectors are, before what is wrong with it. */
const PROPERTY_VALUE = / has value '.*' which is invalid: /s;

/** What a setting may be, where it is something else: a list of what is known, of which there may be dozens. */
const UNKNOWN = /unknown (variant|field) `(?<given>[^`]*)`, expected (?:one of )?(?<known>`.*`)/s;

/** Where somebody may ask for what Feldera lacks, or tell of a defect. */
const REPORT = /\s*\n(?:We would appreciate if|You can suggest support)[^\n]*/g;

/** What the compiler says of an error, without the property that it is in. */
export function withoutProperty(message: string): string {
  return message.replace(PROPERTY_VALUE, " is invalid: ");
}

/** What the compiler says of an error, without the property that it is in and without what it lists besides. */
export function sqlErrorReason(message: string): string {
  return withoutProperty(message)
    .replace(EXPECTED, "")
    .replace(REPORT, "")
    .replace(UNKNOWN, "unknown $1 `$<given>`");
}

/** What the compiler adds to an error, as one of its own. */
const ADDED = /^(?:Location of previous definition|Stopping compilation due to errors)\b/;

/** Whether a message is an error itself, and no addition to one. */
export function isErrorItself(message: string): boolean {
  return !ADDED.test(message);
}

interface About {
  /** The compiler's name for the kind of error that it is. */
  readonly kind?: string | undefined;
  /** The line of the program that it is about. */
  readonly source_line?: string | undefined;
  readonly declared?: Declared | undefined;
  readonly slip?: Slip | undefined;
  readonly unclear?: Unclear | undefined;
  readonly waterlines?: Waterlines | undefined;
}

/** Undefined where the compiler's own words are all that is to be said. */
export function sqlErrorAdvice(
  message: string,
  { kind = "", source_line = "", declared, slip, unclear, waterlines }: About = {},
): Words | undefined {
  if (kind === "Compiler error") {
    return words`Feldera's compiler fails itself on that, which is a defect of its own: report it, and write the line in another way meanwhile`;
  }
  if (/^OR REPLACE not supported\b/.test(message)) {
    return words`A program is given as a whole each time, so that nothing is there before: leave OR REPLACE out`;
  }
  if (/^Not (?:yet implemented|supported)$/.test(kind)) {
    return words`Feldera's SQL does not have that: write the line in another way`;
  }
  const unknown = unknownWords(message);
  if (unknown !== undefined) return unknown;
  if (declared !== undefined) return declaredWords(declared);
  const syntax = syntaxAdvice(message, source_line);
  if (syntax !== undefined) return syntax;
  const word = reservedWord(message) ?? keywordAsName(message, source_line);
  if (word !== undefined) return reservedWords(word);
  if (slip !== undefined) return slipWords(slip);
  if (unclear !== undefined) return unclearWords(unclear);
  if (/\bcould not infer a waterline\b/i.test(message)) return waterlineAdvice(waterlines);
  if (/\bCannot apply '-'/.test(message) && /\bLATENESS\b/i.test(source_line)) {
    return words`LATENESS is what may be taken from the column: an INTERVAL from a time (INTERVAL 5 SECONDS), a number from a number; a text has none`;
  }
  return OF_MEANING.find(([pattern]) => pattern.test(message))?.[1];
}

function declaredWords({ name, is, of = "" }: Declared): Words {
  switch (is) {
    case "below":
      return words`${name} is declared further below: a program is read from its top, so declare it before it is used`;
    case "near":
      return words`The program has ${name}, which is nearest to that: correct the name`;
    case "given":
      return words`${name} is what the SELECT itself gives out (AS ${name}), and is not known there within it: repeat the expression (in HAVING where it is an aggregate), or select from a subquery`;
    case "itself":
      return RECURSIVE;
    case "quoted":
      return words`${name} was declared in quotes, so that its case counts: write it in quotes there too, or declare it without`;
    case "elsewhere":
      return words`Table ${of} has a column ${name}, and is not read there: join it, or correct the name`;
    case "hidden":
      return words`Table ${of} of the statement has a column ${name}, though not at that place: a query or view between gives it not out, or it is read in another SELECT. Select it there too, or join ${of}`;
    case "renamed":
      return words`${name} goes by ${of} there: once a table has another name in FROM, its columns are called by that alone`;
    case "outside":
      return words`${name} is not known at that place of the statement: a query in FROM sees no other table of it (LATERAL lets it), and each SELECT has its own names`;
    case "text":
      return words`A text stands in single quotes ('${name}'): in double quotes stands a name`;
    case "without FROM":
      return words`That SELECT has no FROM: name the table that it reads`;
    case "field":
      return words`${name} is a column there, and what a VARIANT or a MAP holds is read as ${name}['key']`;
    case "windowed":
      return words`A table is given to such a function as TABLE(TUMBLE(TABLE ${name}, DESCRIPTOR(column), INTERVAL '1' HOUR))`;
    case "using":
      return words`USING takes columns of that name in both tables: join ON t.a = u.b where they are named otherwise`;
    case "unit":
      return words`${name} is a unit of time there, which functions such as TIMESTAMP_TRUNC and EXTRACT alone take: the function's name is misspelt, most likely`;
    case "own":
      return words`Feldera has nothing of that name there: ${name} is what it has`;
  }
}

function unclearWords(unclear: Unclear): Words {
  if (unclear.is === "counts") {
    const counts = joined(
      unclear.counts.map((count) => words`${count}`),
      words`, `,
    );
    return words`The SELECTs that are put together give ${counts} columns, in their order: each has to give as many (NULL AS c where one has none)`;
  }
  const { column, sources } = unclear;
  return words`Each of ${nameList(sources)} has a column ${column} there: write which, as in ${`${sources[0]}.${column}`}`;
}

/** What mends the errors of SQL that is written well and means nothing. */
const OF_MEANING: readonly (readonly [RegExp, Words])[] = [
  [
    /\bis not being grouped\b/,
    words`With GROUP BY, or an aggregate beside it, each column is grouped by or stands within an aggregate: add it to GROUP BY, or take one of its values (MAX, ARG_MAX), or leave it out`,
  ],
  [
    /\bAggregate expression is illegal in WHERE\b/,
    words`WHERE is asked of rows, before they are grouped: ask it of groups in HAVING`,
  ],
  [
    /\bAggregate expressions cannot be nested\b/,
    words`Compute the inner aggregate in a query of its own, and select from that`,
  ],
  [
    /\bWHERE clause must be a condition\b/,
    words`WHERE takes what is true or false: compare that with something`,
  ],
  [/\bis ambiguous\b/, words`Several tables there have that column: write which, as in t.id`],
  [
    /\bColumn count mismatch in (?:UNION|INTERSECT|EXCEPT)\b/,
    words`What is put together gives different numbers of columns: each SELECT of it has to give as many, in the same order (NULL AS c where one has none)`,
  ],
  [
    /\bType mismatch in column \d+ of (?:UNION|INTERSECT|EXCEPT)\b/,
    words`What is put together has a column of other types: CAST it to one in each SELECT`,
  ],
  [
    /\bValues passed to IN operator\b/,
    words`IN compares with what its query gives: as many columns as stand before it, of types that can be compared`,
  ],
  [
    /\bNo match found for function signature (?:TO_CHAR|TO_DATE|TO_TIMESTAMP|STR_TO_DATE)\b/i,
    words`Feldera has no such function: FORMAT_DATE and FORMAT_TIMESTAMP write a text, PARSE_DATE and PARSE_TIMESTAMP read one`,
  ],
  [
    /\bNo match found for function signature (?:NVL|ISNULL)\b/i,
    words`Feldera has no such function: COALESCE does that`,
  ],
  [
    /\bNo match found for function signature (?:STRING_AGG|LISTAGG|GROUP_CONCAT)\b/i,
    words`Feldera has no such function: ARRAY_TO_STRING(ARRAY_AGG(…), ',') does that`,
  ],
  [
    /\bFunction 'CURRENT_(?:DATE|TIME|TIMESTAMP)' is unknown\b/,
    words`The time is NOW() in a query, and the day CAST(NOW() AS DATE)`,
  ],
  [
    /\bInvalid number of arguments to function '(?:DATE|TIMESTAMP|TIME)_?(?:DIFF|ADD)'/i,
    words`Its unit stands first, without quotes: DATEDIFF(DAY, earlier, later)`,
  ],
  [/\bDo not use the FLOAT type\b/, words`Write DOUBLE, or REAL, which holds some 7 digits`],
  [
    /\bis not legal JSON: Unexpected character \('[}\]]'/,
    words`The property's value is JSON, in which the comma before that bracket is one too many`,
  ],
  [
    /\bis not legal JSON\b/,
    words`The property's value is JSON, and not written as such at that place: look for a comma or a quote that is missing, or one too many`,
  ],
  [
    /\bExpected an array value for 'connectors'/,
    words`connectors is a list, also of one: put it in brackets, '[{…}]'`,
  ],
  [/\bcannot have the same name\b/, words`Give each a name of its own`],
  [
    /\bNo match found for function signature\b/,
    words`Feldera has no function of that name that takes such values: see its name, how many it takes and of which types (CAST); one of your own is declared with CREATE FUNCTION`,
  ],
  [
    /\bCannot apply '-' to arguments of type '<(?:TIMESTAMP|DATE|TIME)\b[^>]*> - <(?:TIMESTAMP|DATE|TIME)\b/,
    words`The difference of two times is TIMESTAMPDIFF(SECOND, earlier, later), or another unit of it`,
  ],
  [
    /\bCannot apply '[-+]' to arguments of type '<(?:TIMESTAMP|DATE|TIME)\b[^>]*> [-+] <(?:TINYINT|SMALLINT|INTEGER|BIGINT|DECIMAL)\b/,
    words`To a time an INTERVAL is added, or taken from it (INTERVAL 5 SECONDS)`,
  ],
  [
    /\bCannot apply '(?:=|<>|[<>]=?)' to arguments of type\b/,
    words`Those two cannot be compared: CAST one to the type of the other`,
  ],
  [
    /\bCannot apply '(?:DATE|TIMESTAMP)_TRUNC' to arguments\b/,
    words`It is written TIMESTAMP_TRUNC(time, DAY), or DATE_TRUNC(date, MONTH): the time first, and its unit without quotes`,
  ],
  [
    /\bCannot apply 'UNNEST' to arguments\b/,
    words`UNNEST takes an ARRAY or a MAP, and that column is of another type`,
  ],
  [/\bCannot apply '\$SCALAR_QUERY'/, words`A query that stands for one value gives one column`],
  [
    /\bCannot apply '[^'\n]+' to arguments of type\b/,
    words`It takes no values of those types, as the message lists: CAST them`,
  ],
  [
    /\bData Type mismatch between ORDER BY and RANGE\b/,
    words`RANGE over times takes an INTERVAL: INTERVAL 1 HOUR PRECEDING`,
  ],
  [/\bPRIMARY KEY column\b.*\bis nullable\b/, words`Declare that column NOT NULL`],
  [
    /\bdeclared PRIMARY KEY in table with another\b/,
    words`A table has one PRIMARY KEY: of several columns it is PRIMARY KEY (a, b), after them`,
  ],
  [/\balready defined\b/, words`The program has two of that name: rename one, or take it out`],
];

/** What is likely meant, of what the message lists; the whole list is quoted with the message. */
function unknownWords(message: string): Words | undefined {
  const { given, known } = UNKNOWN.exec(message)?.groups ?? {};
  if (given === undefined || known === undefined) return undefined;
  const names = [...known.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? []);
  const nearest = nearestName(given, names);
  return nearest === undefined
    ? words`Feldera knows no ${given} there; the message lists what it knows`
    : words`Feldera knows no ${given} there; ${nearest} is nearest to it`;
}

/** The word that follows a keyword of a declaration, at which Calcite's parser stops where a name should follow. */
function keywordAsName(message: string, line: string): string | undefined {
  const [, keyword] =
    /^Incorrect syntax near the keyword '(TABLE|VIEW|INDEX|TYPE|FUNCTION)'/.exec(message) ?? [];
  if (keyword === undefined || !message.includes(`"${keyword}" <IDENTIFIER>`)) return undefined;
  return new RegExp(`\\b${keyword}\\s+(\\w+)`, "i").exec(line)?.[1];
}

/** The word that stands where, by what Calcite would have taken, a name would stand. */
function reservedWord(message: string): string | undefined {
  const [, before = "", word] = /^Encountered "(\W*)([A-Za-z_]\w*)" at line/.exec(message) ?? [];
  const marks = before.trim().split(/\s+/).filter(Boolean);
  const name = [...marks.map((mark) => `"${mark}"`), "<IDENTIFIER>"].join(" ");
  return message.split("\n").some((line) => line.trim().startsWith(name)) ? word : undefined;
}
