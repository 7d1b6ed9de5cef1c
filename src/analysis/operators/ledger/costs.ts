import type { Operator } from "../../circuit/operators.ts";
import { type CircuitProfile, sumByWorker } from "../../circuit/profile.ts";
import { metricOf } from "../../circuit/rankings.ts";
import type { Costs } from "./ledger-schema.ts";
import { CIRCUIT_MEASURE_NAMES, CIRCUIT_MEASURES, MEASURES } from "./measures.ts";

/** The metrics of a circuit profile that a ledger is made of. */
export const LEDGER_METRICS: readonly string[] = CIRCUIT_MEASURE_NAMES.flatMap((name) =>
  CIRCUIT_MEASURES[name].flat().map(metricOf),
);

/** What a circuit profile measures of a node, over all workers. */
export function costsOf(profile: CircuitProfile): (node: Operator) => Costs {
  const leaves = leavesIn(profile);
  return (node) => {
    const costs: Costs = {};
    for (const [name, sum] of leaves) {
      const numbers = sumByWorker(profile, node, sum);
      if (numbers !== undefined) costs[name] = added(numbers);
    }
    return costs;
  };
}

/** The same of the circuit as a whole, as its root has it. */
export function circuitCosts(profile: CircuitProfile): Costs {
  const costs: Costs = {};
  for (const [name, sum] of leavesIn(profile)) {
    if (name === "runtime_s") continue;
    const numbers = sum.flatMap((leaf) => profile.ofCircuit(leaf) ?? []);
    if (numbers.length > 0) costs[name] = added(numbers);
  }
  return costs;
}

/** The first sum of each measure of which the profile has a part. */
function leavesIn({ operators, byWorker }: CircuitProfile) {
  return CIRCUIT_MEASURE_NAMES.flatMap((name) => {
    const sums: readonly (readonly string[])[] = CIRCUIT_MEASURES[name];
    const found = sums.find((sum) =>
      operators.list.some((node) => sum.some((leaf) => byWorker(node, leaf) !== undefined)),
    );
    return found === undefined ? [] : [[name, found] as const];
  });
}

export function addCosts(all: readonly Costs[]): Costs {
  const sum: Costs = {};
  for (const costs of all) {
    for (const name of MEASURES) {
      const amount = costs[name];
      if (amount !== undefined) sum[name] = (sum[name] ?? 0) + amount;
    }
  }
  return sum;
}

/** Of each measure's total; absent where that is 0. */
export function sharesOf(costs: Costs, totals: Costs): Costs {
  const shares: Costs = {};
  for (const name of MEASURES) {
    const [amount, total = 0] = [costs[name], totals[name]];
    if (amount !== undefined && total > 0) shares[name] = amount / total;
  }
  return shares;
}

function added(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
