import { type SqlGraph, type SqlOperator, upstream } from "../operators/sql-graph.ts";
import type { SqlPlaces } from "../operators/sql-places.ts";
import { millisecondsOf } from "../pipeline/interval.ts";
import { byComma, inPattern, untilClosed } from "../sql/program-code.ts";
import { isGrouping } from "./contents.ts";
import { groupingSelect } from "./grouping-select.ts";

/** Functions that round a time down or up, and give a time, so that LATENESS of the column holds for what they give. */
const ROUNDED = "(?:TUMBLE|TIMESTAMP_TRUNC|DATE_TRUNC|FLOOR|CAST|DATE) ?\\( ?";
const AS_A_TIME = " ?(?:,|TO\\b|AS DATE\\b|\\))";

/** Of these some groups are of no time, or some rows of another source. */
const SEVERAL = /\b(?:ROLLUP|CUBE|GROUPING|UNION|JOIN|EXCEPT|INTERSECT)\b/i;

/** What times are rounded to, or windows of them, or as they are; a new group comes with each new one. */
export const ROUNDED_TO = [
  "year",
  "quarter",
  "month",
  "week",
  "day",
  "hour",
  "minute",
  "second",
  "window",
  "value",
] as const;

type RoundedTo = (typeof ROUNDED_TO)[number];

const DAY_MS = 86_400_000;

/** How long a group of such times goes on, at most. */
const LASTS_MS: Readonly<Partial<Record<RoundedTo, number>>> = {
  year: 366 * DAY_MS,
  quarter: 92 * DAY_MS,
  month: 31 * DAY_MS,
  week: 7 * DAY_MS,
  day: DAY_MS,
  hour: DAY_MS / 24,
};

export interface GroupedTimes {
  readonly columns: string[];
  /** What the first of the columns is rounded to. */
  readonly each: RoundedTo;
  /** How long a group of it goes on, at most, in ms; absent where that is not known. */
  readonly lasts_ms?: number;
  /** The column that HOP makes windows of, where the groups are by these. */
  readonly hop?: string;
  /** What else it groups by, where those are columns; absent where that is not known. */
  readonly beside?: string[];
  /** Whether all is one SELECT: what it joins and groups is then by these groups. */
  readonly isOneSelect: boolean;
}

const NONE: GroupedTimes = { columns: [], each: "value", isOneSelect: false };

/** A table function of windows up to the table that it is of; its arguments may have names. */
const ARGUMENT = String.raw`(?:\w+ ?=> ?)?`;
const WINDOWS = (by: string) => String.raw`TABLE ?\( ?${by} ?\( ?${ARGUMENT}TABLE `;

/**
 * The columns of times of a table that a view groups its rows by, as they are or rounded, where it has one GROUP BY and
 * reads that table alone: with LATENESS on one of them its groups would be let go once they are over.
 */
export function groupedTimes(view: string | undefined, table: string, places: SqlPlaces): GroupedTimes {
  const select = groupingSelect(view, table, places);
  const statement = select?.text ?? "";
  const name = inPattern(table);
  const from = new RegExp(String.raw`\bFROM (?:${WINDOWS("(?:TUMBLE|HOP)")})?"?${name}"?(?![\w$])`, "gi");
  const [, given, ...others] = statement.split(/\bGROUP BY\b/i);
  const isPlain = !SEVERAL.test(statement) && [...statement.matchAll(from)].length === 1;
  if (!isPlain || given === undefined || others.length > 0) return NONE;
  const items = untilClosed(given).split(/\b(?:HAVING|ORDER|LIMIT|EMIT)\b/i)[0] ?? "";
  const grouped = ` ${withoutAliases(items, statement).replaceAll('"', "").replaceAll(";", " ")} `;
  const times = places.timeColumns?.[table] ?? [];
  const isWindowed = (by: string, column: string) =>
    /\bwindow_(?:start|end)\b/i.test(grouped) &&
    new RegExp(
      String.raw`\b${by} ?\( ?${ARGUMENT}TABLE [\w"$]+ ?, ?${ARGUMENT}DESCRIPTOR ?\( ?"?${inPattern(column)}"? ?\)`,
      "i",
    ).test(statement);
  const columns = times.filter((column) => isBy(column, grouped) || isWindowed("TUMBLE", column));
  const hop = times.find((column) => isWindowed("HOP", column));
  const isComma = new RegExp(String.raw`\bFROM "?${name}"?(?: (?:AS )?"?\w+"?)? ?,`, "i").test(statement);
  const [column = hop ?? ""] = columns;
  const each = roundedTo(column, grouped, places.columnTypes?.[table]?.[column]);
  const beside = besideOf(column, grouped);
  const isOneSelect = select?.isAll === true && !isComma;
  const lasts_ms = columns.length === 0 ? undefined : (LASTS_MS[each] ?? tumbleMs(each, statement));
  return {
    columns,
    each,
    ...(lasts_ms !== undefined && { lasts_ms }),
    ...(hop && { hop }),
    ...(beside && { beside }),
    isOneSelect,
  };
}

function isBy(column: string, grouped: string): boolean {
  const as = String.raw`(?:\w+\.)?${inPattern(column)}(?![\w$])`;
  return (
    new RegExp(`(?:^|,) ?${as} ?(?:,|$)`, "i").test(grouped.trim()) ||
    new RegExp(String.raw`\b${ROUNDED}${as}${AS_A_TIME}`, "i").test(grouped)
  );
}

const COLUMN = /^(?:\w+\.)?(\w+)$/;

/** Beside the items that are made of the column. */
function besideOf(column: string, grouped: string): string[] | undefined {
  const isOfTime = new RegExp(
    String.raw`(?<![\w$])${inPattern(column)}(?![\w$])|^window_(?:start|end)$`,
    "i",
  );
  const items = byComma(grouped).map((item) => item.trim());
  const others = items.filter((item) => !isOfTime.test(item.replace(/^\w+\./, "")));
  const names = others.flatMap((item) => COLUMN.exec(item)?.[1] ?? []);
  return column === "" || names.length < others.length ? undefined : names;
}

const TUMBLE = /\bTUMBLE ?\(.*?\bINTERVAL '?(\d+)'? (\w+)/i;

function tumbleMs(each: RoundedTo, statement: string): number | undefined {
  const [, count, unit] = TUMBLE.exec(statement) ?? [];
  return each === "window" ? millisecondsOf(count, unit) : undefined;
}

/** @param type that of the column, where it is known: a date is a day as it is */
function roundedTo(column: string, grouped: string, type: string | undefined): RoundedTo {
  const as = String.raw`\( ?(?:\w+\.)?${inPattern(column)}`;
  const [, unit] =
    new RegExp(String.raw`(?:_TRUNC ?${as} ?,|FLOOR ?${as} TO) ?(\w+)`, "i").exec(grouped) ?? [];
  if (unit !== undefined) return ROUNDED_TO.find((one) => one === unit.toLowerCase()) ?? "value";
  if (new RegExp(String.raw`DATE ?${as} ?\)|${as} AS DATE`, "i").test(grouped)) return "day";
  if (/TUMBLE|window_/i.test(grouped)) return "window";
  return type === "DATE" ? "day" : "value";
}

/**
 * Whether a stream has a record, or a few, for each of the groups of a view, and is no choice of them (LIMIT) nor grouped
 * once more by less.
 */
export function isOfGroups(stream: SqlOperator, graph: SqlGraph, { isOneSelect }: GroupedTimes): boolean {
  const groupings = upstream(graph, [stream], isGrouping).filter(isGrouping);
  const before = groupings.flatMap((one) => upstream(graph, [one]).filter((other) => other !== one));
  const isChoice = groupings.some(({ operation }) => operation === "topK");
  return !isChoice && (isOneSelect || !before.some(isGrouping));
}

/** With what a name was given to, below or in the same SELECT, in place of that name: `at AS moment`. */
function withoutAliases(items: string, statement: string): string {
  return items
    .split(",")
    .map((item) => {
      const name = /^ ?(?:\w+\.)?"?(\w+)"? ?;? ?$/.exec(item)?.[1];
      if (name === undefined) return item;
      const given = new RegExp(
        String.raw`([\w.]+(?: ?\([^()]*\))?) AS "?${inPattern(name)}"?(?![\w$])`,
        "gi",
      );
      const [only, ...others] = [...statement.matchAll(given)];
      return only?.[1] !== undefined && others.length === 0 ? only[1] : item;
    })
    .join(",");
}
