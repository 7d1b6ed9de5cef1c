import { type JoinedTables, joinConditions } from "../operators/join-conditions.ts";
import { columnsCompared, conditionOf, givesAsItself } from "../operators/sql-conditions.ts";
import { type SqlOperator, takenBy } from "../operators/sql-graph.ts";
import type { SqlPlace, SqlPlaces } from "../operators/sql-places.ts";
import { viewStatement, viewsBefore } from "../operators/view-statement.ts";
import { namesOf, sourcesIn, withoutTexts } from "../sql/program-code.ts";
import { isGrouping, isJoin, isKeyedTable, makesSeveral } from "./contents.ts";

/** Records of which there is at most one for each row of a table with a primary key. */
interface OfTable {
  readonly table: SqlOperator;
  /** The operators at whose views they came by, the last one first. */
  readonly views: readonly SqlPlace[];
}

/** Operations that give each record of their input once at most, in its own columns or in fewer. */
const AT_MOST_ONCE =
  /^(?:map|map_index|filter|flat_map|flat_map_index|noop|deindex|controlled_key_filter.*|.*distinct)$/;

const INNER_OR_LEFT = /^(?:left_)?join/;

/** More joins in a row than this are not looked through. */
const MOST_STEPS = 40;

/**
 * What one side of a join gives one record of at most for each of the other: a table by its primary key, an aggregate
 * by its groups, and what conditions, projections and joins with such have left of a table.
 *
 * @returns the table, or the aggregate; undefined where it may give several, or that is not known
 */
export function uniqueSide(
  side: SqlOperator,
  join: SqlOperator,
  places: SqlPlaces,
  steps = 0,
  sides?: JoinedTables,
): SqlOperator | undefined {
  if (isKeyedTable(side) || isGrouping(side)) return side;
  const place = places.ofOperator(join.name);
  const found = place && tableBehind(side, places, steps);
  const name = found && places.ofOperator(found.table.name)?.relation?.name;
  const key = (name === undefined ? undefined : places.primaryKeys?.[name]) ?? [];
  if (place === undefined || found === undefined || name === undefined || key.length === 0) return undefined;
  const statement = viewStatement(place.relation?.name, places);
  // Each view takes what the next gives, and the last one the table.
  const passed = found.views.flatMap(({ relation }) => relation?.name ?? []);
  const read = viewsRead(passed, statement, places);
  const views = read.length > 0 ? read : viewsBefore(name, statement, places);
  const sources = [...views, name];
  const isKept = views.every((view, at) => {
    const made = viewStatement(view, places);
    const aliases = namesOf(sources[at + 1] ?? "", made);
    return key.every((column) => givesAsItself(made, column, aliases));
  });
  const conditions = [conditionOf(place) ?? [], joinConditions(join, places, sides)].flat();
  const aliases = namesOf(sources[0] ?? "", statement);
  const compared = conditions.map((condition) => columnsCompared(condition, aliases));
  const isCompared = compared.some((columns) =>
    key.every((column) => columns.includes(column.toLowerCase())),
  );
  return isKept && isCompared ? found.table : undefined;
}

/**
 * Of the views that records came by those that the statement reads, and each of what the one before reads: an index that
 * joins of several views share has the place of the first, which others do not read.
 */
function viewsRead(passed: readonly string[], statement: string, places: SqlPlaces): string[] {
  let reader = statement;
  return passed.filter((view) => {
    const isRead = sourcesIn(withoutTexts(reader)).some(({ source }) => source === view.toLowerCase());
    if (isRead) reader = viewStatement(view, places);
    return isRead;
  });
}

function tableBehind(operator: SqlOperator, places: SqlPlaces, steps: number): OfTable | undefined {
  if (steps > MOST_STEPS) return undefined;
  if (isKeyedTable(operator)) return { table: operator, views: [] };
  const place = places.ofOperator(operator.name);
  const before = takenOf(operator, places, steps + 1);
  const found = before && tableBehind(before, places, steps + 1);
  const isOfAnother =
    place?.relation?.kind === "view" && place.relation.name !== found?.views[0]?.relation?.name;
  return found && place && isOfAnother ? { ...found, views: [place, ...found.views] } : found;
}

/** The operator of whose records it gives each at most once; undefined where there is none. */
export function takenOf(operator: SqlOperator, places: SqlPlaces, steps: number): SqlOperator | undefined {
  const [one, other, ...others] = takenBy(operator, places.graph);
  if (isJoin(operator)) {
    const isKnown = INNER_OR_LEFT.test(operator.operation) && others.length === 0;
    if (!isKnown || one === undefined || other === undefined) return undefined;
    if (uniqueSide(other, operator, places, steps)) return one;
    const isInner = operator.operation.startsWith("join");
    return isInner && uniqueSide(one, operator, places, steps) ? other : undefined;
  }
  return AT_MOST_ONCE.test(operator.operation) && !makesSeveral(operator, places.graph) ? one : undefined;
}
