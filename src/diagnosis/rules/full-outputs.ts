import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import type { Evidence } from "../evidence.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** The outputs whose full queue may hold up the circuit. */
export function fullOutputs({ connectors, lists_outputs }: StatsFacts) {
  const all = connectors.filter(({ direction }) => direction === "output");
  const areTold = lists_outputs === true && all.every(({ waiting_records }) => waiting_records !== undefined);
  const waiting = all.filter(({ waiting_records = 0 }) => waiting_records > 0);
  // A queue falls below its limit while the rest of a step waits for room in it: the only one is it all the same.
  const [only] = areTold && waiting.length === 1 ? waiting : [];
  return all.filter((one) => one === only || one.troubles.includes("at its limit"));
}

/** Whether one has held it up for long; where the runtime does not tell for how long, whether one may. */
export function isStalled(stats: StatsFacts): boolean {
  const { output_stall_ms: stall_ms } = stats;
  if (stall_ms !== undefined) return stall_ms >= THRESHOLDS.outputStallMs;
  return fullOutputs(stats).some(({ troubles }) => troubles.includes("at its limit"));
}

/** How long an output's full queue has held up the circuit in all, and how long its process has run. */
export interface Burst {
  readonly in_all_ms: number;
  readonly uptime_ms: number;
}

/**
 * Whether that output takes what comes but for a burst: it has not held up the circuit for long, nor for most of the
 * time since it started, and next to nothing waits behind it. Undefined also where that was not read.
 */
export function burstOf({ stats, metrics }: Evidence): Burst | undefined {
  const { output_stall_ms, uptime_ms, buffered_records, rates } = stats ?? {};
  const { output_stall_s } = metrics ?? {};
  if (output_stall_ms === undefined || uptime_ms === undefined || output_stall_s === undefined)
    return undefined;
  if (buffered_records === undefined || rates?.processed_records_per_s === undefined) return undefined;
  const in_all_ms = output_stall_s * 1_000;
  const waits_ms = (Number(buffered_records) / rates.processed_records_per_s) * 1_000;
  const isBurst =
    output_stall_ms < THRESHOLDS.burstStallMs &&
    // Metrics that were read before it began do not hold it.
    in_all_ms >= output_stall_ms &&
    in_all_ms < Number(uptime_ms) * THRESHOLDS.burstStallShare &&
    (buffered_records === 0 || waits_ms < THRESHOLDS.outputBehindMs);
  return isBurst ? { in_all_ms, uptime_ms: Number(uptime_ms) } : undefined;
}
