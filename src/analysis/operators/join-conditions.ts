import { aliasesOf, onlyOn, withoutTexts } from "./sql-conditions.ts";
import type { SqlOperator } from "./sql-graph.ts";
import type { SqlPlaces } from "./sql-places.ts";
import { viewStatement } from "./view-statement.ts";

/**
 * The SQL that a join compares by; what it selects may stand beside it. A join below an aggregate is placed at what
 * the aggregate takes of it: its condition is then that of the one JOIN of its view. None where it is not known, as of
 * a join that was made of OVER, IN, EXISTS or a subquery.
 *
 * @param sides the tables of each side: of several joins, or of a WHERE, it is what compares columns of both
 */
export function joinConditions(
  join: SqlOperator,
  places: SqlPlaces,
  sides?: readonly [one: readonly string[], other: readonly string[]],
): string[] {
  const place = places.ofOperator(join.name);
  const own = (place?.distance === 0 ? place.positions : []).flatMap(({ code }) => code ?? []);
  const conditions = own.filter((code) => /=|\busing\b/i.test(code));
  const statement = viewStatement(viewOf(join, places), places);
  const links = sides === undefined ? () => [] : linksIn(statement, sides);
  const linking = conditions.filter((code) => links(code).length > 0);
  if (linking.length > 0) return linking;
  const among = links(withoutTexts(statement));
  // What a join makes for the next has the position of that.
  if (conditions.length > 0 && among.length === 0) return conditions;
  const { onlyJoins, planViews } = places.graph;
  const [only, ...others] = [...join.plan].filter((number) => onlyJoins.has(number));
  const on =
    only === undefined || others.length > 0 ? undefined : onlyOn(viewStatement(planViews.get(only), places));
  if (on !== undefined) return [on];
  return among.length === 0 ? [] : [among.join(" AND ")];
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
  [one, other]: readonly [readonly string[], readonly string[]],
): (code: string) => string[] {
  const named = (tables: readonly string[]) =>
    new Set(tables.flatMap((table) => aliasesOf(table, statement)));
  const [ones, others] = [named(one), named(other)];
  if (one.some((table) => other.includes(table))) return () => [];
  return (code) =>
    [...code.matchAll(COMPARED)].flatMap(([text, left = "", right = ""]) => {
      const [a, b] = [left.toLowerCase(), right.toLowerCase()];
      return (ones.has(a) && others.has(b)) || (ones.has(b) && others.has(a)) ? [text] : [];
    });
}
