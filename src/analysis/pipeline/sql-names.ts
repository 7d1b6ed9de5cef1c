import leven from "leven";
import * as z from "zod";
import { aliasesOf, byComma, lineAt, sourcesIn, untilClosed, withoutTexts } from "../sql/program-code.ts";
import { statementAt } from "./sql-statement.ts";

/** What a program has for a table, view, column, type or function that its compiler does not find. */
export const Declared = z.object({
  /** What was looked for, or for `near`, `quoted` and `own` what is found. */
  name: z.string(),
  is: z.enum([
    /** A table or view that is declared further below. */
    "below",
    "near",
    /** What the SELECT itself gives out by that name. */
    "given",
    /** The view that is being made. */
    "itself",
    /** A name that was declared in quotes, so that its case counts. */
    "quoted",
    /** A column that a table of the program has which the statement does not read: `of`. */
    "elsewhere",
    /** A column of a table of the statement, `of`, which does not come through to that place. */
    "hidden",
    /** A table that goes by another name there: `of`. */
    "renamed",
    /** A name that is given in the statement, and is not known at that place of it. */
    "outside",
    /** A text in double quotes. */
    "text",
    /** A column of a SELECT without a FROM. */
    "without FROM",
    /** A column, of what is within it: `doc.title` of a VARIANT. */
    "field",
    /** A table that is given to a function of tables by its name alone. */
    "windowed",
    /** A column of USING that one side lacks. */
    "using",
    /** A unit of time, which only some functions take. */
    "unit",
    /** A type or a property of Feldera's, which is called otherwise, or nearly so. */
    "own",
  ]),
  of: z.string().optional(),
});

export type Declared = z.infer<typeof Declared>;

const MISSING = /\bObject '([^'\n]+)' not found/;
const MISSING_COLUMN = /\bColumn '(\w+)' not found in (?:any table|table '(\w+)')/;
const MISSING_KEY = /\bKey field '(\w+)' does not correspond to a column/;
const MISSING_TABLE = /\bTable '(\w+)' not found/;
const MISSING_IDENTIFIER = /\bUnknown identifier '(\w+)'|^Incorrect syntax near the keyword '(DATETIME)'/;
const PROPERTY = /\bUnknown (?:table|view) property '(\w+)'/;
const PROPERTIES = ["connectors", "materialized", "append_only", "skip_unused_columns", "emit_final"];
const DID_YOU_MEAN = /\bnot found .*; did you mean '([^'\n]+)'\?/;

const DECLARED = /\bCREATE\s+(?:(?:LOCAL|MATERIALIZED|RECURSIVE|OR\s+REPLACE)\s+)*(?:TABLE|VIEW)\s+"?(\w+)/gi;
const TABLE = /\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"?(\w+)"?\s*\(/gi;
/** What begins a part of a table's declaration that is no column. */
const NO_COLUMN = /^(?:PRIMARY|FOREIGN|CONSTRAINT|UNIQUE|CHECK)$/i;

/** What other databases call types that Feldera has by another name, or has something for. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ["datetime", "TIMESTAMP"],
  ["timestamptz", "TIMESTAMP WITH TIME ZONE"],
  ["json", "VARIANT"],
  ["jsonb", "VARIANT"],
  ["serial", "BIGINT"],
  ["bigserial", "BIGINT"],
  ["number", "DECIMAL"],
  ["float8", "DOUBLE"],
  ["float4", "REAL"],
  ["varchar2", "VARCHAR"],
  ["nvarchar", "VARCHAR"],
  ["blob", "VARBINARY"],
  ["bytea", "VARBINARY"],
]);
const OWN_TYPES = ["INTEGER", "BIGINT", "SMALLINT", "TINYINT", "DECIMAL", "DOUBLE", "REAL", "BOOLEAN"].concat(
  "VARCHAR",
  "TIMESTAMP",
  "VARIANT",
  "VARBINARY",
);

/** @param column where the error is, from 1 */
export function declaredFor(
  message: string,
  program: string,
  line: number,
  column?: number,
): Declared | undefined {
  const [, quoted] = DID_YOU_MEAN.exec(message) ?? [];
  if (quoted !== undefined) return { name: quoted, is: "quoted" };
  const [, missing] = MISSING.exec(message) ?? [];
  if (missing !== undefined) return relationFor(missing, program, line);
  const [, named, of] = MISSING_COLUMN.exec(message) ?? [];
  if (named !== undefined) return columnFor(named, of, program, line, column);
  const [, property] = PROPERTY.exec(message) ?? [];
  if (property !== undefined) return nearest(property, PROPERTIES, "own");
  const [, key] = MISSING_KEY.exec(message) ?? [];
  const statement = statementAt(program, line, column);
  if (key !== undefined)
    return nearest(
      key,
      tablesIn(statement.code).flatMap(({ columns }) => columns),
    );
  const [, table] = MISSING_TABLE.exec(message) ?? [];
  if (table !== undefined) return aliasFor(table, statement.code) ?? fieldOf(table, statement.code, program);
  const [, identifier, keyword] = MISSING_IDENTIFIER.exec(message) ?? [];
  const unknown = identifier ?? keyword;
  if (unknown === undefined) return undefined;
  const type = TYPES.get(unknown.toLowerCase());
  if (type !== undefined) return { name: type, is: "own" };
  const isType = !/\bDESCRIPTOR\s*\(\s*$/i.test(statement.before);
  if (!isType)
    return nearest(
      unknown,
      tablesIn(program).flatMap(({ columns }) => columns),
    );
  return nearest(unknown, OWN_TYPES, "own");
}

function relationFor(missing: string, program: string, line: number): Declared | undefined {
  const all = [...withoutTexts(program).matchAll(DECLARED)].flatMap(({ index, 1: name }) =>
    name === undefined ? [] : [{ name, line: lineAt(program, index) }],
  );
  const same = all.find(({ name }) => name.toLowerCase() === missing.toLowerCase());
  if (same === undefined)
    return nearest(
      missing,
      all.map(({ name }) => name),
    );
  if (same.line > line) return { name: missing, is: "below" };
  return same.line === statementAt(program, line).line ? { name: missing, is: "itself" } : undefined;
}

function columnFor(
  name: string,
  of: string | undefined,
  program: string,
  line: number,
  column: number | undefined,
): Declared | undefined {
  if (
    program
      .split("\n")
      [line - 1]?.slice((column ?? 1) - 1)
      .startsWith(`"${name}"`)
  ) {
    return { name, is: "text" };
  }
  const { code, before } = statementAt(program, line, column);
  // AS may be left out, as behind what an aggregate is of.
  const given = new RegExp(String.raw`(?:\bAS\s+|\)\s+)"?${name}\b`, "i");
  if (given.test(code) && !given.test(restOfItem(code, before))) return { name, is: "given" };
  if (!/\bFROM\b/i.test(code) && /\bSELECT\b/i.test(code)) return { name, is: "without FROM" };
  const tables = tablesIn(program);
  const isTable = tables.some((one) => isSame(one.name, name));
  if (isTable && /\b(?:TUMBLE|HOP)\s*\(\s*$/i.test(before)) return { name, is: "windowed" };
  if (/\bUSING\s*\([^)]*$/i.test(before)) return { name, is: "using" };
  if (
    /^(?:SECOND|MINUTE|HOUR|DAY|WEEK|MONTH|QUARTER|YEAR)$/i.test(name) &&
    /\(\s*(?:[^()]*,\s*)?$/.test(before)
  )
    return { name, is: "unit" };
  const read = tables.filter((one) => isNamed(one.name, code));
  const [own] =
    of === undefined
      ? []
      : read.filter((one) => isSame(one.name, of) || aliasesOf(one.name, code).includes(of.toLowerCase()));
  const has = (one: Table) => one.columns.some((each) => isSame(each, name));
  const hidden = own === undefined ? read.find(has) : undefined;
  if (hidden !== undefined) return { name, is: "hidden", of: hidden.name };
  const near = nearest(
    name,
    (own === undefined ? read : [own]).flatMap(({ columns }) => columns),
  );
  // What a view or a query gives out is not known here.
  const isOfTables = own !== undefined || !readsOthers(code, tables);
  const others = tables.filter((one) => one !== own && has(one));
  const [elsewhere, ...more] = others;
  if (isOfTables && elsewhere !== undefined && more.length === 0)
    return { name, is: "elsewhere", of: elsewhere.name };
  return near;
}

/** What follows a place within its item of a SELECT: `) AS load` after `AVG(load`. */
function restOfItem(code: string, before: string): string {
  const isOpen = (at: number) => untilClosed(before.slice(at)).length === before.length - at;
  const start = [...before.matchAll(/\bSELECT\b/gi)].map(({ index }) => index).findLast(isOpen) ?? 0;
  let at = before.length - start;
  for (const piece of byComma(code.slice(start))) {
    if (at <= piece.length) return piece.slice(at).split(/\bFROM\b/i)[0] ?? "";
    at -= piece.length + 1;
  }
  return "";
}

/** Whether a SELECT reads from anything but tables: a view, a query, a function. */
function readsOthers(code: string, tables: readonly Table[]): boolean {
  const froms = [...code.matchAll(/\b(?:FROM|JOIN)\s+("?\w+"?|\()/gi)].map(([, name = ""]) =>
    name.replaceAll('"', ""),
  );
  return froms.some((name) => !tables.some((one) => isSame(one.name, name)));
}

/** A name of FROM that is not known. */
function aliasFor(name: string, code: string): Declared | undefined {
  const [alias] = aliasesOf(name, code);
  if (alias !== undefined) return { name, is: "renamed", of: alias };
  const given = sourcesIn(code).map(({ alias }) => alias);
  if (given.some((one) => isSame(one, name))) return { name, is: "outside" };
  return nearest(name, given);
}

/** A column of what the statement reads, where a table is looked for: what is within it is not read by a dot. */
function fieldOf(name: string, code: string, program: string): Declared | undefined {
  const read = tablesIn(program).filter((one) => isNamed(one.name, code));
  const isColumn = read.some(({ columns }) => columns.some((each) => isSame(each, name)));
  return isColumn ? { name, is: "field" } : undefined;
}

interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/** The tables that a program declares, with the names of their columns. */
function tablesIn(program: string): Table[] {
  const code = withoutTexts(program);
  return [...code.matchAll(TABLE)].flatMap(({ 0: head, 1: name, index }) => {
    const body = untilClosed(code.slice(index + head.length));
    const columns = byComma(body).flatMap((piece) => /^\s*"?(\w+)/.exec(piece)?.[1] ?? []);
    return name === undefined ? [] : [{ name, columns: columns.filter((one) => !NO_COLUMN.test(one)) }];
  });
}

/** Of short names the half may be wrong at most, and of others a third; else the only one that it is a part of. */
function nearest(name: string, known: readonly string[], is: "near" | "own" = "near"): Declared | undefined {
  const most = Math.min(Math.max(1, Math.floor(name.length / 3)), Math.floor(name.length / 2));
  const [near] = known
    .map((one) => ({ one, distance: leven(name.toLowerCase(), one.toLowerCase()) }))
    .filter(({ distance }) => distance <= most)
    .toSorted((one, other) => one.distance - other.distance);
  if (near !== undefined) return { name: near.one, is };
  const [longer, ...others] = known.filter((one) => isPartOf(name, one));
  return longer === undefined || others.length > 0 ? undefined : { name: longer, is };
}

/** Whether a name is some of the words of another: load of prb_load. */
function isPartOf(name: string, of: string): boolean {
  return `_${of.toLowerCase()}_`.includes(`_${name.toLowerCase()}_`);
}

function isNamed(name: string, code: string): boolean {
  return new RegExp(`\\b${name}\\b`, "i").test(code);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
