import { addCost, type Cost, costOfSample, noCost } from "../cost.ts";
import { type CostBasis, knownCost, rankedCost } from "../cost-basis.ts";
import type { FirefoxThread } from "../format/decode.ts";
import { groupOfThread } from "../threads/part-of-profile.ts";
import { THREAD_GROUPS, type ThreadGroup } from "../threads/thread-groups.ts";
import { isWithin, type TimeWindow } from "../threads/time-window.ts";
import type { OperatorFacts } from "./operator-facts-schema.ts";

/** What the threads spend within the window that run no operators of their own: I/O, HTTP, connectors. */
export function elsewhereFacts(
  threads: readonly FirefoxThread[],
  window: TimeWindow,
  basis: CostBasis,
): OperatorFacts["elsewhere"] {
  const sums = new Map<ThreadGroup, { threads: number; cost: Cost }>();
  for (const thread of threads) {
    const group = groupOfThread(thread);
    if (group === "workers" || group === "mergers") continue;
    const cost = noCost();
    thread.samples.timeMs.forEach((timeMs, row) => {
      if (isWithin(window, timeMs)) addCost(cost, costOfSample(thread.samples, row));
    });
    if (rankedCost(cost, basis) === 0) continue;
    const sum = sums.get(group) ?? { threads: 0, cost: noCost() };
    sum.threads++;
    addCost(sum.cost, cost);
    sums.set(group, sum);
  }
  return THREAD_GROUPS.flatMap((group) => {
    const sum = sums.get(group);
    return sum === undefined ? [] : [{ group, threads: sum.threads, ...knownCost(sum.cost, basis) }];
  });
}
