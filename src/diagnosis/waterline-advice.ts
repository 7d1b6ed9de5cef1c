import type { Waterlines } from "../analysis/pipeline/sql-waterlines.ts";
import { joined, namedOf, nameList, type Words, words } from "../text/page/words.ts";

/** So many tables are named. */
const NAMED = 4;

/** Which of what a column is made of has no waterline, and where it meets what has one. */
export function waterlineCause({ of, tables, met, lost }: Waterlines): Words {
  if (tables.length > 0)
    return words`none of the tables behind it (${nameList(tables.slice(0, namedOf(tables.length, NAMED)))}${tables.length > NAMED + 1 ? words` and ${tables.length - NAMED} more` : undefined}) has LATENESS on any column`;
  const without = of.filter(({ has_lateness }) => !has_lateness);
  if (without.length === 0) return lostWords(lost);
  const none = joined(without.map(withoutWords), words`; `);
  const late = of.flatMap(({ table, column, has_lateness }) => (has_lateness ? [`${table}.${column}`] : []));
  if (met === undefined) return none;
  return words`${none}, unlike ${nameList(late)}, which it meets in the ${met.how} of view ${met.in} on line ${met.line}`;
}

/** The same in a few words. */
export function waterlineBrief({ of, tables, lost }: Waterlines): Words {
  const [first, ...more] = of.filter(({ has_lateness }) => !has_lateness);
  const [late, ...others] = of.filter(({ has_lateness }) => has_lateness);
  if (first !== undefined) {
    const name = `${first.table}.${first.column}`;
    if (more.length > 0) return words`no waterline, as ${name} and ${more.length} more have no LATENESS`;
    const unlike =
      late && others.length === 0 ? words`, unlike ${`${late.table}.${late.column}`}` : undefined;
    return words`no waterline, as ${name} has no LATENESS${unlike}`;
  }
  if (tables.length > 0 || lost === undefined) return words`no waterline, as no table behind it has LATENESS`;
  return lost.is_join
    ? words`no waterline, as view ${lost.in} joins on other columns than ${lost.by}`
    : words`no waterline, as ${lost.by} in view ${lost.in} gives none`;
}

function withoutWords({ table, column, others }: Waterlines["of"][number]): Words {
  return others.length === 0
    ? words`${table}.${column} has no LATENESS (${table} has it on no column)`
    : words`${table}.${column} has no LATENESS (${table} has it on ${nameList(others)})`;
}

function lostWords(lost: Waterlines["lost"]): Words {
  if (lost === undefined) return words`what it is made of has none`;
  const { by, is_join } = lost;
  const where = words`view ${lost.in} on line ${lost.line}`;
  return is_join
    ? words`${where} joins (or asks IN a query) on other columns than ${by}, and a join keeps the waterline of what it is ON alone`
    : words`${by} in ${where} gives no waterline, even of a time that has LATENESS`;
}

/** What mends that a column has no waterline. */
export function waterlineAdvice(waterlines: Waterlines | undefined): Words {
  if (waterlines === undefined) {
    return words`A view with emit_final gives out a row once its time is final, by the LATENESS of the tables that this column is made of: declare LATENESS on their time columns, or leave emit_final out`;
  }
  const { of, tables, lost, met } = waterlines;
  if (tables.length > 0)
    return words`A view with emit_final gives out a row once its time is final, which LATENESS tells: declare it on the time column of the table that this column is made of, or leave emit_final out`;
  const without = of.filter(({ has_lateness }) => !has_lateness);
  const names = nameList(without.map(({ table, column }) => `${table}.${column}`));
  const declare =
    without.length === 0
      ? undefined
      : words`declare LATENESS on ${names} (how late its rows may come)${met && words`, since what is put together has a waterline where each part has one`}`;
  const change = lost && lostAdvice(lost);
  const both = declare && change ? words`${declare}, and ${change}` : (declare ?? change);
  return words`A view with emit_final gives out a row once its time is final, which LATENESS tells: ${both}, or leave emit_final out`;
}

function lostAdvice({ by, is_join }: NonNullable<Waterlines["lost"]>): Words {
  return is_join
    ? words`join on ${by} too, with LATENESS on either side of it, or make emit_final of what is not joined`
    : words`make emit_final of a column that does not go through ${by}: the time itself, or what DATE_TRUNC, TIMESTAMP_TRUNC or TUMBLE makes of it`;
}
