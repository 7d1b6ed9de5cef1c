import * as z from "zod";
import { reachedFrom } from "../operators/sql-graph.ts";
import { sourcesIn } from "../sql/program-code.ts";
import type { SelectItem } from "../sql/select-items.ts";
import { type DeclaredRelation, relationsIn } from "./sql-relations.ts";
import { queryOf, type Select, type Source, selectOf } from "./sql-selects.ts";

const OfTable = z.object({
  table: z.string(),
  column: z.string(),
  has_lateness: z.boolean(),
  /** Other columns of the table that have LATENESS. */
  others: z.array(z.string()),
});

/** What a program's text tells of a column for which the compiler finds no waterline. */
export const Waterlines = z.object({
  /** The columns of tables that it is made of, as far as the text is followed. */
  of: z.array(OfTable),
  /** The tables behind the view, where the column is not followed and none of them has LATENESS on any column. */
  tables: z.array(z.string()),
  /** Where one that has LATENESS meets one that has none. */
  met: z
    .object({ how: z.enum(["UNION", "INTERSECT", "EXCEPT", "JOIN"]), in: z.string(), line: z.int() })
    .optional(),
  /** What gives no waterline, whatever it is made of. */
  lost: z.object({ by: z.string(), is_join: z.boolean(), in: z.string(), line: z.int() }).optional(),
});

export type Waterlines = z.infer<typeof Waterlines>;

type OfTable = z.infer<typeof OfTable>;

const NO_WATERLINE = /\bcould not infer a waterline for column '([^'\n]+)'\.'([^'\n]+)'/i;

/** What a column is made of; undefined where the text does not tell. */
type Origin =
  | ({ readonly is: "table" } & OfTable)
  | { readonly is: "late" }
  | ({ readonly is: "lost" } & NonNullable<Waterlines["lost"]>)
  | {
      readonly is: "several";
      readonly all: readonly (Origin | undefined)[];
      /** Absent where they do not meet: of one thing that is asked twice. */
      readonly met?: NonNullable<Waterlines["met"]>;
    }
  | undefined;

/** Where a query stands: the view that it is of, and the queries that have names there. */
interface Scope {
  readonly relations: ReadonlyMap<string, DeclaredRelation>;
  readonly view: DeclaredRelation;
  readonly named: ReadonlyMap<string, string>;
  readonly depth: number;
  /** How many more queries are followed: of views that are read twice by views that are there is no end. */
  readonly steps: { left: number };
}

const GIVEN = /(?:\bWITH\s|,)\s*"?(\w+)"?\s*(?:\([^()]*\)\s*)?AS\s*\(/gi;
const WINDOWED = /\bTABLE\s+"?(\w+)"?\s*,/gi;

/** More views than this one of another are a circle. */
const MOST_DEEP = 64;
const MOST_STEPS = 1000;

/** Undefined where the message is of something else, or the text does not tell. */
export function waterlinesFor(message: string, program: string): Waterlines | undefined {
  const [, view, column] = NO_WATERLINE.exec(message) ?? [];
  if (view === undefined || column === undefined) return undefined;
  const relations = relationsIn(program);
  const origin = ofRelation(view, column, { relations, depth: 0, steps: { left: MOST_STEPS } });
  const lost = lostIn(origin);
  const met = meetingIn(origin);
  const of = tablesIn(origin);
  // What is not followed may be what has none.
  if (lost === undefined && of.every(({ has_lateness }) => has_lateness)) {
    const tables = tablesWithout(view, relations);
    return tables.length === 0 ? undefined : { of, tables };
  }
  return {
    of,
    tables: [],
    ...(met && { met }),
    ...(lost && { lost: { by: lost.by, is_join: lost.is_join, in: lost.in, line: lost.line } }),
  };
}

/** Empty where anything behind it has LATENESS, or is not declared in the program. */
function tablesWithout(view: string, relations: ReadonlyMap<string, DeclaredRelation>): string[] {
  const given = ({ query = "" }: DeclaredRelation) =>
    [...query.matchAll(GIVEN)].map(([, name = ""]) => lower(name));
  const all = reachedFrom([lower(view)], (name) => {
    const one = relations.get(name);
    const own = one === undefined ? [] : given(one);
    // TABLE stands before what a window function takes.
    const windows = [...(one?.query ?? "").matchAll(WINDOWED)].map(([, read = ""]) => lower(read));
    const read = sourcesIn(one?.query ?? "").map(({ source }) => source);
    return [...read, ...windows].filter((each) => !own.includes(each) && !/^(?:table|select)$/.test(each));
  }).map((name) => relations.get(name));
  const isLate = (one: DeclaredRelation) =>
    one.late.length > 0 || (one.columns ?? []).some(({ has_lateness }) => has_lateness);
  const known = all.filter((one) => one !== undefined);
  if (known.length < all.length || known.some(isLate)) return [];
  return known.filter(({ columns }) => columns !== undefined).map(({ name }) => name);
}

function ofRelation(
  name: string,
  column: string,
  { relations, depth, steps }: Pick<Scope, "relations" | "depth" | "steps">,
): Origin {
  const relation = relations.get(name.toLowerCase());
  steps.left -= 1;
  if (relation === undefined || depth > MOST_DEEP || steps.left < 0) return undefined;
  if (relation.late.includes(column.toLowerCase())) return { is: "late" };
  if (relation.columns !== undefined) return ofTable(relation.name, relation.columns, column);
  const at = relation.given.findIndex((one) => isSame(one, column));
  const scope = { relations, view: relation, named: new Map<string, string>(), depth: depth + 1, steps };
  return ofQuery(relation.query ?? "", at === -1 ? column : at, scope);
}

function ofTable(table: string, columns: DeclaredRelation["columns"] = [], column: string): Origin {
  const found = columns.find((one) => isSame(one.name, column));
  if (found === undefined) return undefined;
  const others = columns.filter((one) => one !== found && one.has_lateness).map(({ name }) => name);
  return { is: "table", table, column: found.name, has_lateness: found.has_lateness, others };
}

/** @param column its name, or its place among those that the query gives out, from 0 */
function ofQuery(code: string, column: string | number, outer: Scope): Origin {
  const { named, selects, together } = queryOf(code);
  outer.steps.left -= 1;
  if (outer.depth > MOST_DEEP || outer.steps.left < 0) return undefined;
  const scope = { ...outer, named: new Map([...outer.named, ...named]), depth: outer.depth + 1 };
  const read = selects.map((one) => selectOf(one));
  const [first] = read;
  if (together === undefined) return first && ofSelect(first, column, scope);
  const at = typeof column === "number" ? column : placeOf(first?.items ?? [], column);
  // Those that are put together agree by the places of their columns; * has them by their names, most likely.
  const all = read.map((one) => one && ofSelect(one, at ?? column, scope));
  return { is: "several", all, met: { how: together, ...placeIn(scope) } };
}

function placeOf(items: readonly SelectItem[], column: string): number | undefined {
  const at = items.findIndex(({ name }) => name !== undefined && isSame(name, column));
  return at === -1 || items.slice(0, at).some(isStar) ? undefined : at;
}

function isStar({ code }: SelectItem): boolean {
  return /(?:^|\.)\*$/.test(code);
}

function ofSelect(select: Select, column: string | number, scope: Scope): Origin {
  const { items } = select;
  if (typeof column === "number") {
    const item = items.slice(0, column + 1).some(isStar) ? undefined : items[column];
    return item && ofExpression(item.text, select, scope);
  }
  const item = items.find(({ name }) => name !== undefined && isSame(name, column));
  if (item !== undefined) return ofExpression(item.text, select, scope);
  const [only, ...others] = items;
  return only?.code === "*" && others.length === 0 ? ofColumn(column, undefined, select, scope) : undefined;
}

/** Functions after which a time that grows still grows, as the compiler of Feldera 0.337 has it. */
const KEEPS =
  /^(?:(?:TIMESTAMP|DATE|TIME)_TRUNC|FLOOR|CEIL|ROUND|YEAR)\s*\(\s*("[^"]+"|[\w.]+)\s*(?:,\s*\w+|TO\s+\w+)?\s*\)$/i;
const KEEPS_CAST =
  /^CAST\s*\(\s*("[^"]+"|[\w.]+)\s+AS\s+(?:DATE|TIMESTAMP|BIGINT|INTEGER|INT)(?:\s*\(\d+\))?\s*\)$/i;
const KEEPS_SPAN = /^("[^"]+"|[\w.]+)\s*[-+]\s*INTERVAL\s+(?:\d+|' *')\s*\w+$/i;
/** Those after which it is not taken to grow. */
const LOSES =
  /^(MAX|MIN|COALESCE|MONTH|DAYOFMONTH|HOUR|MINUTE|SECOND|FORMAT_TIMESTAMP|FORMAT_DATE)\s*\((?:[^()]|\([^()]*\))*\)$/i;
const LOSES_PART =
  /^(EXTRACT)\s*\(\s*(?:MONTH|DAY|HOUR|MINUTE|SECOND|DOW|ISODOW|WEEK|QUARTER)\s+FROM\b[^()]*\)$/i;
const LOSES_CAST = /^(CAST)\s*\([^()]*\sAS\s+(?:VARCHAR|CHAR|TEXT)\s*(?:\(\d+\))?\s*\)$/i;
const LOSES_CASE = /^(CASE)\s[\s\S]*\sEND$/i;
const COLUMN = /^(?:(?:"([^"]+)"|(\w+))\s*\.\s*)?(?:"([^"]+)"|([A-Za-z_]\w*))$/;

function ofExpression(text: string, select: Select, scope: Scope): Origin {
  const expression = text.trim();
  const by = [LOSES, LOSES_PART, LOSES_CAST, LOSES_CASE].flatMap(
    (one) => one.exec(expression)?.[1]?.toUpperCase() ?? [],
  )[0];
  if (by !== undefined) return { is: "lost", by, is_join: false, ...placeIn(scope) };
  const [kept] = [KEEPS, KEEPS_CAST, KEEPS_SPAN].flatMap((one) => one.exec(expression)?.[1] ?? []);
  const [, quotedOf, of, quoted, plain] = COLUMN.exec(kept ?? expression) ?? [];
  const name = quoted ?? plain;
  return name === undefined ? undefined : ofColumn(name, quotedOf ?? of, select, scope);
}

function ofColumn(name: string, of: string | undefined, select: Select, scope: Scope): Origin {
  const { sources, joins, where } = select;
  const [only, ...others] = sources;
  if (only === undefined) return undefined;
  if (others.length === 0) {
    if (of !== undefined && only.alias !== of.toLowerCase()) return undefined;
    return ofFilter(name, ofSource(only, name, scope), where, scope);
  }
  const origins = sources.map((one) => ({ source: one, origin: ofSource(one, name, scope) }));
  const found = origins.filter(({ source, origin }) =>
    of === undefined ? origin !== undefined : source.alias === of.toLowerCase(),
  );
  const [own, ...more] = found;
  // Of a column without its table it has to be known that no other of them has one of that name.
  if (own?.origin === undefined || more.length > 0 || (of === undefined && !areAllTables(sources, scope)))
    return undefined;
  if (/\b(?:ASOF|USING|NATURAL|OR|CROSS)\b/i.test(joins) || sources.some(({ alias }) => alias === undefined))
    return undefined;
  // Of a join that keeps rows which find nothing, WHERE is asked after it.
  const conditions = /\b(?:LEFT|RIGHT|FULL)\b/i.test(joins) ? joins : `${joins} ${where}`;
  return ofJoin(own.source, name, own.origin, { sources, conditions }, scope);
}

/** What is asked whether a query gives it, which is a join on that. */
const ASKED = /(?:"([^"]+)"|(\w+))\s+(?:NOT\s+)?IN\s*\(\s*SELECT\b/gi;

function ofFilter(name: string, origin: Origin, where: string, scope: Scope): Origin {
  const isOther = [...where.matchAll(ASKED)].some(
    ([, quoted, plain]) => !isSame(quoted ?? plain ?? name, name),
  );
  if (!isOther) return origin;
  return { is: "several", all: [origin, { is: "lost", by: name, is_join: true, ...placeIn(scope) }] };
}

function areAllTables(sources: readonly Source[], { relations, named }: Scope): boolean {
  return sources.every(
    ({ name, time }) =>
      name !== undefined &&
      !named.has(name.toLowerCase()) &&
      time === undefined &&
      relations.get(name.toLowerCase())?.columns,
  );
}

const EQUAL =
  /(?:"[^"]+"|\w+)\s*\.\s*(?:"[^"]+"|\w+)\s*=\s*(?:"[^"]+"|\w+)\s*\.\s*(?:"[^"]+"|\w+)(?!\s*[-+*/.(])/g;

/** A join has a waterline for what it is ON alone, and only where that has one on either side. */
function ofJoin(
  own: Source,
  name: string,
  origin: Origin,
  { sources, conditions }: { sources: readonly Source[]; conditions: string },
  scope: Scope,
): Origin {
  const pairs = [...conditions.matchAll(EQUAL)].map(([text]) =>
    text.split("=").map((side) => side.split(".").map((one) => one.trim().replaceAll('"', "").toLowerCase())),
  );
  const isOwn = ([of, column]: readonly string[]) => of === own.alias && column === name.toLowerCase();
  const facing = pairs.flatMap((sides) => (sides.some(isOwn) ? sides.filter((one) => !isOwn(one)) : []));
  const isWritten = new RegExp(`\\b${name}\\b`, "i").test(conditions);
  if (facing.length === 0)
    return isWritten || sources.length > 2 || origin === undefined || lostIn(origin) !== undefined
      ? origin
      : { is: "several", all: [origin, { is: "lost", by: name, is_join: true, ...placeIn(scope) }] };
  const others = facing.map(([of = "", column = ""]) => {
    const source = sources.find(({ alias }) => alias === of);
    return source && ofSource(source, column, scope);
  });
  return { is: "several", all: [origin, ...others], met: { how: "JOIN", ...placeIn(scope) } };
}

function ofSource(source: Source, column: string, scope: Scope): Origin {
  const { time, is_hop } = source;
  const isWindow = time !== undefined && /^window_(?:start|end)$/i.test(column);
  const origin = ofWhatIsRead(source, isWindow ? time : column, scope);
  if (!isWindow || is_hop !== true) return origin;
  return { is: "several", all: [origin, { is: "lost", by: "HOP", is_join: false, ...placeIn(scope) }] };
}

function ofWhatIsRead({ name, query }: Source, column: string, scope: Scope): Origin {
  if (query !== undefined) return ofQuery(query, column, scope);
  if (name === undefined) return undefined;
  const given = scope.named.get(name.toLowerCase());
  if (given === undefined) return ofRelation(name, column, scope);
  const named = new Map([...scope.named].filter(([one]) => one !== name.toLowerCase()));
  return ofQuery(given, column, { ...scope, named });
}

function lostIn(origin: Origin): Extract<Origin, { is: "lost" }> | undefined {
  if (origin?.is === "lost") return origin;
  if (origin?.is !== "several") return undefined;
  return origin.all.map(lostIn).find((one) => one !== undefined);
}

function tablesIn(origin: Origin): OfTable[] {
  if (origin?.is === "several") {
    const all = origin.all.flatMap(tablesIn);
    const keyOf = ({ table, column }: OfTable) => `${table}.${column}`;
    return [...new Map(all.map((one) => [keyOf(one), one])).values()];
  }
  if (origin?.is !== "table") return [];
  const { table, column, has_lateness, others } = origin;
  return [{ table, column, has_lateness, others }];
}

/** Where innermost what has LATENESS is put together with what has none. */
function meetingIn(origin: Origin): Waterlines["met"] {
  if (origin?.is !== "several") return undefined;
  const inner = origin.all.map(meetingIn).find((one) => one !== undefined);
  const found = tablesIn(origin);
  const differs = new Set(found.map(({ has_lateness }) => has_lateness)).size > 1;
  return inner ?? (differs ? origin.met : undefined);
}

function placeIn({ view }: Scope): { in: string; line: number } {
  return { in: view.name, line: view.line };
}

function lower(name: string): string {
  return name.toLowerCase();
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
