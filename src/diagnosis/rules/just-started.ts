import type { StatsFacts } from "../../analysis/stats/stats-facts.ts";
import { THRESHOLDS } from "../thresholds.ts";

/** Whether what waits may be what had waited for the start. */
export function hasJustStarted(stats: StatsFacts | undefined): boolean {
  return stats?.uptime_ms !== undefined && Number(stats.uptime_ms) < THRESHOLDS.startS * 1_000;
}
