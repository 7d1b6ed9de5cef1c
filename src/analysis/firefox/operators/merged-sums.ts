import { addCost, addCostAt } from "../cost.ts";
import type { Side } from "./operator-join.ts";
import { attributedTo, newSide, type OperatorSideSums, type OperatorSums } from "./operator-sums.ts";

/**
 * The nodes of one operator of the SQL as one; undefined where there are none.
 *
 * @param name stands for the nodes' ids where there are several
 */
export function mergedSums(all: readonly OperatorSums[], name: string): OperatorSums | undefined {
  const cost = (sums: OperatorSums) => attributedTo(sums).cpuMicros + attributedTo(sums).samples;
  const [largest, ...others] = all.toSorted((a, b) => cost(b) - cost(a));
  if (largest === undefined || others.length === 0) return largest;
  const merged: OperatorSums = { nodeId: name, sides: new Map(), byCrate: new Map(), isSuspended: false };
  for (const { sides, byCrate, isSuspended } of [largest, ...others]) {
    merged.isSuspended ||= isSuspended;
    for (const [crate, cost] of byCrate) addCostAt(merged.byCrate, crate, cost);
    for (const [side, sums] of sides) addSide(merged.sides, side, sums);
  }
  return merged;
}

function addSide(
  sides: Map<Side, OperatorSideSums>,
  side: Side,
  { kind, attributed, byWorker, told }: OperatorSideSums,
): void {
  const sum = sides.get(side) ?? newSide(kind);
  sides.set(side, sum);
  addCost(sum.attributed, attributed);
  for (const [worker, cost] of byWorker) addCostAt(sum.byWorker, worker, cost);
  sum.told.count += told.count;
  sum.told.overEdge += told.overEdge;
  sum.told.realMicros += told.realMicros;
  sum.told.cpuMicros += told.cpuMicros;
  sum.told.maxRealMicros = Math.max(sum.told.maxRealMicros, told.maxRealMicros);
  sum.told.maxCpuMicros = Math.max(sum.told.maxCpuMicros, told.maxCpuMicros);
  sum.told.sampledMicros += told.sampledMicros;
}
