import type { Samples } from "./format/samples.ts";

/** Samples by their weight, and their CPU, 0 where the profile has none. */
export interface Cost {
  samples: number;
  cpuMicros: number;
}

export function noCost(): Cost {
  return { samples: 0, cpuMicros: 0 };
}

export function costOfSample({ weight, cpuMicros }: Samples, row: number): Cost {
  return { samples: weight[row] ?? 0, cpuMicros: cpuMicros?.[row] ?? 0 };
}

export function addCost(to: Cost, added: Cost): void {
  to.samples += added.samples;
  to.cpuMicros += added.cpuMicros;
}

export function addCostAt<Key>(sums: Map<Key, Cost>, key: Key, added: Cost): void {
  const sum = sums.get(key) ?? noCost();
  addCost(sum, added);
  sums.set(key, sum);
}

export function sumCosts(costs: readonly Cost[]): Cost {
  const sum = noCost();
  for (const cost of costs) addCost(sum, cost);
  return sum;
}
