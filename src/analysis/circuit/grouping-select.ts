import type { SqlPlaces } from "../operators/sql-places.ts";
import { tablesBehind, viewStatement } from "../operators/view-statement.ts";
import { queryOf } from "../pipeline/sql-selects.ts";
import { inPattern, onOneLine, sourcesIn } from "../sql/program-code.ts";

/** The SELECT of a view that has its GROUP BY, on one line, with what it reads by another name put in its place. */
export interface GroupingSelect {
  readonly text: string;
  /** Whether the view is nothing else: what it joins and groups is then by these groups. */
  readonly isAll: boolean;
}

/** What is more than the rows of its one source, or fewer by more than a condition. */
const NOT_PLAIN =
  /\b(?:GROUP BY|JOIN|UNION|EXCEPT|INTERSECT|LIMIT|FETCH|QUALIFY|OVER|UNNEST|TABLE)\b|\bSELECT DISTINCT\b|\bSELECT\b.*\bSELECT\b|\bFROM [^()]*,/i;

const QUERY = /\bAS \(*(?=SELECT\b|WITH\b)/i;
const BY_COLUMNS = /\bVIEW (?:"[^"]+"|\w+) ?\(/i;
const DEPTH = 8;

/**
 * Undefined where a view has more than one GROUP BY, puts SELECTs together, or reads the table in several places. Names
 * of WITH, and other views, are followed where they give rows of their one source.
 */
export function groupingSelect(
  view: string | undefined,
  table: string,
  places: SqlPlaces,
): GroupingSelect | undefined {
  const query = queryIn(statementOf(view, places));
  if (query === undefined) return undefined;
  const { named, selects, together } = queryOf(query);
  const pieces = [...named.values(), ...selects];
  const [grouping, ...others] = pieces.filter((one) => /\bGROUP BY\b/i.test(one));
  if (grouping === undefined || others.length > 0 || together !== undefined) return undefined;
  const followed = new Set<string>();
  const text = inPlace(grouping, (name) => {
    const given = named.get(name);
    if (given === undefined) return readOf(name, table, places);
    followed.add(name);
    // Of columns that WITH names itself none is known by its own.
    return new RegExp(String.raw`"?${inPattern(name)}"? ?\([^()]*\) ?AS ?\(`, "i").test(query)
      ? undefined
      : given;
  });
  const rest = [...named].filter(([name, one]) => one !== grouping && !followed.has(name));
  const apart = [...rest.map(([, one]) => one), ...selects.filter((one) => one !== grouping)];
  const isRead = (name: string) => !named.has(name) && tablesBehind(name, places).includes(table);
  if (apart.some((one) => sourcesIn(one).some(({ source }) => isRead(source)))) return undefined;
  const isDistinct = apart.some((one) => /\bSELECT DISTINCT\b/i.test(one));
  const isAll = apart.length === 0 && grouping.split(/\bSELECT\b/i).length === 2;
  return isDistinct ? undefined : { text, isAll };
}

/** But for the number of an INTERVAL, which is no text. */
const TEXTS = /(?<!\bINTERVAL )'[^']*'|(?<=\bINTERVAL )'(?!\d+')[^']*'/gi;

function statementOf(view: string | undefined, places: SqlPlaces): string {
  return onOneLine(viewStatement(view, places)).replace(TEXTS, "''");
}

function queryIn(statement: string): string | undefined {
  const { 0: as, index } = QUERY.exec(statement) ?? { 0: "", index: 0 };
  if (as === "") return undefined;
  return statement.slice(index + "AS ".length).replace(/ ?;? ?$/, "");
}

/** The query of a view that gives rows of this table as they are, if under other names. */
function readOf(name: string, table: string, places: SqlPlaces): string | undefined {
  const statement = statementOf(name, places);
  const isOfTable = name !== table && tablesBehind(name, places).includes(table);
  return isOfTable && !BY_COLUMNS.test(statement) ? queryIn(statement) : undefined;
}

function inPlace(text: string, queryOfName: (name: string) => string | undefined, depth = 0): string {
  if (depth > DEPTH) return text;
  return text.replace(/\bFROM (?:"([^"]+)"|([A-Za-z_]\w*))(?![\w$.(])/gi, (whole, quoted, plain) => {
    const query = queryOfName(String(quoted ?? plain).toLowerCase());
    const isPlain = query !== undefined && !NOT_PLAIN.test(query) && !/^WITH\b/i.test(query);
    return isPlain ? `FROM (${inPlace(query, queryOfName, depth + 1)})` : whole;
  });
}
