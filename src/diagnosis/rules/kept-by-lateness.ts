import * as z from "zod";
import type { Integral } from "../../analysis/circuit/integrals.ts";
import type { Evidence } from "../evidence.ts";
import { THRESHOLDS } from "../thresholds.ts";
import { ALL, cameTo } from "./filling.ts";
import { generatedTimePace } from "./generated-time-pace.ts";
import { tableTimes } from "./table-times.ts";
import { type TwoLooks, twoLooks } from "./two-looks.ts";

/** How much time has to pass in the rows before any is let go, and in how long that is over at this pace. */
export const Until = z.object({
  ms: z.number(),
  left_ms: z.number().optional(),
  /** What that is, where it is not LATENESS alone: the clock of NOW(), or a window or group that goes on. */
  by: z.enum(["clock", "window"]).optional(),
});

export type Until = z.infer<typeof Until>;

type KeptByLateness = readonly [table: string, until: Until | undefined];

/**
 * The tables whose LATENESS alone bounds state, and has let nothing go of it: for how long it will not, undefined where
 * that is not known. A row is let go once a time has come that is later by as much as LATENESS allows.
 */
export function keptByLateness(
  evidence: Evidence,
  looks: TwoLooks | undefined,
): Map<string, Until | undefined> {
  const { circuit_profile, pipeline, stats } = evidence;
  const { age_s } = circuit_profile ?? {};
  // What a resumed pipeline had before is not in what came.
  if (stats?.resumed === true) return new Map();
  const paceOf = pacesOf(evidence, looks);
  return new Map(
    wholeByLateness(circuit_profile).flatMap((table): KeptByLateness[] => {
      const ms = pipeline?.lateness?.find((one) => one.table === table)?.longest_ms;
      if (ms === undefined || age_s === undefined || stats?.resumed === undefined)
        return [[table, undefined]];
      const pace = paceOf(table);
      const left_ms = ms / (pace ?? 1) - age_s * 1000;
      return left_ms < THRESHOLDS.latenessLeftMs ? [] : [[table, { ms, ...(pace && { left_ms }) }]];
    }),
  );
}

/**
 * Of what is kept for longer than LATENESS asks, for the RANGE of an OVER or as long as a group goes on, or by the clock
 * of NOW() alone: until when nothing of it is let go, where nothing was; undefined where some was, or will be within the
 * hour.
 */
export function keptForLonger(evidence: Evidence, looks: TwoLooks | undefined) {
  const { circuit_profile, pipeline, stats, nowMs } = evidence;
  const { age_s, integrals = [], tables = [] } = circuit_profile ?? {};
  const lessened = new Set(integrals.filter(mayHaveLetGo).map(({ waterlines }) => String(waterlines)));
  const paceOf = pacesOf(evidence, looks);
  const times = tableTimes(circuit_profile);
  return (integral: Integral, standing: readonly string[]): Until | undefined => {
    const { bound, waterlines, kept_for_ms = reachSeen(integral, times) } = integral;
    if (kept_for_ms === undefined) return undefined;
    if (age_s === undefined || stats?.resumed !== false) return undefined;
    // What others let go of since shows that the one which stands is not the one that holds it back.
    if (standing.length > 0 && !lessened.has(String(waterlines))) return undefined;
    const going = waterlines.filter((name) => !standing.includes(name));
    const lateness = going.map(
      (name) => pipeline?.lateness?.find(({ table }) => table === name)?.longest_ms ?? Number.NaN,
    );
    const allowed_ms = Math.max(0, ...lateness);
    const ms = kept_for_ms + allowed_ms;
    if (Number.isNaN(ms)) return undefined;
    const came = cameTo(integral, tables);
    const since_ms = nowMs - Date.parse(integral.retained_from ?? "");
    // A day that began before the pipeline did, and goes on, has all rows that came if they are of now.
    const isOfNow = since_ms >= age_s * 1_000 && since_ms <= ms;
    if (integral.merged_records < came * (isOfNow ? THRESHOLDS.stateShare : ALL)) return undefined;
    const paces = going.flatMap((name) => paceOf(name) ?? []);
    const byClock = bound === "window";
    const pace = byClock ? 1 : paces.length === going.length ? Math.min(...paces) : undefined;
    const left_ms = ms / (pace ?? 1) - age_s * 1_000;
    // A window of minutes is little beside a LATENESS of days.
    const by = byClock ? "clock" : kept_for_ms < allowed_ms ? undefined : "window";
    return left_ms < THRESHOLDS.latenessLeftMs
      ? undefined
      : { ms, ...(pace && { left_ms }), ...(by && { by }) };
  };
}

/**
 * How far what lets it go is behind the time of its tables, where the program does not tell for how long it is kept: a
 * join of times within a range, or within the same day. Rounded to a whole day, it goes on as long as that. Undefined of less than is told of.
 */
function reachSeen(
  { bound, waterlines, retained_from }: Integral,
  times: ReturnType<typeof tableTimes>,
): number | undefined {
  if (bound !== "lateness" || retained_from === undefined) return undefined;
  const from_ms = Date.parse(retained_from);
  const behind_ms = Math.min(...waterlines.map((name) => Date.parse(times.get(name)?.at ?? ""))) - from_ms;
  if (!(behind_ms >= THRESHOLDS.latenessLeftMs)) return undefined;
  return from_ms % DAY_MS === 0 ? Math.max(behind_ms, DAY_MS) : behind_ms;
}

/** By how much the times of a table's rows are faster than the clock. */
function pacesOf(evidence: Evidence, looks: TwoLooks | undefined): (table: string) => number | undefined {
  const [times, before] = [tableTimes(evidence.circuit_profile), tableTimes(looks?.earlier)];
  return (table) => {
    const at = times.get(table)?.at;
    // Of dates a generator counts days.
    const isDate = at === undefined || Date.parse(at) % DAY_MS === 0;
    return (
      paceBetween(before.get(table)?.at, at, looks?.elapsed_s) ??
      (isDate ? undefined : generatedTimePace(table, evidence))
    );
  };
}

/** The tables whose LATENESS alone bounds state that still holds all that has come. */
function wholeByLateness(circuit: Evidence["circuit_profile"]): string[] {
  const { integrals = [], tables = [] } = circuit ?? {};
  const whole = integrals.filter(
    (one) =>
      one.bound === "lateness" &&
      one.kept_for_ms === undefined &&
      one.waterlines.length === 1 &&
      one.merged_records >= THRESHOLDS.startRecords &&
      one.merged_records >= cameTo(one, tables) * ALL,
  );
  return [...new Set(whole.flatMap(({ waterlines }) => waterlines))];
}

/** The tables of which LATENESS has let nothing go from any state since the pipeline started. */
export function keptSoFar({ circuit_profile, stats }: Evidence): string[] {
  const isOld = (circuit_profile?.age_s ?? 0) >= THRESHOLDS.startS;
  if (!isOld || stats?.resumed !== false) return [];
  const lessened = new Set(
    (circuit_profile?.integrals ?? []).filter(mayHaveLetGo).flatMap(({ waterlines }) => waterlines),
  );
  return wholeByLateness(circuit_profile).filter((table) => !lessened.has(table));
}

/** It has a time up to which rows go, and holds fewer than came: they may have merged, too. */
function mayHaveLetGo({ bound, retained_from, arrived, merged_records }: Integral): boolean {
  return (
    bound === "lateness" && retained_from !== undefined && arrived !== undefined && merged_records < arrived
  );
}

/** The tables of which LATENESS has let nothing go, and for how long it will not is not known. */
export function untoldLateness(evidence: Evidence): string[] {
  const kept = keptByLateness(evidence, twoLooks(evidence));
  return [...kept].flatMap(([table, until]) => (until === undefined ? [table] : []));
}

/** By how much the times of rows are faster than the clock; undefined where they are rounded to more than a part of that. */
function paceBetween(earlier = "", later = "", elapsed_s = 0): number | undefined {
  const passed_ms = Date.parse(later) - Date.parse(earlier);
  const rounded_ms =
    ROUNDED_MS.find((one) => [earlier, later].every((at) => Date.parse(at) % one === 0)) ?? 1;
  return !(passed_ms >= 4 * rounded_ms) || elapsed_s === 0 ? undefined : passed_ms / (elapsed_s * 1000);
}

const DAY_MS = 86_400_000;

/** A day, an hour, a minute, a second. */
const ROUNDED_MS = [DAY_MS, 3_600_000, 60_000, 1_000] as const;
