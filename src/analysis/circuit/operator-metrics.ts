import * as z from "zod";
import { type Leaf, leavesOf } from "./leaves.ts";
import type { Operator } from "./operators.ts";
import { ID_METRICS } from "./profile.ts";
import { Spread, spreadOf } from "./spread.ts";
import { walkProfile } from "./walk-profile.ts";

/** Names and values, such as `["slot", "0"]`. */
const Labels = z.array(z.array(z.string()));

/** Of which node, where the operator has two halves, and of which metric, with its labels. */
const ofMetric = { node: z.string(), metric: z.string(), labels: Labels.optional() };

/** All that a profile measures of one operator. */
export const OperatorMetrics = z.object({
  numbers: z.array(
    z.object({
      ...ofMetric,
      unit: z.enum(["s", "bytes", "count"]),
      spread: Spread,
      /** False for averages, least and greatest values, whose sum over workers says nothing. */
      additive: z.boolean(),
    }),
  ),
  /** A ratio over all workers together, and its least and greatest in one worker. */
  ratios: z.array(z.object({ ...ofMetric, share: z.number(), min: z.number(), max: z.number() })),
  /** Words, and how often each was reported: once per worker and label. */
  texts: z.array(
    z.object({
      node: z.string(),
      metric: z.string(),
      values: z.array(z.object({ text: z.string(), times: z.int() })),
    }),
  ),
  /** What is 0, or 0 of 0, in every worker. */
  zero: z.array(z.object(ofMetric)),
});

export type OperatorMetrics = z.infer<typeof OperatorMetrics>;

/**
 * Reads from a circuit profile what it measures of one operator, both halves.
 *
 * @throws MalformedInput
 */
export function operatorMetrics(
  bytes: Uint8Array,
  { id, outputHalf }: Operator,
  { maxDepth }: { readonly maxDepth: number },
): OperatorMetrics {
  const measured = new Map<string, Measured>();
  const { workers } = walkProfile(
    bytes,
    { maxDepth },
    {
      wants: (metric, node) => (node === id || node === outputHalf) && !ID_METRICS.has(metric),
      take({ node, worker, metric, value, labels }) {
        for (const [leaf, content] of leavesOf(metric, value)) {
          const told = content.kind === "text" ? [] : labelsOf(labels);
          const head = { node, metric: leaf, ...(told.length > 0 && { labels: told }) };
          const key = JSON.stringify([head, content.kind]);
          const known = measured.get(key) ?? { head, leaves: [] };
          known.leaves.push({ ...content, worker });
          measured.set(key, known);
        }
      },
    },
  );
  const facts: OperatorMetrics = { numbers: [], ratios: [], texts: [], zero: [] };
  for (const one of measured.values()) sort(one, workers, facts);
  return facts;
}

interface Measured {
  readonly head: { readonly node: string; readonly metric: string; readonly labels?: string[][] };
  /** Of one kind. */
  readonly leaves: (Leaf & { readonly worker: number })[];
}

function labelsOf(labels: unknown): string[][] {
  if (!Array.isArray(labels)) return [];
  return labels.map((pair) => (Array.isArray(pair) ? pair : [pair]).map(String));
}

function sort({ head, leaves }: Measured, workers: number, facts: OperatorMetrics): void {
  const [first] = leaves;
  if (first?.kind === "number") {
    const byWorker = Array.from({ length: workers }, () => 0);
    for (const leaf of leaves) if (leaf.kind === "number") byWorker[leaf.worker] = leaf.number;
    const spread = spreadOf(byWorker);
    if (spread.min === 0 && spread.max === 0) facts.zero.push(head);
    else facts.numbers.push({ ...head, unit: first.unit, spread, additive: !NOT_ADDITIVE.test(head.metric) });
  }
  if (first?.kind === "ratio") {
    const ratios = leaves.flatMap((leaf) => (leaf.kind === "ratio" && leaf.denominator > 0 ? leaf : []));
    if (ratios.length === 0) facts.zero.push(head);
    else facts.ratios.push({ ...head, ...shareOf(ratios) });
  }
  if (first?.kind === "text") {
    const times = new Map<string, number>();
    for (const leaf of leaves)
      if (leaf.kind === "text") times.set(leaf.text, (times.get(leaf.text) ?? 0) + 1);
    facts.texts.push({ ...head, values: [...times].map(([text, count]) => ({ text, times: count })) });
  }
}

const NOT_ADDITIVE = /(?:^|[._])(?:avg|min|max|per_key)(?:_|$)/;

function shareOf(ratios: readonly Extract<Leaf, { kind: "ratio" }>[]): {
  share: number;
  min: number;
  max: number;
} {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
  const shares = ratios.map(({ numerator, denominator }) => numerator / denominator);
  return {
    share: sum(ratios.map((one) => one.numerator)) / sum(ratios.map((one) => one.denominator)),
    min: Math.min(...shares),
    max: Math.max(...shares),
  };
}
