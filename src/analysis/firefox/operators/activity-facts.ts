import type { MarkedThread } from "../format/decode.ts";
import type { TimeWindow } from "../threads/time-window.ts";
import type { OperatorFacts } from "./operator-facts-schema.ts";

/** How often and how long the window was spent in steps, exchange, checkpoints and other markers. */
export function activityFacts(
  threads: readonly MarkedThread[],
  window: TimeWindow,
): OperatorFacts["activities"] {
  const sums = new Map<string, OperatorFacts["activities"][number]>();
  for (const { activities, activity, startMs, endMs } of threads.map(
    (thread) => thread.felderaMarkers.activity,
  )) {
    for (let row = 0; row < activity.length; row++) {
      const named = activities[activity[row] ?? -1];
      const ms = Math.min(endMs[row] ?? 0, window.endMs) - Math.max(startMs[row] ?? 0, window.startMs);
      if (named === undefined || ms < 0) continue;
      const key = `${named.category}\0${named.name}`;
      const sum = sums.get(key) ?? { ...named, count: 0, totalMs: 0, maxMs: 0 };
      sum.count++;
      sum.totalMs += ms;
      sum.maxMs = Math.max(sum.maxMs, ms);
      sums.set(key, sum);
    }
  }
  return [...sums.values()].sort((a, b) => b.totalMs - a.totalMs || b.count - a.count);
}
