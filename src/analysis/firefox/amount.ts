import type { Samples } from "./format/samples.ts";

/** Samples by their weight, and their CPU, 0 where the profile has none. */
export interface Amount {
  samples: number;
  cpuMicros: number;
}

export function noAmount(): Amount {
  return { samples: 0, cpuMicros: 0 };
}

export function sampleAmount({ weight, cpuMicros }: Samples, row: number): Amount {
  return { samples: weight[row] ?? 0, cpuMicros: cpuMicros?.[row] ?? 0 };
}

export function addAmount(to: Amount, added: Amount): void {
  to.samples += added.samples;
  to.cpuMicros += added.cpuMicros;
}

export function addAmountAt<Key>(sums: Map<Key, Amount>, key: Key, added: Amount): void {
  const sum = sums.get(key) ?? noAmount();
  addAmount(sum, added);
  sums.set(key, sum);
}

export function sumAmounts(amounts: readonly Amount[]): Amount {
  const sum = noAmount();
  for (const amount of amounts) addAmount(sum, amount);
  return sum;
}
