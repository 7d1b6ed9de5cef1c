import * as z from "zod";
import { nearestName } from "../analysis/nearest-name.ts";
import { type Words, words } from "../text/page/words.ts";
import { syntaxAdvice } from "./sql-syntax-advice.ts";

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

/**
 * What the program has for a table or view that is not found: itself further below, or another of nearly its name; or for
 * a column: what its SELECT gives out by that name.
 */
export const Declared = z.object({ name: z.string(), is: z.enum(["below", "near", "given"]) });

interface About {
  /** The compiler's name for the kind of error that it is. */
  readonly kind?: string | undefined;
  /** The line of the program that it is about. */
  readonly source_line?: string | undefined;
  readonly declared?: z.infer<typeof Declared> | undefined;
}

/** Undefined where the compiler's own words are all that is to be said. */
export function sqlErrorAdvice(
  message: string,
  { kind = "", source_line = "", declared }: About = {},
): Words | undefined {
  if (kind === "Compiler error") {
    return words`Feldera's compiler fails itself on that, which is a defect of its own: report it, and write the line in another way meanwhile`;
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
  if (word !== undefined) {
    return words`A name is wanted there, and ${word} is a reserved word: write it in quotes wherever it is a name, or choose another`;
  }
  if (/\bCould not infer a waterline\b.*'emit_final'/s.test(message)) {
    return words`emit_final gives out a row once its time is final, by the LATENESS of the tables that this column is made of: declare LATENESS on their time columns, or leave emit_final out`;
  }
  return undefined;
}

function declaredWords({ name, is }: z.infer<typeof Declared>): Words {
  switch (is) {
    case "below":
      return words`${name} is declared further below: a program is read from its top, so declare it before it is used`;
    case "near":
      return words`The program has ${name}, which is nearest to that: correct the name`;
    case "given":
      return words`${name} is what the SELECT itself gives out (AS ${name}), and is not known there within it: repeat the expression, or select from a subquery`;
  }
}

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

/** What a program has for a table, view or column that is not found on a line of it. */
export function declaredFor(
  message: string,
  program: string,
  line: number,
): z.infer<typeof Declared> | undefined {
  const [, column] = MISSING_COLUMN.exec(message) ?? [];
  if (column !== undefined) return isGiven(column, program, line) ? { name: column, is: "given" } : undefined;
  const [, missing] = MISSING.exec(message) ?? [];
  if (missing === undefined) return undefined;
  const all = [...program.matchAll(DECLARED)].flatMap(({ index, 1: name }) =>
    name === undefined ? [] : [{ name, line: program.slice(0, index).split("\n").length }],
  );
  const same = all.find(({ name }) => name.toLowerCase() === missing.toLowerCase());
  if (same !== undefined) return same.line > line ? { name: missing, is: "below" } : undefined;
  const near = nearestName(
    missing,
    all.map(({ name }) => name),
  );
  return near === undefined ? undefined : { name: near, is: "near" };
}

/** Whether the statement on that line calls something so, by AS. */
function isGiven(column: string, program: string, line: number): boolean {
  const lines = program.split("\n");
  const before = lines.slice(0, line).join("\n");
  const start = before.search(/\bCREATE\b(?![\s\S]*\bCREATE\b)/i);
  const [statement = ""] = lines.join("\n").slice(Math.max(0, start)).split(";");
  return new RegExp(`\\bAS\\s+"?${column}\\b`, "i").test(statement);
}

const MISSING_COLUMN = /\bColumn '(\w+)' not found in any table/;

const MISSING = /\bObject '([^'\n]+)' not found/;
const DECLARED = /\bCREATE\s+(?:(?:LOCAL|MATERIALIZED|RECURSIVE|OR\s+REPLACE)\s+)*(?:TABLE|VIEW)\s+"?(\w+)/gi;

/** The word that follows a keyword of a declaration, at which Calcite's parser stops where a name should follow. */
function keywordAsName(message: string, line: string): string | undefined {
  const [, keyword] =
    /^Incorrect syntax near the keyword '(TABLE|VIEW|INDEX|TYPE|FUNCTION)'/.exec(message) ?? [];
  if (keyword === undefined || !message.includes(`"${keyword}" <IDENTIFIER>`)) return undefined;
  return new RegExp(`\\b${keyword}\\s+(\\w+)`, "i").exec(line)?.[1];
}

/** The word that stands where, by what Calcite would have taken, a name would stand. */
function reservedWord(message: string): string | undefined {
  const [, before = "", word] = /^Encountered "(\W*)(\w+)" at line/.exec(message) ?? [];
  const marks = before.trim().split(/\s+/).filter(Boolean);
  const name = [...marks.map((mark) => `"${mark}"`), "<IDENTIFIER>"].join(" ");
  return message.split("\n").some((line) => line.trim().startsWith(name)) ? word : undefined;
}
