import type { CpuFacts } from "../cpu-facts-schema.ts";
import type { GroupedThread } from "../functions/function-totals.ts";
import { amountFacts, amountOf, busyCores, type Scale, shareOf } from "../scale.ts";
import { addSums, type SampleSums } from "./sample-sums.ts";
import { THREAD_GROUPS } from "./thread-groups.ts";

export interface SummedThread extends GroupedThread {
  readonly sums: SampleSums;
}

/** The groups that have CPU, busiest first. */
export function groupFacts(threads: readonly SummedThread[], scale: Scale): CpuFacts["groups"] {
  const groups = THREAD_GROUPS.flatMap((group) => {
    const ofGroup = threads.filter((thread) => thread.group === group);
    const members = ofGroup.filter((thread) => isActive(thread, scale));
    if (members.length === 0) return [];
    const { all, runtimeOnly } = addSums(members.map(({ sums }) => sums));
    const of = ofGroup.length;
    const cores = busyCores(all.cpuMicros, scale);
    return {
      group,
      threads: members.length,
      ...amountFacts(all, scale),
      of,
      share: shareOf(amountOf(all, scale), scale),
      busyCores: cores,
      busyShare: cores === undefined ? undefined : cores / of,
      runtimeOnly: amountFacts(runtimeOnly, scale),
    };
  });
  return groups.sort((a, b) => b.share - a.share);
}

export function threadFacts(
  threads: readonly SummedThread[],
  scale: Scale,
  limit: number,
): CpuFacts["threads"] {
  const active = threads
    .filter((thread) => isActive(thread, scale))
    .sort((a, b) => amountOf(b.sums.all, scale) - amountOf(a.sums.all, scale));
  const listed = active.slice(0, limit).map(({ thread, group, sums: { all } }) => ({
    name: thread.name,
    tid: thread.tid,
    group,
    ...amountFacts(all, scale),
    share: shareOf(amountOf(all, scale), scale),
    busyShare: busyCores(all.cpuMicros, scale),
  }));
  return {
    threads: listed,
    shown: listed.length,
    of: active.length,
    without: threads.length - active.length,
  };
}

function isActive({ sums }: SummedThread, scale: Scale): boolean {
  return amountOf(sums.all, scale) > 0;
}
