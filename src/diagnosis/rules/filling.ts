import * as z from "zod";
import type { Integral } from "../../analysis/circuit/integrals.ts";
import type { TableFacts } from "../../analysis/circuit/tables.ts";
import { bytes, grouped, percent, span } from "../../text/page/format.ts";
import { type Words, words } from "../../text/page/words.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** Of what came: records that merge, or are on their way, may be missing from all. */
export const ALL = 0.95;

/** Of so few that came to a DISTINCT: it counts what it takes and puts out by the same steps. */
const ALL_COUNTED = 0.99;

const News = z.object({
  came: z.number(),
  /** How many of them brought what was not there: a row, a group, a key. */
  news: z.number(),
});

/** State of which not all that comes is new: what it may hold may come to an end. */
export const Fills = News.extend({
  /** Between two looks, where fewer and fewer are new; without it that is not known. */
  since: News.extend({ over_s: z.number() }).optional(),
  /** By how much it grows if none of it becomes less. */
  bytes_per_hour: z.number().optional(),
});

export type Fills = z.infer<typeof Fills>;

interface Counted extends z.infer<typeof News> {
  /** Whether there may be fewer `news`: of what is taken, equal records are not merged at once. */
  readonly is_most: boolean;
  /** The share from which on all that comes is new: of most counts some of what is on its way is missing. */
  readonly all: number;
}

/** Of a table with a primary key, by what it made of its rows, or what it holds where that is less. */
export function newKeysOf({ rows = 0, changes, keys = rows }: TableFacts): number {
  // An update makes two records of one, a new key one; rows of one key in one step count once.
  return changes === undefined ? 0 : Math.max(0, Math.min(rows, keys, 2 * rows - changes));
}

export function newKeyShare(table: TableFacts): number {
  const all = keysChanged(table);
  return all > 0 ? newKeysOf(table) / all : 0;
}

/** How often a row was new or changed: rows of one key in one step are one. */
function keysChanged(table: TableFacts): number {
  const { rows = 0, changes = rows } = table;
  const news = newKeysOf(table);
  return Math.min(rows, news + Math.max(0, changes - news) / 2);
}

/** How many different ones it keeps. */
export function keptBy({ merged_records, new_keys = merged_records }: Integral): number {
  return Math.min(merged_records, new_keys);
}

/**
 * What came to it since the start; of a table with a primary key, its rows. What an aggregate puts out of a group that
 * was there before takes the result before back as well, which is none that came: each that did is there, or was.
 */
export function cameTo(
  { arrived, holds, bound, merged_records, tables: names, came_to_distinct }: Integral,
  tables: readonly TableFacts[],
): number {
  // Of values the same come again and again, which a DISTINCT does not put out.
  if (came_to_distinct !== undefined) return Math.max(arrived ?? 0, came_to_distinct);
  if (arrived === undefined) return rowsOf(names, tables);
  return holds === "output" && bound === "groups"
    ? Math.min(arrived, (arrived + merged_records) / 2)
    : arrived;
}

/** Of fewer batches one may be most of what came. */
const BATCHES = 20;

/** Whether rows of it came bit by bit, and not at once; false also where that is not known. */
export function cameBitByBit({ merged, rows = merged?.rows ?? 0 }: TableFacts): boolean {
  return merged !== undefined && rows >= merged.at_once * BATCHES;
}

/** Whether the keys of a table came in few steps, as of what is loaded at once: that tells of no rate. */
export function keysCameAtOnce({ changes, most_changes }: Partial<TableFacts> = {}): boolean {
  return changes !== undefined && most_changes !== undefined && changes < most_changes * BATCHES;
}

/** What came for these of the tables. */
export function rowsOf(names: readonly string[], tables: readonly TableFacts[]): number {
  return sumOf(tables, names, ({ rows = 0 }) => rows);
}

/**
 * How much of what came was new. Where nearly all of much is, keys that come to an end are many times more than those
 * seen so far.
 */
export function newOf(integral: Integral, by: string, tables: readonly TableFacts[]): Counted | undefined {
  const { new_keys, holds, tables: names } = integral;
  if (by === "new_keys") return newKeysAmong(names, tables);
  if (by !== "rows" && by !== "groups") return undefined;
  const came = cameTo(integral, tables);
  const is_most = new_keys === undefined && (by === "rows" || holds === "input");
  const isTelling = new_keys === undefined || came >= THRESHOLDS.stateRecords;
  // Of a start nearly all are new to a DISTINCT, however few there may be in the end.
  const ofFew = came >= THRESHOLDS.startRecords ? ALL_COUNTED : Number.POSITIVE_INFINITY;
  const all = isTelling ? ALL : ofFew;
  return { came, news: Math.min(came, new_keys ?? integral.merged_records), is_most, all };
}

/** Of the rows of these tables with a primary key. */
export function newKeysAmong(names: readonly string[], tables: readonly TableFacts[]): Counted {
  const came = sumOf(tables, names, keysChanged);
  return { came, news: sumOf(tables, names, newKeysOf), is_most: false, all: ALL };
}

function sumOf(
  tables: readonly TableFacts[],
  names: readonly string[],
  of: (table: TableFacts) => number,
): number {
  return tables.reduce((all, table) => (names.includes(table.name) ? all + of(table) : all), 0);
}

/** From so many rows on chance moves the share of those that are new by little. */
const TELLING = 1_000;

/** One new in a hundred is that of what is rare. */
const HARDLY_ANY = 0.01;

/**
 * Whether what comes becomes less and less new. Of keys that are drawn at random out of so many, the share of new ones
 * among the next is about the square of what it was on average so far; half of that fall is taken for one.
 *
 * @param looks what was counted at an earlier moment
 * @returns "full" where hardly any of what comes is new any more; undefined where nearly all is, or as many as ever
 */
export function fillingOf(
  now: Counted | undefined,
  looks: { readonly before: Counted | undefined; readonly over_s: number } | undefined,
): Omit<Fills, "bytes_per_hour"> | "full" | undefined {
  if (now === undefined || now.came === 0) return undefined;
  const { is_most, all, ...counted } = now;
  if (counted.news >= counted.came * all) return undefined;
  const before = looks?.before;
  if (looks === undefined || before === undefined || is_most || before.came === 0) return counted;
  const since = { came: counted.came - before.came, news: Math.max(0, counted.news - before.news) };
  if (since.came < TELLING) return counted;
  const [share, was] = [since.news / since.came, before.news / before.came];
  if (share < HARDLY_ANY) return "full";
  return share < (was * (1 + was)) / 2
    ? { ...counted, since: { ...since, over_s: looks.over_s } }
    : undefined;
}

/** "57,353 of the 84,872 that came brought a new row, and whether those come to an end is not known". */
export function fillsWords({ came, news, since, bytes_per_hour }: Fills, what: Words): Words {
  const rate =
    bytes_per_hour === undefined
      ? undefined
      : words`; at most ${bytes(bytes_per_hour)} more an hour at this rate of input`;
  if (since === undefined) {
    return words`${grouped(news)} of the ${grouped(came)} that came brought a new ${what}, and whether those come to an end is not known${rate}`;
  }
  const earlier = (news - since.news) / (came - since.came);
  return words`${percent(since.news / since.came)} of the ${grouped(since.came)} that came in the last ${span(since.over_s * 1000)} brought a new ${what}, ${percent(earlier)} before: it fills, ever more slowly${rate}`;
}
