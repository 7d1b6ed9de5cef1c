import { type Amount, addAmount, noAmount, sampleAmount } from "../amount.ts";
import type { FirefoxThread } from "../format/decode.ts";
import { amountFacts, amountOf, type Scale } from "../scale.ts";
import { groupOfThread } from "../threads/part-of-profile.ts";
import { THREAD_GROUPS, type ThreadGroup } from "../threads/thread-groups.ts";
import { isWithin, type TimeWindow } from "../threads/time-window.ts";
import type { OperatorFacts } from "./operator-facts-schema.ts";

/** What the threads spend within the window that run no operators of their own: I/O, HTTP, connectors. */
export function elsewhereFacts(
  threads: readonly FirefoxThread[],
  window: TimeWindow,
  scale: Scale,
): OperatorFacts["elsewhere"] {
  const sums = new Map<ThreadGroup, { threads: number; amount: Amount }>();
  for (const thread of threads) {
    const group = groupOfThread(thread);
    if (group === "workers" || group === "mergers") continue;
    const amount = noAmount();
    thread.samples.timeMs.forEach((timeMs, row) => {
      if (isWithin(window, timeMs)) addAmount(amount, sampleAmount(thread.samples, row));
    });
    if (amountOf(amount, scale) === 0) continue;
    const sum = sums.get(group) ?? { threads: 0, amount: noAmount() };
    sum.threads++;
    addAmount(sum.amount, amount);
    sums.set(group, sum);
  }
  return THREAD_GROUPS.flatMap((group) => {
    const sum = sums.get(group);
    return sum === undefined ? [] : [{ group, threads: sum.threads, ...amountFacts(sum.amount, scale) }];
  });
}
