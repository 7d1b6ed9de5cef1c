import * as z from "zod";
import { BOUNDS } from "../../analysis/circuit/bounds.ts";
import { Integral } from "../../analysis/circuit/integrals.ts";
import type { CircuitSigns } from "../../analysis/circuit/signs.ts";
import type { Evidence } from "../evidence.ts";
import {
  cameTo,
  fillingOf,
  keptBy,
  keysCameAtOnce,
  newKeyShare,
  newKeysAmong,
  newKeysOf,
} from "../rules/filling.ts";
import { Untold, untoldTogether } from "../rules/furthest-behind.ts";
import {
  endedTables,
  fastestFirst,
  GrowingState,
  growingState,
  isEndless,
  isFed,
  isGoingOn,
} from "../rules/growing-state.ts";
import { keptSoFar, untoldLateness } from "../rules/kept-by-lateness.ts";
import { keepsSums } from "../rules/kept-sums.ts";
import { aboutState } from "../rules/state.ts";
import { boundingColumns, materialized, unreachedLateness } from "../rules/state-advice.ts";
import { type TwoLooks, twoLooks } from "../rules/two-looks.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** What the circuit remembers, where its profile and the program's graph were read. */
export const CircuitState = z.object({
  records: z.number(),
  bytes: z.number(),
  integrals: z.int(),
  bounds: z.array(z.enum(BOUNDS)),
  /** What grows most; what all that grow hold, and what they come to in an hour. */
  growing: GrowingState.optional(),
  grow: z.int(),
  /** Whether any of them grows without end. */
  is_endless: z.boolean(),
  /** What part of their growth is that of the first. */
  share: z.number().optional(),
  /**
   * The columns on which LATENESS would bound what grows most, or what follows where something else bounds that; how many
   * of those that grow, and the views whose rows it would not; and whether some are sums that this runtime never lets go.
   */
  would_bound: z
    .object({
      columns: z.array(z.string()),
      states: z.int(),
      views: z.array(z.string()),
      but_sums: z.boolean(),
    })
    .optional(),
  /** The columns with LATENESS that does not reach the largest. */
  unreached: z.array(z.string()),
  /** What fills beside that and is larger by far: whether it comes to an end is not known. */
  fills: GrowingState.optional(),
  grown: z.object({ records: z.number(), bytes: z.number() }),
  /** What is larger than all that grows, of few records with many bytes: lists, which may get longer. */
  lists: Integral.optional(),
  bytes_per_hour: z.number().optional(),
  /** Between two looks; on average since the start where absent. */
  rate_over_s: z.number().optional(),
  /** What has grown, and whether that goes on is not known: too little came, or too little of it was new. */
  young: z
    .object({
      /** Tables with a primary key of which many rows brought a new one. */
      tables: z.array(
        z.object({
          table: z.string(),
          rows: z.number(),
          new_keys: z.number(),
          /** Whether they came in few steps, as of what is loaded once. */
          at_once: z.boolean(),
        }),
      ),
      /** The largest state that has a group for most of what came. */
      groups: GrowingState.optional(),
      is_fed: z.boolean(),
    })
    .optional(),
  /** The largest of groups by time that nothing lets go, and how many there are of such: they grow, if slowly. */
  timed: z.object({ integral: Integral, states: z.int(), is_slow: z.boolean() }).optional(),
  /** Whether groups that nothing lets go may be by a time: the columns of their tables were not read. */
  may_be_timed: z.boolean(),
  /** Tables of which LATENESS has let nothing go, and may not for long. */
  untold_lateness: z.array(z.string()),
  /** Tables of which LATENESS has let nothing go yet from some state. */
  kept_so_far: z.array(z.string()),
  /** What several tables bound together, of which it is not known how far one is behind the others, or how much that keeps. */
  together: Untold.optional(),
  /** Rows of its tables between two looks, and by how many records all that it remembers became more or fewer. */
  seen: z.object({ rows: z.number(), kept: z.number(), over_s: z.number() }).optional(),
});

export type CircuitState = z.infer<typeof CircuitState>;

/** Whether the program keeps rows for ever, or may, though none of it is seen to grow. */
export function isOpen({ bounds }: Pick<CircuitState, "bounds">): boolean {
  return bounds.includes("rows") || bounds.includes("unknown");
}

/** Whether it is known whether state grows. */
export function isBounded(state: CircuitState | undefined): boolean {
  const { growing, untold_lateness = [], together } = state ?? {};
  if (untold_lateness.length > 0 || together?.is_young === false) return false;
  if (growing?.fills && growing.fills.since === undefined) return false;
  return state !== undefined && (growing === undefined || (growing.by !== "unknown" && growing.is_fed));
}

/** Of so few records nothing can be said yet. */
const FEW = 100;

/** What is so many times as large decides how much memory is taken. */
const BY_FAR = 10;

const ROWS: ReadonlySet<GrowingState["by"]> = new Set([
  "rows",
  "no_waterline_yet",
  "waterline_stands",
  "waterline_behind",
]);

/**
 * What grows for ever, or for hours or days, the largest first, before what grows with the keys of tables, and both
 * before what is not known. Where it is known how fast each grows, what grows fastest is the worst.
 */
const WORST_FIRST: readonly GrowingState["by"][][] = [
  ["rows", "time", "waterline_stands", "waterline_behind"],
  ["groups"],
  ["no_waterline_yet"],
  ["new_keys"],
  ["unknown"],
];

function rankOf(one: GrowingState): number {
  return (isGoingOn(one) ? 0 : WORST_FIRST.length) + WORST_FIRST.findIndex((those) => those.includes(one.by));
}

const COMPARED: ReadonlySet<GrowingState["by"]> = new Set([
  "rows",
  "time",
  "waterline_stands",
  "waterline_behind",
  "groups",
  "new_keys",
]);

function worstFirst(all: readonly GrowingState[]): GrowingState[] {
  const ranked = all.toSorted((a, b) => rankOf(a) - rankOf(b));
  const isCompared = (one: GrowingState) => isGoingOn(one) && COMPARED.has(one.by);
  const compared = fastestFirst(ranked.filter(isCompared));
  return [...compared, ...ranked.filter((one) => !isCompared(one))];
}

/** Undefined where the circuit was not profiled, or keeps nothing yet. */
export function circuitStateOf(evidence: Evidence): CircuitState | undefined {
  const { integrals = [] } = evidence.circuit_profile ?? {};
  // Where nothing is kept yet, what there is does not tell what will be.
  if (!integrals.some(({ records }) => records > 0)) return undefined;
  const all = growingState(evidence, FEW);
  // Of what starts, every row may bring a group that there was not yet, and every key is new.
  const isTold = ({ by, integral }: GrowingState) =>
    ROWS.has(by) || keptBy(integral) >= THRESHOLDS.startRecords;
  const groups = all.find(
    (one) => one.by === "groups" && !isTold(one) && keptBy(one.integral) <= rowsOf(one.open_tables, evidence),
  );
  const told = worstFirst(all.filter(isTold));
  const sum = (of: readonly number[]) => of.reduce((whole, one) => whole + one, 0);
  const [worst] = told;
  // What fills, or may have stopped, has no rate that goes on.
  const growing = told.filter((one) => worst !== undefined && isGoingOn(one) === isGoingOn(worst));
  const would_bound = boundingOf(growing, evidence);
  const bytes_per_hour = sum(growing.map(({ per_hour }) => per_hour?.bytes ?? 0));
  const ofWorst = worst?.per_hour?.bytes;
  const [filling] = worst?.fills ? [] : told.filter(({ fills }) => fills !== undefined);
  const grown = {
    records: sum(growing.map(({ integral }) => integral.records)),
    bytes: sum(growing.map(({ integral }) => integral.bytes)),
  };
  const lists = listsIn(integrals, growing, grown.bytes);
  const looks = twoLooks(evidence);
  const seen = seenBetween(looks);
  const keyed = newlyKeyed(evidence, looks);
  const timed = timedOf(evidence);
  const together = togetherBeside(worst, evidence);
  const young = [...keyed.map(({ table }) => table), ...(groups?.open_tables ?? [])];
  return {
    records: sum(integrals.map(({ records }) => records)),
    bytes: sum(integrals.map((one) => one.bytes)),
    integrals: integrals.length,
    bounds: boundsOf(evidence),
    ...(worst && { growing: worst }),
    grow: growing.length,
    is_endless: growing.some(isEndless),
    ...(growing.length > 1 &&
      ofWorst !== undefined &&
      bytes_per_hour > 0 && { share: ofWorst / bytes_per_hour }),
    ...(would_bound && { would_bound }),
    unreached: worst ? unreachedLateness(aboutState(worst, [], evidence)) : [],
    ...(filling &&
      filling.integral.bytes > grown.bytes * BY_FAR && {
        fills: filling,
      }),
    ...(young.length > 0 && {
      young: {
        tables: keyed,
        ...(groups && { groups }),
        is_fed: isFed(young, evidence.stats),
      },
    }),
    grown,
    ...(lists && { lists }),
    ...(worst?.per_hour && { bytes_per_hour }),
    ...(worst?.per_hour?.over_s !== undefined && { rate_over_s: worst.per_hour.over_s }),
    ...(timed && { timed }),
    may_be_timed: integrals.some((one) => one.bound === "groups" && !areTimesTold(one, evidence)),
    untold_lateness: untoldLateness(evidence),
    kept_so_far: keptSoFar(evidence),
    ...(together && { together }),
    ...(seen && { seen }),
  };
}

/** The largest of all, where it is no part of what grows, and its records have that many bytes on average. */
function listsIn(
  integrals: readonly Integral[],
  growing: readonly GrowingState[],
  grownBytes: number,
): Integral | undefined {
  const others = integrals.filter(({ id }) => growing.every((one) => one.integral.id !== id));
  const [largest] = others.toSorted((a, b) => b.bytes - a.bytes);
  const isLarge = largest !== undefined && largest.bytes > grownBytes && growing.length > 0;
  return isLarge && largest.bytes >= largest.records * THRESHOLDS.listBytes ? largest : undefined;
}

/** What grows until LATENESS lets it go is told with how long that is. */
function togetherBeside(worst: GrowingState | undefined, evidence: Evidence): CircuitState["together"] {
  return worst?.by === "time" ? undefined : untoldTogether(evidence);
}

function areTimesTold({ tables: names }: Integral, { circuit_profile }: Evidence): boolean {
  const tables = (circuit_profile?.tables ?? []).filter(({ name }) => names.includes(name));
  return tables.every(({ time_columns }) => time_columns !== undefined);
}

function timedOf({ circuit_profile, stats }: Evidence): CircuitState["timed"] {
  const ended = endedTables(stats);
  const { integrals = [], tables = [] } = circuit_profile ?? {};
  const [largest, ...others] = integrals
    .filter(
      (one) =>
        (one.each_new || one.never_let_go) && one.records > 0 && !one.tables.some((name) => ended.has(name)),
    )
    .toSorted((a, b) => b.bytes - a.bytes);
  if (largest === undefined) return undefined;
  const is_slow = keptBy(largest) < cameTo(largest, tables) * THRESHOLDS.stateShare;
  return { integral: largest, states: 1 + others.length, is_slow };
}

function boundingOf(growing: readonly GrowingState[], evidence: Evidence): CircuitState["would_bound"] {
  const columnsOf = (one: GrowingState) => boundingColumns(aboutState(one, [], evidence));
  const areSums = ({ integral }: GrowingState) => integral.are_sums === true && keepsSums(evidence);
  // What nothing bounds may be larger: of how many it is told.
  const worst = growing.find((one) => one.by !== "new_keys" && !areSums(one) && columnsOf(one).length > 0);
  if (worst === undefined) return undefined;
  const columns = columnsOf(worst);
  const bounded = growing.filter((one) => columnsOf(one).some((column) => columns.includes(column)));
  const views = materialized(growing.filter((one) => one !== worst).map(({ integral }) => integral));
  return { columns, states: bounded.length, views, but_sums: growing.some(areSums) };
}

/** What has come of tables; of those whose rows are not counted that may be any number. */
function rowsOf(names: readonly string[], { circuit_profile }: Evidence): number {
  const rows = new Map((circuit_profile?.tables ?? []).map((one) => [one.name, one.rows]));
  return names.reduce((sum, name) => sum + (rows.get(name) ?? Number.POSITIVE_INFINITY), 0);
}

/** Of all that it will keep: what is empty as yet may fill, and of many integrals only the largest are read. */
function boundsOf({ circuit_profile, kept_state = [] }: Evidence): CircuitState["bounds"] {
  const open = kept_state.filter((one) => isOpen({ bounds: [one.bound] }));
  const integrals = circuit_profile?.integrals ?? [];
  return [...new Set([...integrals, ...open].map(({ bound }) => bound))];
}

/** What is made, changed twice and closed has four rows: of more rows for a key, most may be of keys that there are. */
const SOME_NEW = 0.25;

/** The tables of whose rows many bring a new key, where they still do; those of most rows first. */
function newlyKeyed(evidence: Evidence, looks: TwoLooks | undefined) {
  const { circuit_profile, stats } = evidence;
  const ended = endedTables(stats);
  return (circuit_profile?.tables ?? [])
    .flatMap((one) => {
      const { name: table, rows = 0 } = one;
      if (rows < FEW || newKeyShare(one) < SOME_NEW || ended.has(table)) return [];
      const before = newKeysAmong([table], looks?.earlier.tables ?? []);
      const filling = fillingOf(newKeysAmong([table], [one]), looks && { before, over_s: looks.elapsed_s });
      if (filling === "full") return [];
      const at_once = looks === undefined && keysCameAtOnce(one);
      return [{ table, rows, new_keys: newKeysOf(one), at_once }];
    })
    .toSorted((a, b) => b.rows - a.rows);
}

/** Undefined where it was looked at once, or too few rows came to tell. */
function seenBetween(looks: TwoLooks | undefined): CircuitState["seen"] {
  if (looks === undefined) return undefined;
  const { earlier, later, elapsed_s: over_s } = looks;
  const rowsOf = ({ tables = [] }: CircuitSigns) => tables.reduce((all, { rows = 0 }) => all + rows, 0);
  const keptIn = ({ integrals = [] }: CircuitSigns) => integrals.reduce((all, one) => all + keptBy(one), 0);
  const rows = rowsOf(later) - rowsOf(earlier);
  return rows < THRESHOLDS.betweenLooksRows
    ? undefined
    : { rows, kept: keptIn(later) - keptIn(earlier), over_s };
}
