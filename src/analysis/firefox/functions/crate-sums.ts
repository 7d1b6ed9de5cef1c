import { NONE } from "../../callgraph/indices.ts";
import { crateHashOfStacks } from "../../owners/operator-crate.ts";
import { addCostAt, type Cost, costOfSample } from "../cost.ts";
import type { FirefoxThread } from "../format/decode.ts";
import { ALWAYS, isWithin, type TimeWindow } from "../threads/time-window.ts";

/** By hash, what threads spend within the window in stacks with an operator's crate in them. */
export function sumCrates(threads: readonly FirefoxThread[], window: TimeWindow = ALWAYS): Map<string, Cost> {
  const sums = new Map<string, Cost>();
  for (const { samples, graph } of threads) {
    const hashes = crateHashOfStacks(graph);
    for (let row = 0; row < samples.stack.length; row++) {
      const hash = hashes[samples.stack[row] ?? NONE];
      if (hash !== undefined && isWithin(window, samples.timeMs[row] ?? 0)) {
        addCostAt(sums, hash, costOfSample(samples, row));
      }
    }
  }
  return sums;
}
