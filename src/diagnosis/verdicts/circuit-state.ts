import * as z from "zod";
import { BOUNDS } from "../../analysis/circuit/bounds.ts";
import type { CircuitSigns } from "../../analysis/circuit/signs.ts";
import type { Evidence } from "../evidence.ts";
import { keptBy, newKeyShare, newKeysOf } from "../rules/filling.ts";
import { GrowingState, growingState, untoldLateness } from "../rules/growing-state.ts";
import { type TwoLooks, twoLooks } from "../rules/two-looks.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** What the circuit remembers, where its profile and the program's graph were read. */
export const CircuitState = z.object({
  records: z.number(),
  bytes: z.number(),
  integrals: z.int(),
  bounds: z.array(z.enum(BOUNDS)),
  /** The largest that grows; what all that grow hold, and what they come to in an hour. */
  growing: GrowingState.optional(),
  grow: z.int(),
  grown: z.object({ records: z.number(), bytes: z.number() }),
  bytes_per_hour: z.number().optional(),
  /** Between two looks; on average since the start where absent. */
  rate_over_s: z.number().optional(),
  /** Tables of which most keys were new, and too few rows came to tell whether that goes on. */
  young: z
    .object({
      tables: z.array(z.object({ table: z.string(), rows: z.number(), new_keys: z.number() })),
      is_fed: z.boolean(),
    })
    .optional(),
  /** Tables of which LATENESS has let nothing go, and may not for long. */
  untold_lateness: z.array(z.string()),
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
  const { growing, untold_lateness = [] } = state ?? {};
  if (untold_lateness.length > 0) return false;
  if (growing?.fills && growing.fills.since === undefined) return false;
  return state !== undefined && (growing === undefined || (growing.by !== "unknown" && growing.is_fed));
}

/** Of so few records nothing can be said yet. */
const FEW = 100;

const ROWS: ReadonlySet<GrowingState["by"]> = new Set(["rows", "no_waterline_yet"]);

/**
 * What grows for ever, or for hours or days, the largest first, before what grows with the keys of tables, and both
 * before what is not known.
 */
const WORST_FIRST: readonly GrowingState["by"][][] = [
  ["rows", "lateness"],
  ["groups"],
  ["no_waterline_yet"],
  ["new_keys"],
  ["unknown"],
];

function rankOf({ by, fills }: GrowingState): number {
  return (fills ? WORST_FIRST.length : 0) + WORST_FIRST.findIndex((those) => those.includes(by));
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
  const young = all.filter((one) => one.by === "new_keys" && !isTold(one));
  const told = all.filter(isTold).toSorted((a, b) => rankOf(a) - rankOf(b));
  const sum = (of: readonly number[]) => of.reduce((whole, one) => whole + one, 0);
  const [worst] = told;
  // What fills has no rate that goes on.
  const growing = told.filter(({ fills }) => (fills === undefined) === (worst?.fills === undefined));
  const seen = seenBetween(twoLooks(evidence));
  return {
    records: sum(integrals.map(({ records }) => records)),
    bytes: sum(integrals.map((one) => one.bytes)),
    integrals: integrals.length,
    bounds: boundsOf(evidence),
    ...(worst && { growing: worst }),
    grow: growing.length,
    ...(young.length > 0 && {
      young: {
        tables: keysOf(new Set(young.flatMap(({ integral }) => integral.tables)), evidence),
        is_fed: young.every(({ is_fed }) => is_fed),
      },
    }),
    grown: {
      records: sum(growing.map(({ integral }) => integral.records)),
      bytes: sum(growing.map(({ integral }) => integral.bytes)),
    },
    ...(worst?.per_hour && { bytes_per_hour: sum(growing.map(({ per_hour }) => per_hour?.bytes ?? 0)) }),
    ...(worst?.per_hour?.over_s !== undefined && { rate_over_s: worst.per_hour.over_s }),
    untold_lateness: untoldLateness(evidence),
    ...(seen && { seen }),
  };
}

/** Of what is kept, and of what will be once the tables have rows that have had none. */
function boundsOf({ circuit_profile }: Evidence): CircuitState["bounds"] {
  const { integrals = [], tables = [] } = circuit_profile ?? {};
  const without = new Set(tables.flatMap(({ name, rows }) => (rows === 0 ? [name] : [])));
  const those = integrals.filter(
    ({ records, tables }) => records > 0 || tables.some((name) => without.has(name)),
  );
  return [...new Set(those.map(({ bound }) => bound))];
}

/** Those of the tables that bring new keys, and how many of their rows did. */
function keysOf(names: ReadonlySet<string>, { circuit_profile }: Evidence) {
  return (circuit_profile?.tables ?? []).flatMap((one) => {
    return names.has(one.name) && newKeyShare(one) >= THRESHOLDS.newKeyShare
      ? [{ table: one.name, rows: one.rows ?? 0, new_keys: newKeysOf(one) }]
      : [];
  });
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
