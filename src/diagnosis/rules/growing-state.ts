import * as z from "zod";
import { Integral } from "../../analysis/circuit/integrals.ts";
import type { TableFacts } from "../../analysis/circuit/tables.ts";
import { columnsIn } from "../../analysis/operators/sql-conditions.ts";
import { isOver } from "../../analysis/stats/going-on.ts";
import { hasPushedNothing } from "../../analysis/stats/pushed.ts";
import { nameOfStream } from "../../sql-identifiers.ts";
import { span } from "../../text/page/format.ts";
import { nameList, type Words, words } from "../../text/page/words.ts";
import { operatorWords } from "../../text/sql/operator-words.ts";
import type { Evidence } from "../evidence.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { isDoubtful, Pace, paceSinceStart } from "./backlog.ts";
import { ALL, cameTo, Fills, fillingOf, keptBy, newOf, rowsOf } from "./filling.ts";
import { FurthestBehind, heldBack } from "./furthest-behind.ts";
import { growingWith } from "./growing-with.ts";
import { bringsMoreKeys, GROWS_BY, growsBy, isWaiting } from "./grows-by.ts";
import { keptByLateness, keptForLonger, Until } from "./kept-by-lateness.ts";
import { stoppedBetween } from "./stopped-between.ts";
import { type TwoLooks, twoLooks } from "./two-looks.ts";

export const GrowingState = z.object({
  integral: Integral,
  by: z.enum(GROWS_BY),
  /** Those of its tables whose input has not ended: with their rows it grows. */
  open_tables: z.array(z.string()),
  /** What has come to it since the pipeline started; of a table with a primary key, its rows. */
  came: z.number(),
  /** Whether that is but a part of the rows of its tables, as behind a filter. */
  is_part: z.literal(true).optional(),
  /** Whether a primary key would have newer rows take the place of older ones. */
  is_unreplaced: z.literal(true).optional(),
  /** Absent where the profile does not tell for how long it has grown, or where what is new may come to an end. */
  per_hour: z
    .object({
      records: z.number(),
      bytes: z.number(),
      /** Between two looks; on average since the pipeline started where this is absent. */
      over_s: z.number().optional(),
      /** Whether that is far more than it was on average since the pipeline started: it may soon be more still. */
      rises: z.literal(true).optional(),
    })
    .optional(),
  /** How its rows come now, where that decides whether the average tells; absent where it is not known. */
  pace: Pace.optional(),
  /** Of what LATENESS has let nothing go of yet: how much time it allows, and in how long that is over at this pace. */
  until: Until.optional(),
  /** Of what the LATENESS of several tables bounds, which of them holds it back. */
  behind: FurthestBehind.optional(),
  /** Of the tables whose LATENESS bounds it, those that bring no more. */
  standing: z.array(z.string()),
  /** Where what comes often brings nothing new: what it may bring may come to an end. */
  fills: Fills.optional(),
  /** Whether it is known that more may come: that its sources have not all ended. */
  is_fed: z.boolean(),
});

export type GrowingState = z.infer<typeof GrowingState>;

/**
 * The state that grows as long as rows come, by the circuit's figures of one moment, or of two; the largest first.
 * What kept most that came up to the earlier and keeps little of what came since has stopped to grow: it has all the
 * groups or keys that there are.
 *
 * @param leastRecords state of fewer is left out
 */
export function growingState(
  evidence: Evidence,
  leastRecords: number = THRESHOLDS.startRecords,
): GrowingState[] {
  const { circuit_profile, stats } = evidence;
  if (circuit_profile === undefined) return [];
  const { age_s, integrals = [], tables = [] } = circuit_profile;
  const table = new Map(tables.map((one) => [one.name, one]));
  const ended = endedTables(stats);
  const looks = twoLooks(evidence);
  const before = new Map((looks?.earlier.integrals ?? []).map((one) => [one.id, one]));
  const grownSince = growthBetween(looks, before);
  const boundOf = growthOf(evidence, looks, ended);
  return integrals
    .map(growingWith(evidence, looks, ended))
    .flatMap((integral) => {
      const { tables: names } = integral;
      const records = keptBy(integral);
      // Of equal records that are not merged yet, each takes room.
      const bytes = integral.bytes * (records / integral.merged_records);
      const came = cameTo(integral, tables);
      const { by, until, behind, standing } = boundOf(integral);
      if (records < Math.max(leastRecords, until || behind ? 0 : came * THRESHOLDS.stateShare)) return [];
      const open_tables = names.filter(
        (name) => !ended.has(name) && (by !== "new_keys" || bringsMoreKeys(table.get(name), looks)),
      );
      if (by === undefined || (names.length > 0 && !areFeeding(open_tables, names, table))) return [];
      const grown = grownSince(integral);
      // The rows of tables that bring no new keys are no share of those that may.
      const counts = (one: Integral, among: readonly TableFacts[] = []) =>
        newOf(by === "new_keys" ? { ...one, tables: open_tables } : one, by, among);
      const earlier = before.get(integral.id);
      const filling = fillingOf(
        counts(integral, tables),
        looks && earlier && { before: counts(earlier, looks.earlier.tables), over_s: looks.elapsed_s },
      );
      if (filling === "full") return [];
      const least = by === "rows" || until || filling?.since ? 0 : behind ? OF_ONE : THRESHOLDS.stateShare;
      if (grown && grown.records < grown.came * least) return [];
      // What a resumed pipeline had before did not come since its start.
      const share = came > 0 && came < records ? came / records : 1;
      const sinceStart = onAverage({ records: records * share, bytes: bytes * share }, age_s);
      const pace = grown
        ? undefined
        : (stoppedBetween(integral, earlier, looks, stats) ?? paceSinceStart(open_tables, evidence, ended));
      const rate = grown ? withRise(grown.per_hour, sinceStart) : pace === "even" ? sinceStart : undefined;
      return [
        {
          integral,
          by,
          open_tables,
          came,
          standing,
          ...(came < rowsOf(names, tables) * ALL && { is_part: true as const }),
          is_fed: isFed(names, stats) && !isDoubtful(pace),
          ...rateOf(filling, rate),
          ...(isUnreplaced(integral, tables) && { is_unreplaced: true as const }),
          ...(pace && { pace }),
          ...(until && { until }),
          ...(behind && { behind }),
        },
      ];
    })
    .toSorted((a, b) => b.integral.bytes - a.integral.bytes);
}

/** What fills has no rate that goes on. */
function rateOf(
  filling: Omit<Fills, "bytes_per_hour"> | undefined,
  rate: GrowingState["per_hour"],
): Pick<GrowingState, "fills" | "per_hour"> {
  if (filling === undefined) return rate ? { per_hour: rate } : {};
  return { fills: { ...filling, ...(rate && { bytes_per_hour: rate.bytes }) } };
}

/** Why state grows, and what of LATENESS is the cause where that bounds it. */
function growthOf(evidence: Evidence, looks: TwoLooks | undefined, ended: ReadonlySet<string>) {
  const table = new Map((evidence.circuit_profile?.tables ?? []).map((one) => [one.name, one]));
  const kept = keptByLateness(evidence, looks);
  const keptLonger = keptForLonger(evidence, looks);
  const held = heldBack(evidence);
  return (
    integral: Integral,
  ): Pick<GrowingState, "until" | "behind" | "standing"> & { by?: GrowingState["by"] } => {
    const [bounding, ...others] = integral.waterlines;
    const isStanding = isWaiting(integral, (name) => ended.has(name));
    const standing = isStanding ? integral.waterlines.filter((name) => ended.has(name)) : [];
    const until =
      keptLonger(integral, standing) ?? (others.length > 0 ? undefined : kept.get(bounding ?? ""));
    if (until !== undefined) return { by: "time", until, standing };
    const by = growsBy(integral, table, standing);
    const behind = held.get(integral.id);
    if (by !== undefined) return { by, standing };
    return behind === undefined ? { standing } : { by: "waterline_behind", behind, standing };
  };
}

/** Of what comes of several tables, more than what is let go again at the pace at which it comes. */
const OF_ONE = 0.1;

/** Whoever starts slowly has a rate a little above the average; what grows with the square of the time has twice it. */
const RISES = 1.5;

interface PerHour {
  readonly records: number;
  readonly bytes: number;
}

/** Undefined so soon after the start that it would tell nothing. */
function onAverage({ records, bytes }: PerHour, age_s: number | undefined): PerHour | undefined {
  if (age_s === undefined || age_s < THRESHOLDS.startS) return undefined;
  const hours = age_s / 3600;
  return { records: records / hours, bytes: bytes / hours };
}

function withRise<Rate extends PerHour>(rate: Rate, average: PerHour | undefined) {
  const rises = average !== undefined && rate.records > average.records * RISES;
  return { ...rate, ...(rises && { rises: true as const }) };
}

/** What came to state between two looks, and by how much it grew; undefined where too little came to tell. */
function growthBetween(looks: TwoLooks | undefined, before: ReadonlyMap<string, Integral>) {
  return (integral: Integral) => {
    const was = before.get(integral.id);
    if (looks === undefined || was === undefined) return undefined;
    const came = cameTo(integral, looks.later.tables ?? []) - cameTo(was, looks.earlier.tables ?? []);
    if (came < THRESHOLDS.betweenLooksRows) return undefined;
    const records = keptBy(integral) - keptBy(was);
    const perHour = (Math.max(0, records) * 3600) / looks.elapsed_s;
    // Merges shrink and swell its bytes from second to second: a record takes what one does on average.
    const recordBytes = integral.records > 0 ? integral.bytes / integral.records : 0;
    const per_hour = { records: perHour, bytes: perHour * recordBytes, over_s: looks.elapsed_s };
    return { came, records, per_hour };
  };
}

/** Whether more may come of them, and where the others have ended some has come: else all that is kept is of those. */
function areFeeding(
  open: readonly string[],
  names: readonly string[],
  table: ReadonlyMap<string, TableFacts>,
): boolean {
  const haveCome = open.some((name) => table.get(name)?.rows !== 0);
  return open.length === names.length || haveCome;
}

/**
 * The tables to which nothing comes from a connector: each that is there has ended or failed, or has brought nothing of
 * what was sent by HTTP.
 */
export function endedTables(stats: Evidence["stats"]): Set<string> {
  const inputs = (stats?.connectors ?? []).filter(
    ({ direction, troubles }) => direction === "input" && !troubles.includes("missing"),
  );
  const open = new Set(inputs.flatMap((one) => (isOver(one) || hasPushedNothing(one) ? [] : tableOf(one))));
  return new Set(inputs.flatMap(tableOf).filter((name) => !open.has(name)));
}

/** Whether it is not known to come to an end, nor that its rows may have stopped. */
export function isGoingOn({ fills, pace }: GrowingState): boolean {
  return fills === undefined && !isDoubtful(pace);
}

/**
 * What grows fastest first, whatever it grows with; as they are where it is not known of all how fast they grow.
 *
 * @param all those that may be compared: what grows with all that comes, with groups, or with keys
 */
export function fastestFirst(all: readonly GrowingState[]): GrowingState[] {
  return all.every(({ per_hour }) => per_hour !== undefined)
    ? all.toSorted((a, b) => (b.per_hour?.bytes ?? 0) - (a.per_hour?.bytes ?? 0))
    : [...all];
}

/** Whether it is known to grow with all that comes, or its groups: keys may come to an end. */
export function isEndless(one: GrowingState): boolean {
  const mayEnd = one.by === "new_keys" || one.by === "unknown" || one.by === "waterline_behind";
  return isGoingOn(one) && one.pace !== "untold" && !mayEnd;
}

/** The index that the PRIMARY KEY of a table asks for. */
export function isKeyIndex({ holds, bound }: Integral): boolean {
  return holds === "table" && bound === "keys";
}

/** What keeps it: an operator, or a view or table that queries may read, which keeps its rows whatever made them. */
export function keeperWords(integral: Integral): Words {
  const {
    holds,
    used_by: [user],
    id,
  } = integral;
  const name = user?.relation?.name;
  if (isKeyIndex(integral)) {
    const columns = integral.key && words` (${nameList(integral.key)})`;
    return words`the index of the PRIMARY KEY${columns} of ${operatorWords(user, id)}`;
  }
  if (holds !== "view") return operatorWords(user, id);
  return name === undefined
    ? words`what is kept of ${operatorWords(user, id)} for queries`
    : words`what ${name} keeps for queries (MATERIALIZED)`;
}

/**
 * "every row of orders", "most rows that are made of those of orders, payments": how much of what came is kept, since
 * equal rows are one record. Behind a join there is none for each row of its tables, but for each pair.
 */
export function rowsKept({ integral, came, is_part }: GrowingState, tables: readonly string[]): Words {
  const isMost = keptBy(integral) < came * ALL;
  const rows = isMost ? words`most rows` : words`every row`;
  if (integral.behind.length > 0)
    return words`${rows} that ${isMost ? words`are` : words`is`} made of those of ${nameList(tables)}`;
  const there = is_part && words` that ${isMost ? words`come` : words`comes`} there`;
  return words`${rows} of ${nameList(tables)}${there}`;
}

/** Rows that a join keeps, of tables without a key, in which a newer row does not take the place of an older one. */
function isUnreplaced(
  { holds, bound, tables: names, used_by, other_side, conditions }: Integral,
  tables: readonly TableFacts[],
): boolean {
  const own = tables.filter(({ name }) => names.includes(name));
  // What looks up another table by its whole key is what happens, and no newest state of anything.
  const compared = conditions.join(" ");
  const mayRefer = tables.some(
    ({ name, has_key, key }) =>
      other_side.includes(name) && has_key && columnsIn(compared, key ?? []).length === (key?.length ?? 0),
  );
  const isOfJoin = holds === "input" && used_by.some(({ operation }) => /join/.test(operation));
  // Of times, LATENESS is what is meant to let rows go.
  const areLoose = own.every(({ has_key, has_waterline }) => !has_key && !has_waterline);
  return bound === "rows" && isOfJoin && own.length > 0 && areLoose && compared !== "" && !mayRefer;
}

/** "until 30 d of the times of vitals have passed (LATENESS), in about 2 d 12 h". */
export function untilWords({ integral: { waterlines, used_by }, until }: GrowingState): Words {
  const left =
    until?.left_ms === undefined
      ? words`, at a pace that is not known`
      : words`, in about ${span(until.left_ms)} at their pace`;
  const passed = span(until?.ms ?? 0);
  // A row that came with an old time is let go the sooner.
  if (until?.by === "clock") return words`until the time of each row is ${passed} ago (a filter by NOW())`;
  const isJoin = used_by.some(({ operation }) => /join/.test(operation));
  const reach = isJoin ? words`the times that it joins, and LATENESS` : words`its window, and LATENESS`;
  const why = until?.by === "window" ? reach : words`LATENESS`;
  return words`until ${passed} of the times of ${nameList(waterlines)} have passed (${why})${left}`;
}

/** Whether it is known that more may come for any of them. */
export function isFed(tables: readonly string[], stats: Evidence["stats"]): boolean {
  const inputs = (stats?.connectors ?? []).filter(({ direction }) => direction === "input");
  const untold = inputs.filter((one) => one.end_of_input === undefined || tableOf(one).length === 0);
  return tables.length === 0 || (stats?.lists_inputs === true && untold.length === 0);
}

function tableOf({ relation }: { readonly relation?: string | undefined }): string[] {
  const name = nameOfStream(relation);
  return name === undefined ? [] : [name];
}
