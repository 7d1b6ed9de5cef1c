import * as z from "zod";
import type { ConnectorStats } from "../../analysis/stats/connectors.ts";
import { hasPushedNothing } from "../../analysis/stats/pushed.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { grouped } from "../../text/page/format.ts";
import { joined, nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { fedTables } from "./empty-views.ts";
import { inputs } from "./input.ts";
import { tableTimes } from "./table-times.ts";

/** Why a table's time stands still: nothing feeds it, its sources have ended, with or without a row, failed, are paused or silent. */
const STANDING = ["unfed", "empty", "ended", "failed", "paused", "silent"] as const;

type How = (typeof STANDING)[number];

const Standing = z.object({
  how: z.enum(STANDING),
  /** Whether a row of it has come. */
  came: z.boolean(),
});

/** A table whose time stands still. */
export const StandingTable = Standing.extend({ table: z.string() });

export type StandingTable = z.infer<typeof StandingTable>;

/** Those of these tables whose LATENESS stands where it is, since none of their sources sends them a row. */
function standingTables(
  evidence: Evidence,
  tables: readonly string[],
): Map<string, z.infer<typeof Standing>> {
  const listed = inputs(evidence);
  const fed = fedTables(listed);
  return new Map(
    tables.flatMap((table) => {
      const sources = listed.filter(({ relation }) => nameOfStream(relation) === table);
      const came = (fed.get(table) ?? 0) > 0;
      const how = howStanding(sources, came);
      return how === undefined ? [] : [[table, { how, came }] as const];
    }),
  );
}

/** Those of these tables to which nothing comes any more; none where the statistics do not tell. */
export function stoppedTables(evidence: Evidence, tables: readonly string[]): StandingTable[] {
  if (!areRowsTold(evidence)) return [];
  return [...standingTables(evidence, tables)].map(([table, standing]) => ({ table, ...standing }));
}

/** Of sources that differ, what the last of them to send anything does. */
function howStanding(sources: readonly ConnectorStats[], came: boolean): How | undefined {
  const open = sources.filter((one) => one.end_of_input !== true && !(came && hasPushedNothing(one)));
  if (sources.length === 0) return "unfed";
  if (open.length === 0) return came ? "ended" : "empty";
  if (open.every(({ failed }) => failed === true)) return "failed";
  if (open.every(({ failed, paused }) => failed === true || paused === true)) return "paused";
  return came ? undefined : "silent";
}

interface Held {
  /** The tables whose LATENESS lets it go. */
  readonly waterlines: readonly string[];
  /** Whether rows of any of these move the time on by which it is let go. */
  readonly any_moves?: true | undefined;
  /** Those whose rows it holds. */
  readonly tables: readonly string[];
}

/**
 * The tables whose LATENESS stands, and lets nothing go of what is held of tables that go on; none where the statistics
 * do not tell.
 */
export function standingFor(evidence: Evidence, held: readonly Held[]): StandingTable[] {
  if (!areRowsTold(evidence)) return [];
  const named = held.flatMap(({ waterlines, tables }) => [...waterlines, ...tables]);
  const standing = standingTables(evidence, named);
  const growing = held.filter(
    ({ tables, waterlines, any_moves }) =>
      tables.some((table) => !standing.has(table)) &&
      (!any_moves || waterlines.every((table) => standing.has(table))),
  );
  return [...new Set(growing.flatMap(({ waterlines }) => waterlines))].flatMap((table) => {
    const one = standing.get(table);
    return one === undefined ? [] : [{ table, ...one }];
  });
}

/** Whether the statistics tell of every row that has come, which those of a process that carries on do not. */
export function areRowsTold({ stats }: Evidence): boolean {
  if (stats?.state !== "Running" || stats.resumed !== false || stats.lists_inputs !== true) return false;
  const listed = stats.connectors.filter(({ direction }) => direction === "input");
  const isTold = listed.every(
    ({ relation, records, end_of_input }) =>
      relation !== undefined && records !== undefined && end_of_input !== undefined,
  );
  const sum = listed.reduce((all, { records }) => all + Number(records ?? 0), 0);
  return isTold && stats.read_records !== undefined && Number(stats.read_records) <= sum;
}

export const HELD_BACK = "view/held-back";

export const HeldBack = z.object({
  view: z.string(),
  tables: z.array(z.string()),
  standing: z.array(StandingTable),
  going_on: z.array(z.string()),
});

/** "view per_minute waits for south, whose input has ended". */
export function heldBackWords({ view, standing }: z.infer<typeof HeldBack>): Words {
  return words`view ${view} waits for ${standingTablesWords(standing)}`;
}

/** "south, whose input has ended". */
export function standingTablesWords(standing: readonly StandingTable[]): Words {
  return byHow(standing, (tables, how) => words`${nameList(tables)}, ${BRIEFLY[how]}`);
}

const BRIEFLY: Readonly<Record<How, Words>> = {
  unfed: words`which nothing feeds`,
  empty: words`whose input has ended without a row`,
  ended: words`whose input has ended`,
  failed: words`whose source has failed`,
  paused: words`whose source is paused`,
  silent: words`whose source is open and has sent nothing`,
};

/** The tables of each kind together. */
function byHow(
  standing: readonly StandingTable[],
  tell: (tables: readonly string[], how: How) => Words,
): Words {
  const told = STANDING.flatMap((how) => {
    const those = standing.filter((one) => one.how === how).map(({ table }) => table);
    return those.length === 0 ? [] : [tell(those, how)];
  });
  return joined(told, words` and `);
}

/** Whether it would be seen that a view waits for a table that stands still. */
export function isWaitTold(evidence: Evidence): boolean {
  const { stats, pipeline } = evidence;
  const isOld = Number(stats?.uptime_ms ?? 0) >= THRESHOLDS.firstRecordMs;
  return pipeline?.compiled === true && areRowsTold(evidence) && isOld;
}

/** The views that wait for a table whose time stands still, while that of others goes on. */
export function heldBackViews(evidence: Evidence): z.infer<typeof HeldBack>[] {
  const { held_views = [] } = evidence;
  if (!isWaitTold(evidence)) return [];
  const stands = standingTables(
    evidence,
    held_views.flatMap(({ tables }) => tables),
  );
  return held_views.flatMap(({ view, tables }) => {
    const standing = tables.flatMap((table) => {
      const stands_still = stands.get(table);
      return stands_still === undefined ? [] : [{ table, ...stands_still }];
    });
    const going_on = tables.filter((table) => !stands.has(table));
    return standing.length === 0 || going_on.length === 0 ? [] : [{ view, tables, standing, going_on }];
  });
}

/** The rows of a view over several tables come out once the last of them has moved on; one that does not holds all. */
const heldBack = defineRule({
  id: HELD_BACK,
  severity: "warning",
  parts: ["stats", "pipeline"],
  needsGraph: true,
  looksFor: words`views that wait for a table whose time does not move on`,
  thresholds: ["firstRecordMs"],
  about: HeldBack,
  find: (evidence) =>
    heldBackViews(evidence).map((about) => ({
      about,
      signs: about.standing.map(({ table, how, came }) => ({
        part: "stats" as const,
        field: `inputs of table ${table}`,
        value: came ? { text: how } : { count: 0, unit: "records" },
      })),
    })),
  what: ({ view, tables, standing }) =>
    words`view ${view} gives out ${standing.some(({ came }) => !came) ? words`nothing` : words`nothing new`}: its rows come out once LATENESS says of all of ${nameList(tables)} that they are final, and ${byHow(standing, standingWords)}`,
  brief: heldBackWords,
  cause: ({ standing, going_on }) =>
    words`The time of a view over several tables is that of the table that is furthest behind, and what comes of ${nameList(going_on)} waits in its state meanwhile. Send ${nameList(standing.map(({ table }) => table))} a row now and then that carries its time on, take it out of the view, or give the view's rows out as they come, without emit_final`,
});

export const TIME_STANDS = "view/time-stands";

export const TimeStands = z.object({
  views: z.array(z.string()),
  standing: z.array(StandingTable.extend({ rows: z.number() })),
  going_on: z.array(z.string()),
  /** Whether the times of those that go on are past those that came of the others; absent where that is not known. */
  is_past: z.literal(true).optional(),
  /** Whether they take the newest row of each of those that stand (ASOF JOIN), rather than those of one time. */
  as_of: z.literal(true).optional(),
});

type TimeStands = z.infer<typeof TimeStands>;

/** The views that join by time with a table to which no row comes any more, and that are not known to be at its times. */
function timeStands(evidence: Evidence): TimeStands[] {
  const { needed_tables = [], pipeline } = evidence;
  if (!isWaitTold(evidence)) return [];
  const timed = new Set((pipeline?.lateness ?? []).map(({ table }) => table));
  const fed = fedTables(inputs(evidence));
  const stands = standingTables(
    evidence,
    needed_tables.flatMap(({ tables, as_of = [] }) => [...tables, ...as_of]),
  );
  const all = new Map<string, TimeStands>();
  const rowsOf = (those: readonly string[]) =>
    those.flatMap((table) => {
      const one = stands.get(table);
      return one?.came ? [{ table, ...one, rows: fed.get(table) ?? 0 }] : [];
    });
  const add = (view: string, found: Omit<TimeStands, "views">) => {
    const key = JSON.stringify([found.standing, found.going_on, found.as_of, found.is_past]);
    all.set(key, { ...found, views: [...(all.get(key)?.views ?? []), view] });
  };
  for (const { view, tables, by_time, as_of = [] } of needed_tables) {
    const newest = rowsOf(as_of);
    const left = tables.filter((table) => !as_of.includes(table));
    // What is looked up beside them, such as names, carries no time on.
    const carrying = left.some((table) => timed.has(table)) ? left.filter((table) => timed.has(table)) : left;
    const others = carrying.filter((table) => !stands.has(table));
    const isOlder = arePast(newest, others, evidence);
    if (newest.length > 0 && others.length > 0 && isOlder !== false)
      add(view, { standing: newest, going_on: others, as_of: true, ...(isOlder && { is_past: isOlder }) });
    const standing = rowsOf(by_time);
    const going_on = by_time.filter((table) => !stands.has(table));
    // Of what no row has come of, another rule tells.
    const isWhole = tables.every((table) => stands.get(table)?.came !== false);
    const is_past = arePast(standing, going_on, evidence);
    if (standing.length === 0 || going_on.length === 0 || !isWhole || is_past === false) continue;
    add(view, { standing, going_on, ...(is_past && { is_past }) });
  }
  return [...all.values()];
}

/** Whether what comes now is later than all that came of one of those that stand. */
function arePast(
  standing: readonly StandingTable[],
  going_on: readonly string[],
  { circuit_profile, pipeline }: Evidence,
): boolean | undefined {
  const times = tableTimes(circuit_profile);
  const now = going_on.map((table) => Date.parse(times.get(table)?.at ?? ""));
  const last = standing.map(({ table }) => {
    const ms = pipeline?.lateness?.find((one) => one.table === table)?.longest_ms;
    return Date.parse(times.get(table)?.at ?? "") + (ms ?? Number.NaN);
  });
  const all = [...now, ...last];
  return all.some(Number.isNaN) ? undefined : Math.min(...last) < Math.min(...now);
}

/** "view deviation gives out nothing new: it joins by time with forecasts, whose input has ended (400 rows)". */
export function timeStandsWords({ views, standing, going_on, is_past, as_of }: TimeStands): Words {
  const one = views.length === 1;
  const nothing = is_past ? words`nothing new` : words`nothing for later rows`;
  const rows = joined(
    standing.map((table) => grouped(table.rows)),
    words`, `,
  );
  if (as_of)
    return words`${one ? words`view` : words`views`} ${nameList(views)} ${one ? words`goes` : words`go`} on with the last rows of ${standingTablesWords(standing)} (${rows} rows), for ${is_past ? words`rows` : words`later rows`} of ${nameList(going_on)} (ASOF JOIN)`;
  return words`${one ? words`view` : words`views`} ${nameList(views)} ${one ? words`gives` : words`give`} out ${nothing}: ${one ? words`it joins` : words`they join`} by time with ${standingTablesWords(standing)} (${rows} rows)`;
}

/** What LATENESS lets go as the time of a table moves on would be its partner: no time, no partner. */
const timeStandsStill = defineRule({
  id: TIME_STANDS,
  severity: "warning",
  parts: ["stats", "pipeline"],
  needsGraph: true,
  looksFor: words`joins by time with a table to which nothing comes any more`,
  thresholds: ["firstRecordMs"],
  about: TimeStands,
  find: (evidence) =>
    timeStands(evidence).map((about) => ({
      about,
      ...(about.is_past && !about.as_of ? {} : { severity: "info" as const }),
      signs: about.standing.map(({ table, how, rows }) => ({
        part: "stats" as const,
        field: `inputs of table ${table}, ${how}`,
        value: { count: rows, unit: "records" },
      })),
    })),
  what: timeStandsWords,
  cause: ({ standing, going_on, is_past, as_of }) =>
    as_of
      ? words`What it takes of them gets older with each row${is_past ? undefined : words` that is later than they; whether rows are is not known`}. Where that is all that there was to read, nothing is wrong; else look at why no more rows of ${nameList(standing.map(({ table }) => table))} come`
      : words`Rows of ${nameList(going_on)} find no row of their time there${is_past ? undefined : words` once they are later than all that came; whether they are is not known`}, and none is let go meanwhile. Look at why no more rows of ${nameList(standing.map(({ table }) => table))} come`,
});

function standingWords(tables: readonly string[], how: How): Words {
  const names = nameList(tables);
  switch (how) {
    case "unfed":
      return words`no row of ${names} has come: nothing feeds it`;
    case "empty":
      return words`no row of ${names} has come, and its input has ended`;
    case "silent":
      return words`no row of ${names} has come, though its source is open`;
    case "ended":
      return words`${names} ${tables.length === 1 ? words`has` : words`have`} come to the end of the input, so that no more time passes there`;
    case "failed":
      return words`the source of ${names} has failed`;
    case "paused":
      return words`the source of ${names} is paused`;
  }
}

export const HELD_VIEW_RULES = [heldBack, timeStandsStill];
