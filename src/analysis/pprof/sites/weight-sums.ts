import { type Column, FIRST, type StackIndex } from "../../callgraph/indices.ts";
import type { StackWeights } from "../../callgraph/model.ts";
import type { WeightShare } from "./sites-schema.ts";

/** The stacks of a profile with what they weigh in one sample type. */
export interface WeightedStacks {
  readonly weights: StackWeights;
  /** How many of the file's stacks, which are told apart by address, each one is. */
  readonly counts: Column<StackIndex, number>;
  /** What shares are fractions of. */
  readonly total: number;
}

interface Sum {
  weight: number;
  stacks: number;
}

/** Sums up stacks by a key; those of weight 0, and those without a key, are left out. */
export function sumsByKey<K>(
  { weights, counts }: Pick<WeightedStacks, "weights" | "counts">,
  keyOf: (stack: StackIndex) => K | undefined,
): Map<K, Sum> {
  const sums = new Map<K, Sum>();
  for (let stack: StackIndex = FIRST; stack < weights.length; stack++) {
    const weight = weights[stack] ?? 0;
    const key = weight === 0 ? undefined : keyOf(stack);
    if (key === undefined) continue;
    const sum = sums.get(key) ?? { weight: 0, stacks: 0 };
    sum.weight += weight;
    sum.stacks += counts[stack] ?? 0;
    sums.set(key, sum);
  }
  return sums;
}

export function withShare({ weight, stacks }: Sum, { total }: WeightedStacks): WeightShare {
  return { weight, share: total === 0 ? 0 : weight / total, stacks };
}

export const NOTHING: Sum = { weight: 0, stacks: 0 };

/** Orders by weight without sign, the heaviest first. */
export function heaviestFirst(left: { readonly weight: number }, right: { readonly weight: number }): number {
  return Math.abs(right.weight) - Math.abs(left.weight);
}
