import type { Operator } from "./operators.ts";
import type { CircuitProfile } from "./profile.ts";

/** Records of the batches that an operator took, and put out; not every operator counts them. */
export const RECORDS_IN = "input_batches_stats.total_records_count";
export const RECORDS_OUT = "output_batches_stats.total_records_count";

/** The records of the largest batch that it took. */
export const LARGEST_IN = "input_batches_stats.max_records_count";

/** What a join took of one side, and made of it with what it keeps of the other. */
export const JOINED_IN = "left_input_records_count";
export const JOINED_OUT = "computed_output_records_count";

/** What an ASOF join took of its two sides. */
export const LEFT_IN = "left_input_batches_stats.total_records_count";
export const RIGHT_IN = "right_input_batches_stats.total_records_count";

/** Of a trace's records, those that take back another that is not merged with them yet. */
export const NEGATIVE = "negative_weight_count";

/** Of all workers; 0 where the operator has no such number. */
export function total({ byWorker }: CircuitProfile, operator: Operator, name: string): number {
  return (byWorker(operator, name) ?? []).reduce((sum, number) => sum + number, 0);
}

/** What is left of a trace's records once each that takes back another has met it. */
export function recordsLeft(profile: CircuitProfile, trace: Operator): number {
  return total(profile, trace, "state_records_count") - 2 * total(profile, trace, NEGATIVE);
}

/** The largest count among the nearest neighbours that have one, each on its own way. */
export function nearestCount(
  profile: CircuitProfile,
  from: Operator,
  neighbours: ReadonlyMap<Operator, readonly Operator[]>,
  name: string,
): number | undefined {
  let largest: number | undefined;
  const seen = new Set([from]);
  const waiting = [from];
  for (const operator of waiting) {
    for (const next of neighbours.get(operator) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (profile.byWorker(next, name) === undefined) waiting.push(next);
      else largest = Math.max(largest ?? 0, total(profile, next, name));
    }
  }
  return largest;
}

/** What an operator counts itself, or else what those that feed it have put out. */
export function ownOrFed(profile: CircuitProfile, operator: Operator, own: string): number | undefined {
  return profile.byWorker(operator, own) === undefined
    ? nearestCount(profile, operator, profile.operators.predecessors, RECORDS_OUT)
    : total(profile, operator, own);
}

/** Undefined where one of them is not known, or there is none. */
export function sumOf<One>(all: readonly One[], of: (one: One) => number | undefined): number | undefined {
  const counts = all.map(of);
  const known = counts.filter((count) => count !== undefined);
  return all.length === 0 || known.length < counts.length
    ? undefined
    : known.reduce((sum, count) => sum + count, 0);
}

/** Undefined where the profile does not tell. */
export function wentOut(profile: CircuitProfile, node: Operator): number | undefined {
  const counts = [RECORDS_OUT, JOINED_OUT].filter((name) => profile.byWorker(node, name) !== undefined);
  if (counts.length === 0) return undefined;
  return counts.reduce((sum, name) => sum + total(profile, node, name), 0);
}
