import * as z from "zod";
import type { Integral } from "../../analysis/circuit/integrals.ts";
import { moment, span } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import type { Evidence } from "../evidence.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { ALL, cameBitByBit, cameTo, keptBy } from "./filling.ts";
import { generatorOf } from "./generated.ts";
import { generatedTimePace } from "./generated-time-pace.ts";
import { inputsInto } from "./lossy-filters.ts";
import { tableTimes } from "./table-times.ts";

/**
 * State that the LATENESS of several tables bounds, each by its own: it is let go up to the time of that which is
 * furthest behind, and what comes of the others is kept for as long as they are ahead of it.
 */
export const FurthestBehind = z.object({
  tables: z.array(z.string()),
  /** Those of which one is it: one alone where it is known which. */
  slow: z.array(z.string()),
  /** Up to which time that lets go, RFC 3339. */
  at: z.string(),
  /** How long ago that is by the clock; absent where it is to come. */
  ago_ms: z.number().optional(),
  /** How far the furthest of the others is known to be ahead of it. */
  ahead_ms: z.number().optional(),
});

export type FurthestBehind = z.infer<typeof FurthestBehind>;

/** The same of what is not seen to be held back: how far the others are ahead, or how much that keeps, is not known. */
export const Untold = FurthestBehind.extend({
  /** Whether it is so young that little would be let go if all were at one time. */
  is_young: z.boolean(),
});

type Untold = z.infer<typeof Untold>;

/** Of so many times as long as a state that nobody holds back keeps its rows, what it keeps is a small part. */
const WINDOWS = 4;

/** What comes on top of the rows of a table that is ahead: those of the others that are not let go yet. */
const ABOUT = 1.1;

/**
 * What of the integrals keeps about as much as came of a table: one of its tables is ahead of another by all of that, or
 * ahead of the other side of a join, up to whose time it is let go.
 */
export function heldBack(evidence: Evidence): Map<string, FurthestBehind> {
  const together = sharedBy(evidence).flatMap((one) => {
    const isKnown = keepsMost(one, evidence) && isHeldBack(one, evidence);
    return isKnown ? [[one.id, furthestOf(one, evidence, true)] as const] : [];
  });
  return new Map([...together, ...aheadOfOtherSide(evidence)]);
}

/** Of a join whose one side keeps what came for it up to a time long before its own; what came at once may be all. */
function aheadOfOtherSide(evidence: Evidence): [string, FurthestBehind][] {
  const flowing = new Set(
    (evidence.circuit_profile?.tables ?? []).filter(cameBitByBit).map(({ name }) => name),
  );
  const times = tableTimes(evidence.circuit_profile);
  return boundIn(evidence).flatMap((one): [string, FurthestBehind][] => {
    const { id, tables, waterlines, retained_from: at } = one;
    const [table, slow] = [tables[0] ?? "", waterlines[0] ?? ""];
    if (tables.length > 1 || waterlines.length > 1 || table === slow || !flowing.has(table)) return [];
    const [own_ms, bound_ms] = [Date.parse(times.get(table)?.earliest ?? ""), Date.parse(at)];
    const ahead_ms = own_ms - bound_ms;
    // Of tables of one time the two differ by what LATENESS allows on either, and by what they are rounded to.
    const allowed_ms = Math.max(latenessOf(table, evidence), latenessOf(slow, evidence));
    const isAhead = ahead_ms > allowed_ms + 2 * roundedTo(bound_ms, own_ms);
    const kept = keptBy(one);
    const came = cameTo(one, evidence.circuit_profile?.tables ?? []);
    if (!isAhead || kept < THRESHOLDS.startRecords || kept < came * THRESHOLDS.stateShare) return [];
    return [[id, { tables: [table, slow], slow: [slow], at, ahead_ms, ...agoOf(at, evidence) }]];
  });
}

/** Nothing is known to be allowed where that was not read. */
function latenessOf(table: string, { pipeline }: Evidence): number {
  return pipeline?.lateness?.find((one) => one.table === table)?.longest_ms ?? Number.NaN;
}

/**
 * Of what several tables bound together, and is not seen to be held back: that of which it is not known whether it is, or
 * how much it keeps is known by how far they are apart. Undefined where it lets go most of what comes.
 */
export function untoldTogether(evidence: Evidence): Untold | undefined {
  const shared = sharedBy(evidence);
  const held = heldBack(evidence);
  const [heldKeys, little] = [
    shared.filter(({ id }) => held.has(id)),
    shared.filter((one) => isOfRows(one, evidence) && !keepsMost(one, evidence)),
  ].map((those) => new Set(those.map(keyOf)));
  const all = shared.flatMap((one) => {
    // That it keeps as much as came of one tells of none that is behind while that may be all.
    const furthest = furthestOf(one, evidence, false);
    const isApart = (furthest.ahead_ms ?? 0) > (windowOf(one, evidence) ?? 0) + THRESHOLDS.latenessLeftMs;
    const isUntold = keepsMost(one, evidence) || isLongAgo(one, evidence);
    const isTold = heldKeys?.has(keyOf(one)) || (little?.has(keyOf(one)) && !isApart);
    if (isTold || !(isApart || isUntold)) return [];
    const window_ms = windowOf(one, evidence) ?? Number.POSITIVE_INFINITY;
    const left_ms = window_ms - ageOf(evidence);
    const isYoung = left_ms > -(WINDOWS - 1) * window_ms && left_ms < THRESHOLDS.latenessLeftMs;
    return [{ ...furthest, is_young: isYoung && !isApart && keepsMost(one, evidence) }];
  });
  return all.find(({ slow }) => slow.length === 1) ?? all[0];
}

type Bound = Integral & { readonly retained_from: string };

/** What several tables bound together. */
function sharedBy(evidence: Evidence): Bound[] {
  return boundIn(evidence).filter(({ waterlines }) => waterlines.length > 1);
}

/** What LATENESS lets go up to a known time. Of a process that carries on it is not known what came before. */
function boundIn({ circuit_profile, stats }: Evidence): Bound[] {
  if (stats?.resumed !== false || (circuit_profile?.age_s ?? 0) < THRESHOLDS.startS) return [];
  return (circuit_profile?.integrals ?? []).flatMap((one) => {
    const { bound, any_moves, behind, retained_from } = one;
    const isBound = bound === "lateness" && !any_moves && behind.length === 0;
    return isBound && retained_from !== undefined && one.records > 0 ? [{ ...one, retained_from }] : [];
  });
}

function keyOf({ waterlines }: Bound): string {
  return JSON.stringify(waterlines.toSorted());
}

function rowsIn(
  { tables, waterlines }: Bound,
  { circuit_profile }: Evidence,
): Map<string, number> | undefined {
  const rows = (circuit_profile?.tables ?? []).flatMap(({ name, has_key, rows = 0 }) =>
    !has_key && rows > 0 && tables.includes(name) ? [[name, rows] as const] : [],
  );
  const isWhole = rows.length === tables.length && waterlines.every((name) => tables.includes(name));
  return isWhole ? new Map(rows) : undefined;
}

/** Whether what it takes are the rows of these tables, and enough to tell. */
function isOfRows(one: Bound, evidence: Evidence): boolean {
  const rows = rowsIn(one, evidence);
  const all = [...(rows?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  const came = one.arrived ?? 0;
  return rows !== undefined && came >= THRESHOLDS.startRecords && came >= all * ALL;
}

/** As many as came of the table of most rows. */
function keepsMost(one: Bound, evidence: Evidence): boolean {
  const rows = rowsIn(one, evidence);
  return rows !== undefined && isOfRows(one, evidence) && keptBy(one) >= Math.max(...rows.values()) * ALL;
}

/**
 * Whether it would have let go nearly all by now, and has not. Of rows that are of now, it is kept from a time since which
 * several times as long has passed; of others, it let go some, so that the time of each table has moved on.
 */
function isHeldBack(one: Bound, evidence: Evidence): boolean {
  const window_ms = windowOf(one, evidence);
  const [age_ms, since_ms] = [ageOf(evidence), evidence.nowMs - Date.parse(one.retained_from)];
  if (window_ms === undefined || age_ms < WINDOWS * window_ms) return false;
  if (since_ms <= age_ms + window_ms) return since_ms >= WINDOWS * window_ms;
  return keptBy(one) < cameTo(one, evidence.circuit_profile?.tables ?? []) * ALL;
}

/** Whether it is kept from a time that lies longer before now than it is known for: also of rows that are of the past. */
function isLongAgo(one: Bound, evidence: Evidence): boolean {
  const least_ms = ageOf(evidence) + (windowOf(one, evidence) ?? 0) + THRESHOLDS.latenessLeftMs;
  return !isOfRows(one, evidence) && evidence.nowMs - Date.parse(one.retained_from) > least_ms;
}

function ageOf({ circuit_profile }: Evidence): number {
  return (circuit_profile?.age_s ?? 0) * 1000;
}

const [DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS] = [86_400_000, 3_600_000, 60_000, 1_000];

/** Of windows of less than a day, which begin with the epoch, by how many hours, minutes or seconds they are apart. */
const PARTS = [30, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1];

/** The longest that times may be rounded to which are these: a Monday to the week, the first of a month to that. */
function roundedTo(ms: number, ...others: readonly number[]): number {
  const all = [ms, ...others];
  if (all.some((one) => one % DAY_MS !== 0)) {
    const units = [HOUR_MS, MINUTE_MS, SECOND_MS].flatMap((unit) => PARTS.map((part) => part * unit));
    return units.find((unit) => all.every((one) => one % unit === 0)) ?? 0;
  }
  const at = new Date(ms);
  if (at.getUTCDate() === 1) return at.getUTCMonth() === 0 ? 366 * DAY_MS : 92 * DAY_MS;
  return 7 * DAY_MS;
}

/**
 * How long a row would stay if all tables were at one time: for its LATENESS, and up to the end of what it is rounded to.
 * Undefined where that is not known: the times of a generator may go more slowly than the clock.
 */
function windowOf({ waterlines, retained_from }: Bound, evidence: Evidence): number | undefined {
  const { pipeline, stats } = evidence;
  const all = waterlines.map((table) => {
    const ms = pipeline?.lateness?.find((one) => one.table === table)?.longest_ms;
    const isGenerated = inputsInto([table], stats).some(({ name }) => generatorOf(name, evidence));
    const pace = isGenerated ? generatedTimePace(table, evidence) : 1;
    return ms === undefined || pace === undefined ? undefined : ([ms, Math.min(1, pace)] as const);
  });
  const known = all.filter((one) => one !== undefined);
  if (known.length < all.length) return undefined;
  const longest_ms = Math.max(...known.map(([ms]) => ms));
  return (longest_ms + roundedTo(Date.parse(retained_from))) / Math.min(...known.map(([, pace]) => pace));
}

/** @param isByRows whether it is held back for sure, so that the table that it keeps all of is ahead */
function furthestOf(one: Bound, evidence: Evidence, isByRows: boolean): FurthestBehind {
  const { waterlines: tables, retained_from: at } = one;
  const times = tableTimes(evidence.circuit_profile);
  const least_ms = 2 * (windowOf(one, evidence) ?? THRESHOLDS.latenessLeftMs);
  const apart = tables.flatMap((table) => {
    const ms = Date.parse(times.get(table)?.earliest ?? "") - Date.parse(at);
    return ms > least_ms ? [{ table, ms }] : [];
  });
  const rows = isByRows ? rowsIn(one, evidence) : undefined;
  const kept = keptBy(one);
  const whole = tables.filter((table) => {
    const count = rows?.get(table);
    return count !== undefined && kept >= count * ALL && kept <= count * ABOUT;
  });
  const ahead = new Set([...apart.map(({ table }) => table), ...(whole.length === 1 ? whole : [])]);
  const slow = tables.filter((table) => !ahead.has(table));
  return {
    tables,
    ...agoOf(at, evidence),
    slow: slow.length === 0 ? tables : slow,
    at,
    ...(apart.length > 0 && { ahead_ms: Math.max(...apart.map(({ ms }) => ms)) }),
  };
}

function agoOf(at: string, { nowMs }: Evidence): Pick<FurthestBehind, "ago_ms"> {
  const ago_ms = nowMs - Date.parse(at);
  return ago_ms > 0 ? { ago_ms } : {};
}

/** "about 2026-11-30 03:55:54 UTC, 24 h ago". */
function aboutWords({ at, ago_ms }: FurthestBehind): Words {
  return words`about ${moment(at)}${ago_ms === undefined ? undefined : words`, ${span(ago_ms)} ago`}`;
}

/** "what comes of north until the time of south has come as far: LATENESS lets go up to the one furthest behind, …". */
export function untilLevelWords(behind: FurthestBehind): Words {
  const { tables, slow, ahead_ms } = behind;
  const others = tables.filter((table) => !slow.includes(table));
  return slow.length === 1
    ? words`what comes of ${nameList(others)} until the time of ${nameList(slow)} has come as far (LATENESS lets go up to that, ${aboutWords(behind)}${ahead_ms === undefined ? undefined : words`, which ${nameList(others)} is ${span(ahead_ms)} ahead of`})`
    : words`what comes of ${nameList(tables)} until that of them which is furthest behind has come as far (LATENESS lets go up to its time, ${aboutWords(behind)})`;
}

/** "the time of south, 1 min 5 s behind that of north, comes on": where it does not, that grows for ever. */
export function comesOnWords({ tables, slow, ahead_ms }: FurthestBehind): Words | undefined {
  const [only, ...others] = slow;
  if (only === undefined || others.length > 0) return undefined;
  const ahead = tables.filter((table) => table !== only);
  const behind = ahead_ms && words`, ${span(ahead_ms)} behind that of ${nameList(ahead)},`;
  return words`the time of ${only}${behind || undefined} comes on`;
}

/** "; what north, south bound together is let go up to the time of the one furthest behind, …". */
export function togetherWords(behind: Untold): Words {
  const { tables, slow, ahead_ms } = behind;
  if (behind.is_young)
    return words`; LATENESS on ${nameList(tables)} together has let little go yet of what it is to bound`;
  const [only, ...others] = slow;
  const of = others.length === 0 ? words`the time of ${only}` : words`the time of the one furthest behind`;
  const ahead =
    ahead_ms === undefined
      ? words`how far ahead others are, and how much that keeps, is not known`
      : words`others are about ${span(ahead_ms)} ahead, and what comes of them is kept for as long`;
  return words`; LATENESS on ${nameList(tables)} together lets go up to ${of}, ${aboutWords(behind)}: ${ahead}`;
}

/** Why it is kept, and where to look. */
export function whyHeldBack({ tables, slow }: FurthestBehind): Words {
  const others = tables.filter((table) => !slow.includes(table));
  const look =
    slow.length === 1
      ? words`Look at what feeds ${nameList(slow)}: whether rows of it come, and whether their times are as new as those of ${nameList(others)}`
      : words`Look at which of ${nameList(tables)} that is: whether rows of each come, and whether their times are as new as those of the others`;
  return words`What several tables feed is let go up to the time of that which is furthest behind. ${look}. Where one is always behind, as much of the others is kept as comes in that time`;
}
