import type { CircuitSigns } from "../../analysis/circuit/signs.ts";
import type { Evidence } from "../evidence.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** The circuit at two moments of one run, far enough apart for rates. */
export interface TwoLooks {
  readonly earlier: CircuitSigns;
  readonly later: CircuitSigns;
  readonly elapsed_s: number;
}

/** Undefined where it was looked at once, was started anew in between, or does not tell how old it is. */
export function twoLooks({ circuit_profile: later, earlier: before }: Evidence): TwoLooks | undefined {
  const earlier = before?.circuit_profile;
  if (later?.age_s === undefined || earlier?.age_s === undefined) return undefined;
  const elapsed_s = later.age_s - earlier.age_s;
  return elapsed_s >= THRESHOLDS.betweenLooksS ? { earlier, later, elapsed_s } : undefined;
}

/** The share of the workers' time between two looks in which they were idle, with no step to do. */
export function restBetween(evidence: Evidence): number | undefined {
  const looks = twoLooks(evidence);
  const [before, after] = [looks?.earlier.split, looks?.later.split];
  if (before?.idle_s === undefined || after?.idle_s === undefined) return undefined;
  const total_s = after.total_s - before.total_s;
  return total_s <= 0 ? undefined : (after.idle_s - before.idle_s) / total_s;
}
