import * as z from "zod";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement } from "../operators/view-statement.ts";
import { byComma, onOneLine, sourcesIn, untilClosed } from "../sql/program-code.ts";
import { selectItems } from "../sql/select-items.ts";

/**
 * A SUM of a table's column, over a join that gives a row of that table once for each row of another that refers to it, or
 * to the same as it does.
 */
export const RepeatedSum = z.object({
  view: z.string(),
  column: z.string(),
  /** The table of the column. */
  of: z.string(),
  /** The table of which there may be several for one. */
  by: z.string(),
  /** The columns of that table that refer to a whole primary key. */
  reference: z.array(z.string()),
});

export type RepeatedSum = z.infer<typeof RepeatedSum>;

/** What is no join of tables by equal columns, or more than one SELECT. */
const NOT_PLAIN =
  /\b(?:OR|USING|NATURAL|CROSS|ASOF|UNION|INTERSECT|EXCEPT|DISTINCT|UNNEST|LATERAL|TABLE|OVER|EXISTS)\b|\bSELECT\b.*\bSELECT\b|"/i;
const TEXTS = /'(?:[^']|'')*'/g;
const EQUAL = /(?<![\w.])((?:[a-z_]\w*\.)?[a-z_]\w*) ?= ?((?:[a-z_]\w*\.)?[a-z_]\w*|-?\d+)(?![\w.(])/gi;
const NAME = /(?<![\w.])(?:[a-z_]\w*\.)?[a-z_]\w*(?![\w.]| ?\()/gi;
const SUM = /\bSUM ?\(/gi;
const GROUPED = /\bGROUP BY (.*?)(?: HAVING\b.*| ORDER\b.*| LIMIT\b.*|;|$)/i;

interface Source {
  readonly alias: string;
  readonly table: string;
}

/** "b.id" of a source, by its alias. */
interface Column {
  readonly alias: string;
  readonly column: string;
}

/** By the statements of views with one SELECT over tables of the program, which it joins by equal columns. */
export function repeatedSums(places: SqlPlaces): RepeatedSum[] {
  return Object.keys(places.viewTypes ?? {}).flatMap((view) => {
    const statement = onOneLine(viewStatement(view, places)).replace(TEXTS, "0");
    return NOT_PLAIN.test(statement) ? [] : sumsOf(statement, places).map((one) => ({ view, ...one }));
  });
}

function sumsOf(statement: string, places: SqlPlaces): Omit<RepeatedSum, "view">[] {
  const { columnTypes = {}, primaryKeys = {} } = places;
  const sources = sourcesIn(statement).map(({ source: table, alias }) => ({ alias, table }));
  const aliases = new Set(sources.map(({ alias }) => alias));
  const areTables = sources.every(({ table }) => columnTypes[table] !== undefined);
  if (sources.length < 2 || aliases.size < sources.length || !areTables) return [];
  const columnIn = (name: string) => columnOf(name, sources, columnTypes);
  const pairs = equalPairs(statement, columnIn);
  const fixed = [...fixedBy(statement, columnIn)];
  const keyOf = ({ table }: Source) => primaryKeys[table] ?? [];
  return selectItems(statement).flatMap(({ name: column, code }) => {
    const taken = new Set(
      argumentsOf(code)
        .flatMap((one) => namesIn(one, columnIn))
        .map(({ alias }) => alias),
    );
    if (column === undefined || taken.size === 0) return [];
    const known = determinedBy(taken, sources, { pairs, fixed, keyOf });
    const [of, referred, open] = [
      sources.find(({ alias }) => taken.has(alias)),
      sources.filter(({ alias }) => known.has(alias)),
      sources.filter(({ alias }) => !known.has(alias)),
    ];
    const all = open.flatMap((by) =>
      referred.flatMap((one) => {
        const reference = referenceOf(one, by, keyOf(one), pairs);
        return reference === undefined || of === undefined
          ? []
          : [{ column, of: of.table, by: by.table, reference }];
      }),
    );
    return all.slice(0, 1);
  });
}

/** The arguments of its SUMs. */
function argumentsOf(code: string): string[] {
  return [...code.matchAll(SUM)].map(({ 0: sum, index }) => untilClosed(code.slice(index + sum.length)));
}

function namesIn(code: string, columnIn: (name: string) => Column | undefined): Column[] {
  return [...code.matchAll(NAME)].flatMap(([name]) => columnIn(name) ?? []);
}

/** Of a name without a source, the one that has such a column; undefined of what is no column, or of several. */
function columnOf(
  name: string,
  sources: readonly Source[],
  types: NonNullable<SqlPlaces["columnTypes"]>,
): Column | undefined {
  const [column = "", of] = name.toLowerCase().split(".").toReversed();
  const [only, ...others] = sources.filter(
    ({ alias, table }) => (of === undefined || of === alias) && types[table]?.[column] !== undefined,
  );
  return only === undefined || others.length > 0 ? undefined : { alias: only.alias, column };
}

type Pair = readonly [Column, Column];

function equalPairs(statement: string, columnIn: (name: string) => Column | undefined): Pair[] {
  return [...statement.matchAll(EQUAL)].flatMap(([, one = "", other = ""]): Pair[] => {
    const [left, right] = [columnIn(one), columnIn(other)];
    return left === undefined || right === undefined ? [] : [[left, right]];
  });
}

/** The columns that have one value in each group, or at all. */
function fixedBy(statement: string, columnIn: (name: string) => Column | undefined): Column[] {
  const constants = [...statement.matchAll(EQUAL)].flatMap(([, one = "", other = ""]) =>
    /^-?\d/.test(other) ? (columnIn(one) ?? []) : [],
  );
  const grouped = byComma(GROUPED.exec(statement)?.[1] ?? "");
  return [...constants, ...grouped.flatMap((item) => columnIn(item.trim()) ?? [])];
}

interface Joined {
  readonly pairs: readonly Pair[];
  readonly fixed: readonly Column[];
  readonly keyOf: (source: Source) => readonly string[];
}

/** The sources of which there is one row at most for each row of these: those whose whole key is known by them. */
function determinedBy(start: ReadonlySet<string>, sources: readonly Source[], joined: Joined): Set<string> {
  const known = new Set(start);
  const isKnown = (alias: string, column: string) =>
    joined.fixed.some((one) => one.alias === alias && one.column === column) ||
    partnersOf({ alias, column }, joined.pairs).some((other) => known.has(other.alias));
  for (const _ of sources) {
    for (const source of sources) {
      const key = joined.keyOf(source);
      if (key.length > 0 && key.every((column) => isKnown(source.alias, column))) known.add(source.alias);
    }
  }
  return known;
}

function partnersOf({ alias, column }: Column, pairs: readonly Pair[]): Column[] {
  const isIt = (one: Column) => one.alias === alias && one.column === column;
  return pairs.flatMap(([left, right]) => (isIt(left) ? [right] : isIt(right) ? [left] : []));
}

/** The columns by which one source refers to the whole key of another. */
function referenceOf(
  of: Source,
  by: Source,
  key: readonly string[],
  pairs: readonly Pair[],
): string[] | undefined {
  const columns = key.flatMap((column) =>
    partnersOf({ alias: of.alias, column }, pairs)
      .filter(({ alias }) => alias === by.alias)
      .slice(0, 1)
      .map((one) => one.column),
  );
  return key.length > 0 && columns.length === key.length ? columns : undefined;
}
