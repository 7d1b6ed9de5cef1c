import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
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
