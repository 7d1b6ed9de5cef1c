import { busyCores, type CostBasis, knownCost, rankedCost, shareOf } from "../cost-basis.ts";
import type { CpuFacts } from "../cpu-facts-schema.ts";
import type { GroupedThread } from "../functions/function-totals.ts";
import { addSums, type SampleSums } from "./sample-sums.ts";
import { THREAD_GROUPS } from "./thread-groups.ts";

export interface SummedThread extends GroupedThread {
  readonly sums: SampleSums;
}

/** The groups that have CPU, busiest first. */
export function groupFacts(threads: readonly SummedThread[], basis: CostBasis): CpuFacts["groups"] {
  const groups = THREAD_GROUPS.flatMap((group) => {
    const ofGroup = threads.filter((thread) => thread.group === group);
    const members = ofGroup.filter((thread) => isActive(thread, basis));
    if (members.length === 0) return [];
    const { all, runtimeOnly } = addSums(members.map(({ sums }) => sums));
    const of = ofGroup.length;
    const cores = busyCores(all.cpuMicros, basis);
    return {
      group,
      threads: members.length,
      ...knownCost(all, basis),
      of,
      share: shareOf(rankedCost(all, basis), basis),
      busyCores: cores,
      busyShare: cores === undefined ? undefined : cores / of,
      runtimeOnly: knownCost(runtimeOnly, basis),
    };
  });
  return groups.sort((a, b) => b.share - a.share);
}

export function threadFacts(
  threads: readonly SummedThread[],
  basis: CostBasis,
  limit: number,
): CpuFacts["threads"] {
  const active = threads
    .filter((thread) => isActive(thread, basis))
    .sort((a, b) => rankedCost(b.sums.all, basis) - rankedCost(a.sums.all, basis));
  const listed = active.slice(0, limit).map(({ thread, group, sums: { all } }) => ({
    name: thread.name,
    tid: thread.tid,
    group,
    ...knownCost(all, basis),
    share: shareOf(rankedCost(all, basis), basis),
    busyShare: busyCores(all.cpuMicros, basis),
  }));
  return {
    threads: listed,
    shown: listed.length,
    of: active.length,
    without: threads.length - active.length,
  };
}

function isActive({ sums }: SummedThread, basis: CostBasis): boolean {
  return rankedCost(sums.all, basis) > 0;
}
