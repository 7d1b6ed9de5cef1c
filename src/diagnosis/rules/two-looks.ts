import type { CircuitSigns } from "../../analysis/circuit/signs.ts";
import type { CircuitSplit } from "../../analysis/circuit/split.ts";
import { WAIT_REASONS } from "../../analysis/circuit/wait-reasons.ts";
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
  const { idle_s, total_s = 0 } = splitBetween(twoLooks(evidence)) ?? {};
  return idle_s === undefined ? undefined : idle_s / total_s;
}

/** What the workers did between two looks; undefined where that is nothing, or not told of both. */
export function splitBetween(
  looks: TwoLooks | undefined,
): Pick<CircuitSplit, "waiting_s" | "idle_s" | "total_s" | "waits_s"> | undefined {
  const [before, after] = [looks?.earlier.split, looks?.later.split];
  if (before === undefined || after === undefined || after.total_s <= before.total_s) return undefined;
  const since = (now: number, then = 0) => Math.max(0, now - then);
  const waits_s =
    after.waits_s &&
    Object.fromEntries(
      WAIT_REASONS.flatMap((reason) => {
        const seconds = since(after.waits_s?.[reason] ?? 0, before.waits_s?.[reason]);
        return seconds > 0 ? [[reason, seconds]] : [];
      }),
    );
  return {
    waiting_s: since(after.waiting_s, before.waiting_s),
    total_s: after.total_s - before.total_s,
    ...(waits_s && { waits_s }),
    ...(after.idle_s !== undefined &&
      before.idle_s !== undefined && { idle_s: since(after.idle_s, before.idle_s) }),
  };
}
