import { onOneLine, sourcesIn, withoutTexts } from "../sql/program-code.ts";
import { isStatement, onlyOn } from "./sql-conditions.ts";
import { reachedFrom, type SqlOperator } from "./sql-graph.ts";
import type { SqlPlace, SqlPlaces } from "./sql-places.ts";
import { tablesBehind, viewStatement } from "./view-statement.ts";

/** The tables of each side of a join. */
export type JoinedTables = readonly [one: readonly string[], other: readonly string[]];

/**
 * The SQL that a join compares by; what it selects may stand beside it. A join below an aggregate is placed at what
 * the aggregate takes of it: its condition is then that of the one JOIN of its view. None where it is not known, as of
 * a join that was made of OVER, IN, EXISTS or a subquery.
 *
 * @param sides the tables of each side: of several joins, or of a WHERE, it is what compares columns of both
 */
export function joinConditions(join: SqlOperator, places: SqlPlaces, sides?: JoinedTables): string[] {
  const place = places.ofOperator(join.name);
  const later = laterPositions(join, places);
  const own = place?.distance === 0 ? place.positions : [];
  const alone = own.filter((one) => !later.some((other) => isSame(one, other)));
  const codes = (alone.length > 0 ? alone : own).flatMap(({ code }) => code ?? []);
  // What emit_final puts together has the position of the whole statement.
  const conditions = codes.filter((code) => /=|\busing\b/i.test(code) && !isStatement(code));
  const statement = viewStatement(viewOf(join, places), places);
  const all = sides === undefined ? () => [] : linksIn(statement, sides, places);
  const ofOthers = later.map(({ code = "" }) => onOneLine(code));
  const links = (code: string) => all(code).filter((text) => !ofOthers.some((other) => other.includes(text)));
  const linking = conditions.filter((code) => links(code).length > 0);
  if (linking.length > 0) return linking;
  const among = links(onOneLine(withoutTexts(statement)));
  // What a join makes for the next has the position of that.
  if (conditions.length > 0 && among.length === 0) return conditions;
  const { onlyJoins, planViews } = places.graph;
  const [only, ...others] = [...join.plan].filter((number) => onlyJoins.has(number));
  const on =
    only === undefined || others.length > 0 ? undefined : onlyOn(viewStatement(planViews.get(only), places));
  if (on !== undefined) return [on];
  return among.length === 0 ? [] : [among.join(" AND ")];
}

/** The only one of these; undefined of several, or where none is known. */
export function joinCondition(...asked: Parameters<typeof joinConditions>): string | undefined {
  const [only, ...others] = joinConditions(...asked);
  return others.length === 0 ? only : undefined;
}

/** What else a row may be looked up by, and joins that the program does not write as such. */
const OTHER_LOOKUPS = /\b(?:USING|NATURAL|ASOF|IN|EXISTS|OVER|DISTINCT FROM)\b|<=>/i;

/** `= b.k`, and not `= 5`, `>=`, `name => value`, nor `=` before a text, which is blank here. */
const EQUALITY = /(?<![<>!=])=(?![>=]) *(?=[a-z_"(])(?!(?:AND|OR|THEN|GROUP|ORDER|TRUE|FALSE|NULL)\b)/gi;

const EQUAL_COLUMNS = /"?\w+"?\."?\w+"? ?= ?"?\w+"?\."?\w+"?/g;

/**
 * Whether a join that the program writes compares its two sides by no equality: its view has none, or those that it has
 * are all of columns, and of other tables than those that it joins. False also where that is not known.
 */
export function hasNoEquality(join: SqlOperator, places: SqlPlaces, sides: JoinedTables): boolean {
  if (/asof|anti/.test(join.operation) || places.ofOperator(join.name)?.distance !== 0) return false;
  const condition = joinCondition(join, places, sides);
  if (condition === undefined || withoutTexts(condition).match(EQUALITY)) return false;
  const statement = onOneLine(withoutTexts(viewStatement(viewOf(join, places), places)));
  if (statement === "" || OTHER_LOOKUPS.test(statement)) return false;
  const equalities = [...statement.matchAll(EQUALITY)].length;
  if (equalities === 0) return true;
  // What a subquery gives goes by names that are no table's.
  if ([...statement.matchAll(/\bSELECT\b/gi)].length > 1) return false;
  const ofColumns = [...statement.matchAll(EQUAL_COLUMNS)].map(([text]) => text);
  const areTablesApart = !sides[0].some((table) => sides[1].includes(table));
  const links = linksIn(statement, sides, places);
  return (
    areTablesApart && ofColumns.length === equalities && ofColumns.every((text) => links(text).length === 0)
  );
}

type Position = SqlPlace["positions"][number];

/** Those of the next joins of its rows: what it makes for them has their positions beside its own. */
function laterPositions(join: SqlOperator, { graph, ofOperator }: SqlPlaces): Position[] {
  const isLater = (one: SqlOperator) => one !== join && /join/.test(one.operation);
  const next = reachedFrom([join], (one) => (isLater(one) ? [] : (graph.successors.get(one) ?? [])));
  return next.filter(isLater).flatMap(({ name }) => {
    const place = ofOperator(name);
    return place?.distance === 0 ? place.positions : [];
  });
}

function isSame(one: Position, other: Position): boolean {
  return one.start_line === other.start_line && one.start_column === other.start_column;
}

/** An outer join has an antijoin beside it. */
const IS_WRITTEN = /^(?!anti).*join/;

/**
 * Whether its place does not tell which join it is: other joins of its view stand on its line, or it has no place of its
 * own and its view is not of one JOIN alone.
 */
export function isOneOfSeveral(join: SqlOperator, places: SqlPlaces): boolean {
  const place = places.ofOperator(join.name);
  const isBeside = ({ operator, operation, relation, line }: SqlPlace) =>
    operator !== place?.operator &&
    IS_WRITTEN.test(operation) &&
    relation?.name === place?.relation?.name &&
    line === place?.line;
  const joins = withoutTexts(viewStatement(place?.relation?.name, places)).match(/\bJOIN\b/gi) ?? [];
  return (
    (place?.distance !== 0 && joins.length > 1) || places.all.some(({ place: other }) => isBeside(other))
  );
}

/** Whose plan it is of, or else that it belongs to. */
function viewOf({ name, plan }: SqlOperator, { graph, ofOperator }: SqlPlaces): string | undefined {
  const [view, ...others] = new Set([...plan].flatMap((number) => graph.planViews.get(number) ?? []));
  return others.length === 0 && view !== undefined ? view : ofOperator(name)?.relation?.name;
}

const COMPARED = /"?(\w+)"?\."?\w+"? ?[<>=]+ ?"?(\w+)"?\."?\w+"?/g;

/** What a piece of a statement compares of a column of one side with one of the other; nothing of a table with itself. */
function linksIn(
  statement: string,
  [one, other]: JoinedTables,
  places: SqlPlaces,
): (code: string) => string[] {
  const read = sourcesIn(withoutTexts(statement)).map(({ source, alias }) => ({
    names: [source, alias],
    of: tablesBehind(source, places),
  }));
  const named = (tables: readonly string[], unlike: readonly string[]) => {
    const own = read.filter(
      ({ of }) => of.some((table) => tables.includes(table)) && !of.some((table) => unlike.includes(table)),
    );
    return new Set(own.flatMap(({ names }) => names));
  };
  const [ones, others] = [named(one, other), named(other, one)];
  if (one.some((table) => other.includes(table))) return () => [];
  return (code) =>
    [...code.matchAll(COMPARED)].flatMap(([text, left = "", right = ""]) => {
      const [a, b] = [left.toLowerCase(), right.toLowerCase()];
      return (ones.has(a) && others.has(b)) || (ones.has(b) && others.has(a)) ? [text] : [];
    });
}
